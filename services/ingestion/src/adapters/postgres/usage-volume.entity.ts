import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

import { UsageSeriesEntity } from './usage-series.entity.js';

@Entity({ name: 'usage_volume' })
@Check('usage_volume_quantity_check', 'quantity >= 0')
@Check('usage_volume_events_check', 'events >= 0')
@Check('usage_volume_revision_check', 'revision > 0')
@ForeignKey(() => UsageSeriesEntity, ['tenant', 'seriesId'], ['tenant', 'seriesId'], { name: 'usage_volume_tenant_series_id_fkey' })
export class UsageVolumeEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  @PrimaryColumn('date')
  day!: string;

  @Column('numeric')
  quantity!: string;

  @Column('bigint')
  events!: string;

  @Column('bigint')
  revision!: string;
}
