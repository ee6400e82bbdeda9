import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ name: 'rejected_event' })
@Index('rejected_event_newest', ['recordedAt', 'topic', 'partitionId', 'recordOffset'])
@Index('rejected_event_place', ['topic', 'partitionId', 'recordOffset'])
@Check('rejected_event_origin_check', "origin IN ('ingestion', 'gateway')")
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

  /** `ingestion`, or `gateway` where the event never came to the topic of events. */
  @Column('text', { default: () => "'ingestion'" })
  origin!: string;

  @Column('boolean', { default: () => 'false' })
  masked!: boolean;

  @Column('uuid', { name: 'kept_hash', nullable: true })
  keptHash!: string | null;

  @Column('uuid', { name: 'refused_hash', nullable: true })
  refusedHash!: string | null;

  @Column('timestamptz', { name: 'replayed_at', nullable: true })
  replayedAt!: Date | null;

  @Column('text', { name: 'replayed_by', nullable: true })
  replayedBy!: string | null;
}
