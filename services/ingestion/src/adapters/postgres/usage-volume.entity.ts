import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_volume' })
export class UsageVolumeEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid', { name: 'series_key' })
  seriesKey!: string;

  @PrimaryColumn('date')
  day!: string;

  @Column('numeric')
  quantity!: string;

  @Column('bigint')
  events!: string;

  @Column('bigint')
  revision!: string;
}
