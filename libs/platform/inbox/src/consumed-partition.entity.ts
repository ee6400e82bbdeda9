import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'consumed_partition' })
@Check('consumed_partition_partition_id_check', 'partition_id >= 0')
@Check('consumed_partition_epoch_check', 'epoch > 0')
@Check('consumed_partition_next_offset_check', 'next_offset >= 0')
export class ConsumedPartitionEntity {
  @PrimaryColumn('text')
  topic!: string;

  @PrimaryColumn('integer', { name: 'partition_id' })
  partitionId!: number;

  @Column('bigint')
  epoch!: string;

  @Column('bigint', { name: 'next_offset' })
  nextOffset!: string;

  /** Null until the partition was claimed by a program that knows it. */
  @Column('uuid', { name: 'topic_id', nullable: true })
  topicId!: string | null;
}
