import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PeriodEntryEntity } from './period-entry.entity.js';

@Entity({ name: 'period_figure' })
@Check('period_figure_kind', `kind IN ('ORIGINAL', 'ADJUSTMENT') AND (kind = 'ADJUSTMENT') = (original_month IS NOT NULL)`)
@Check('period_figure_exact', ['gross', 'adjusted', 'counted', 'as_reported'].map((column) => `coalesce(${column}, '0') ~ '^-?\\d+(/\\d+)?$'`).join(' AND '))
export class PeriodFigureEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_figure_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_figure_pk' }) month!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'period_figure_pk' }) sequence!: number;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_figure_pk', name: 'figure_id' }) figureId!: string;
  @Column('integer') version!: number;
  @Column('text') initiative!: string;
  @Column('text') benefit!: string;
  @Column('text') kind!: 'ORIGINAL' | 'ADJUSTMENT';
  @Column('text', { name: 'original_month', nullable: true }) originalMonth!: string | null;
  @Column('text', { nullable: true }) unit!: string | null;
  @Column('text', { nullable: true }) gross!: string | null;
  @Column('text', { nullable: true }) adjusted!: string | null;
  @Column('text', { nullable: true }) counted!: string | null;
  @Column('text', { name: 'as_reported', nullable: true }) asReported!: string | null;
  @Column('text') printed!: string;
  @ManyToOne(() => PeriodEntryEntity)
  @JoinColumn([
    { name: 'tenant', referencedColumnName: 'tenant', foreignKeyConstraintName: 'period_figure_entry_fk' },
    { name: 'month', referencedColumnName: 'month', foreignKeyConstraintName: 'period_figure_entry_fk' },
    { name: 'sequence', referencedColumnName: 'sequence', foreignKeyConstraintName: 'period_figure_entry_fk' },
  ])
  entry!: PeriodEntryEntity;
}
