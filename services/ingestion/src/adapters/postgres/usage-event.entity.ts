import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_event' })
@Check('usage_event_quantity_check', 'quantity > 0')
export class UsageEventEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('date')
  day!: string;

  @PrimaryColumn('uuid')
  identity!: string;

  @Column('text')
  source!: string;

  @Column('text')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('timestamptz')
  time!: Date;

  @Column('numeric')
  quantity!: string;

  @Column('text')
  unit!: string;

  @Column('text')
  outcome!: string;

  @Column('text', { nullable: true })
  channel!: string | null;

  @Column('text', { name: 'org_unit', nullable: true })
  orgUnit!: string | null;

  @Column('jsonb')
  dimensions!: object;

  @Column('jsonb')
  measures!: object;

  @Column('boolean')
  final!: boolean;

  @Column('text')
  topic!: string;

  @Column('integer', { name: 'partition_id' })
  partitionId!: number;

  @Column('bigint', { name: 'record_offset' })
  recordOffset!: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
