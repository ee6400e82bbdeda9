import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'source_activity_day' })
@Check('source_activity_day_check', 'last_ms >= first_ms')
@Check('source_activity_day_events_check', 'events > 0')
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
