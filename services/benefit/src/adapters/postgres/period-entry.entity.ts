import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'period_entry' })
@Check('period_entry_month', `month ~ '^\\d{4}-(0[1-9]|1[0-2])$'`)
@Check('period_entry_state', `state IN ('PRELIMINARY', 'CLOSED', 'REOPENED')`)
@Check('period_entry_number', 'sequence > 0 AND version > 0')
@Check('period_entry_reason', `state <> 'REOPENED' OR (reason IS NOT NULL AND btrim(reason) <> '')`)
@Check('period_entry_snapshot', `(state = 'REOPENED') = (snapshot_hash IS NULL)`)
export class PeriodEntryEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_entry_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'period_entry_pk' }) month!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'period_entry_pk' }) sequence!: number;
  @Column('text') state!: 'PRELIMINARY' | 'CLOSED' | 'REOPENED';
  @Column('integer') version!: number;
  @Column('text') actor!: string;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) recordedAt!: Date;
  @Column('text', { name: 'snapshot_hash', nullable: true }) snapshotHash!: string | null;
}
