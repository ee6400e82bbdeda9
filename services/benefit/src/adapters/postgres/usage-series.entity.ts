import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_series' })
export class UsageSeriesEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'usage_series_pk' }) tenant!: string;
  @PrimaryColumn('uuid', { name: 'series_key', primaryKeyConstraintName: 'usage_series_pk' }) seriesKey!: string;
  @Column('text') source!: string;
  @Column('text') subject!: string;
  @Column('text') unit!: string;
  @Column('text') outcome!: string;
  @Column('text', { nullable: true }) channel!: string | null;
  @Column('text', { name: 'org_unit', nullable: true }) orgUnit!: string | null;
  @Column('jsonb') dimensions!: Record<string, string | number | boolean>;
  @Column('text', { name: 'measure_name', nullable: true }) measureName!: string | null;
  @Column('text', { name: 'measure_unit', nullable: true }) measureUnit!: string | null;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
}
