import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_amendment' })
export class UsageAmendmentEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  target!: string;

  @PrimaryColumn('uuid')
  identity!: string;

  @Column('text')
  source!: string;

  @Column('text')
  id!: string;

  @Column('bigint', { name: 'time_ms' })
  timeMs!: string;

  @Column('jsonb', { name: 'usage_values', nullable: true })
  usageValues!: object | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('integer', { name: 'record_partition' })
  recordPartition!: number;

  @Column('bigint', { name: 'record_offset' })
  recordOffset!: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
