import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ name: 'usage_series' })
@Check('usage_series_check', '(measure_name IS NULL) = (measure_unit IS NULL)')
@Unique('usage_series_tenant_series_key_key', ['tenant', 'seriesKey'])
export class UsageSeriesEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('integer', { name: 'series_id', generated: 'identity', generatedIdentity: 'BY DEFAULT' })
  seriesId!: number;

  @Column('uuid', { name: 'series_key' })
  seriesKey!: string;

  @Column('text')
  source!: string;

  @Column('text')
  subject!: string;

  @Column('text')
  unit!: string;

  @Column('text')
  outcome!: string;

  @Column('text', { nullable: true })
  channel!: string | null;

  @Column('text', { name: 'org_unit', nullable: true })
  orgUnit!: string | null;

  @Column('jsonb')
  dimensions!: object;

  @Column('text', { name: 'measure_name', nullable: true })
  measureName!: string | null;

  @Column('text', { name: 'measure_unit', nullable: true })
  measureUnit!: string | null;
}
