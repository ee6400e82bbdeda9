import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'source_counter' })
export class SourceCounterEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  source!: string;

  @Column('bigint')
  accepted!: string;

  @Column('bigint')
  duplicate!: string;

  @Column('bigint')
  conflict!: string;

  @Column('bigint')
  rejected!: string;
}
