import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'consumed_partition' })
export class ConsumedPartitionEntity {
  @PrimaryColumn('text')
  topic!: string;

  @PrimaryColumn('integer', { name: 'partition_id' })
  partitionId!: number;

  @Column('bigint')
  epoch!: string;

  @Column('bigint', { name: 'next_offset' })
  nextOffset!: string;
}
