import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PeriodEntryEntity } from './period-entry.entity.js';

@Entity({ name: 'period_approval' })
export class PeriodApprovalEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_approval_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_approval_pk' }) month!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'period_approval_pk' }) sequence!: number;
  @Column('text') actor!: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) recordedAt!: Date;
  @ManyToOne(() => PeriodEntryEntity)
  @JoinColumn([
    { name: 'tenant', referencedColumnName: 'tenant', foreignKeyConstraintName: 'period_approval_entry_fk' },
    { name: 'month', referencedColumnName: 'month', foreignKeyConstraintName: 'period_approval_entry_fk' },
    { name: 'sequence', referencedColumnName: 'sequence', foreignKeyConstraintName: 'period_approval_entry_fk' },
  ])
  entry!: PeriodEntryEntity;
}
