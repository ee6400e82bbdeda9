import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'source_incomplete_day' })
export class SourceIncompleteDayEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('date')
  day!: string;

  @Column('integer')
  aggregates!: number;
}
