import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'aggregate_series' })
@Check('aggregate_series_revision_check', 'revision > 0')
export class AggregateSeriesEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  @Column('bigint')
  revision!: string;
}
