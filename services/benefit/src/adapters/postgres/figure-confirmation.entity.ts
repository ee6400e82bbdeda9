import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'figure_confirmation' })
@Check('figure_confirmation_exact', `sequence > 0 AND amount ~ '^-?\\d+(/\\d+)?$' AND of_gross ~ '^-?\\d+(/\\d+)?$'`)
@Check('figure_confirmation_cause', `cause IN ('volume', 'price', 'adoption', 'data-gap', 'baseline-error')`)
@Check('figure_confirmation_action', '(action IS NULL) = (due IS NULL)')
export class FigureConfirmationEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'figure_confirmation_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'figure_confirmation_pk', name: 'figure_id' }) figureId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'figure_confirmation_pk' }) sequence!: number;
  @Column('text') initiative!: string;
  @Column('text') benefit!: string;
  @Column('text') month!: string;
  @Column('text') amount!: string;
  @Column('text') unit!: string;
  @Column('text', { name: 'of_gross' }) ofGross!: string;
  @Column('text', { nullable: true }) comment!: string | null;
  @Column('text', { nullable: true }) cause!: string | null;
  @Column('text', { nullable: true }) action!: string | null;
  @Column('date', { nullable: true }) due!: string | null;
  @Column('text') actor!: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) recordedAt!: Date;
}
