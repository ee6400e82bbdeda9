import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UsageSeriesEntity } from './usage-series.entity.js';

@Entity({ name: 'usage_volume' })
@Check('usage_volume_not_negative', 'quantity >= 0 AND events >= 0 AND revision > 0')
export class UsageVolumeEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'usage_volume_pk' }) tenant!: string;
  @PrimaryColumn('uuid', { name: 'series_key', primaryKeyConstraintName: 'usage_volume_pk' }) seriesKey!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'usage_volume_pk' }) day!: string;
  /** Exact decimal text; a double would lose it. */
  @Column('numeric') quantity!: string;
  @Column('bigint') events!: string;
  @Column('bigint') revision!: string;
  /** When the log took it; `-infinity` where that was not written down yet. */
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
  /** Up to when the ledger of ingestion is in it. */
  @Column('timestamptz', { name: 'ledger_at', nullable: true }) ledgerAt!: Date | null;
  @ManyToOne(() => UsageSeriesEntity)
  @JoinColumn([
    { name: 'tenant', referencedColumnName: 'tenant', foreignKeyConstraintName: 'usage_volume_series_fk' },
    { name: 'series_key', referencedColumnName: 'seriesKey', foreignKeyConstraintName: 'usage_volume_series_fk' },
  ])
  series!: UsageSeriesEntity;
}
