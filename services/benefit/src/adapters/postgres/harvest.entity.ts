import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'harvest' })
@Check('harvest_exact', `sequence > 0 AND amount ~ '^\\d+(/\\d+)?$'`)
export class HarvestEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'harvest_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'harvest_pk' }) initiative!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'harvest_pk' }) benefit!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'harvest_pk', name: 'plan_line' }) planLine!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'harvest_pk' }) month!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'harvest_pk' }) sequence!: number;
  @Column('text') amount!: string;
  @Column('text') unit!: string;
  @Column('text') actor!: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) recordedAt!: Date;
}
