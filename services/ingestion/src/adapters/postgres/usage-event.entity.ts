import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_event' })
@Check('usage_event_quantity_positive', 'quantity > 0')
export class UsageEventEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  @PrimaryColumn('date')
  day!: string;

  @PrimaryColumn('uuid')
  identity!: string;

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
