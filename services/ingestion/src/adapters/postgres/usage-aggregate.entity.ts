import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_aggregate' })
@Check('usage_aggregate_mode_check', "mode IN ('delta', 'snapshot', 'cumulative')")
@Check('usage_aggregate_revision_check', 'revision >= 0')
@Check('usage_aggregate_quantity_check', 'quantity >= 0')
@Check('usage_aggregate_check', 'period_start_ms < period_end_ms')
export class UsageAggregateEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  @PrimaryColumn('bigint', { name: 'period_end_ms' })
  periodEndMs!: string;

  @PrimaryColumn('uuid')
  identity!: string;

  @Column('bigint', { name: 'period_start_ms' })
  periodStartMs!: string;

  @Column('text')
  mode!: string;

  @Column('bigint')
  revision!: string;

  @Column('boolean')
  complete!: boolean;

  @Column('text')
  id!: string;

  @Column('bigint', { name: 'time_ms' })
  timeMs!: string;

  @Column('numeric')
  quantity!: string;

  @Column('jsonb', { nullable: true })
  measures!: object | null;

  @Column('boolean')
  final!: boolean;

  @Column('boolean')
  reference!: boolean;

  @Column('integer', { name: 'record_partition' })
  recordPartition!: number;

  @Column('bigint', { name: 'record_offset' })
  recordOffset!: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
