import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'source_activity_day' })
export class SourceActivityDayEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('date')
  day!: string;

  @Column('bigint', { name: 'first_ms' })
  firstMs!: string;

  @Column('bigint', { name: 'last_ms' })
  lastMs!: string;

  @Column('bigint')
  events!: string;
}
