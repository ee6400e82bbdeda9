import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'partition_count' })
@Check('partition_count_adds_up', 'next_offset - first_offset = accepted + duplicate + conflict + rejected + skipped')
export class PartitionCountEntity {
  @PrimaryColumn('text')
  topic!: string;

  @PrimaryColumn('integer', { name: 'partition_id' })
  partitionId!: number;

  @Column('bigint', { name: 'first_offset' })
  firstOffset!: string;

  @Column('bigint', { name: 'next_offset' })
  nextOffset!: string;

  @Column('bigint')
  accepted!: string;

  @Column('bigint')
  duplicate!: string;

  @Column('bigint')
  conflict!: string;

  @Column('bigint')
  rejected!: string;

  @Column('bigint')
  skipped!: string;
}
