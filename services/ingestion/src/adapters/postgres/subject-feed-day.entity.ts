import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'subject_feed_day' })
@Check('subject_feed_day_feed_check', "feed IN ('events', 'aggregates')")
export class SubjectFeedDayEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('date')
  day!: string;

  @Column('text')
  feed!: string;
}
