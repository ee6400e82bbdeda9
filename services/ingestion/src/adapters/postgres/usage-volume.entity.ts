import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

import { UsageSeriesEntity } from './usage-series.entity.js';

@Entity({ name: 'usage_volume' })
@Check('usage_volume_quantity_check', 'quantity >= 0')
@Check('usage_volume_events_check', 'events > 0')
@Check('usage_volume_revision_check', 'revision > 0')
@ForeignKey(() => UsageSeriesEntity, ['tenant', 'seriesKey'], ['tenant', 'seriesKey'], { name: 'usage_volume_tenant_series_key_fkey' })
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
