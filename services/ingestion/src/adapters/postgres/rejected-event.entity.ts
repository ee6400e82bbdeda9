import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'rejected_event' })
export class RejectedEventEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  topic!: string;

  @PrimaryColumn('integer', { name: 'partition_id' })
  partitionId!: number;

  @PrimaryColumn('bigint', { name: 'record_offset' })
  recordOffset!: string;

  @Column('text')
  source!: string;

  @Column('text')
  code!: string;

  @Column('text')
  pointer!: string;

  @Column('text')
  detail!: string;

  @Column('bytea', { name: 'record_key', nullable: true })
  recordKey!: Buffer | null;

  @Column('bytea', { name: 'record_headers' })
  recordHeaders!: Buffer;

  @Column('bytea', { name: 'record_value', nullable: true })
  recordValue!: Buffer | null;

  @Column('timestamptz', { name: 'record_time' })
  recordTime!: Date;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;
}
