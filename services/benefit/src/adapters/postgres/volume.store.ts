import type { DayVolume, IncompleteDay, SourceActivity } from '@hemtag/benefit';
import { PUBLISHED, type PublishedIncompleteDayRow, type PublishedSourceActivityRow, type UsageSeries } from '@hemtag/contracts';
import { rational } from '@hemtag/kernel';
import { withTenant } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { DayRange, ReadVolumes, VolumeQuery, VolumeStore } from '../../application/ports.js';
import { UsageSeriesEntity } from './usage-series.entity.js';

interface VolumeRow {
  readonly series_key: string;
  readonly day: string;
  readonly quantity: string;
}

function seriesOf(row: UsageSeriesEntity): UsageSeries {
  const { seriesKey: key, source, subject, unit, outcome, channel, orgUnit, dimensions } = row;
  const measure = row.measureName === null || row.measureUnit === null ? null : { name: row.measureName, unit: row.measureUnit };
  return { key, source, subject, unit, outcome, channel, orgUnit, dimensions, measure };
}

/** Day volumes and source activity, always of one tenant. */
export class PostgresVolumeStore implements VolumeStore {
  constructor(private readonly dataSource: DataSource) {}

  volumes({ tenant, wanted, until }: VolumeQuery): Promise<ReadVolumes> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const known = (await tx.manager.findBy(UsageSeriesEntity, { tenant })).map(seriesOf).filter(wanted);
      const byKey = new Map(known.map((series) => [series.key, series]));
      const rows = await tx.query<VolumeRow>(
        `SELECT series_key, day::text AS day, quantity::text AS quantity FROM usage_volume
         WHERE tenant = $1 AND series_key = ANY($2::uuid[]) AND day <= $3 ORDER BY series_key, day`,
        [tenant, [...byKey.keys()], until],
      );
      const volumes = rows.flatMap((row): DayVolume[] => {
        const series = byKey.get(row.series_key);
        return series ? [{ series, day: row.day, quantity: rational(row.quantity) }] : [];
      });
      return { series: known, volumes };
    });
  }

  activity({ tenant, from, until }: DayRange): Promise<readonly SourceActivity[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<Omit<PublishedSourceActivityRow, 'tenant' | 'events'>>(
        `SELECT source, day::text AS day, first_ms::text AS first_ms, last_ms::text AS last_ms FROM ${PUBLISHED.sourceActivity}
         WHERE tenant = $1 AND day >= $2 AND day <= $3 ORDER BY source, day`,
        [tenant, from, until],
      );
      return rows.map((row) => ({ source: row.source, day: row.day, firstMs: Number(row.first_ms), lastMs: Number(row.last_ms) }));
    });
  }

  incompleteDays({ tenant, from, until }: DayRange): Promise<readonly IncompleteDay[]> {
    return withTenant(this.dataSource, tenant, (tx) =>
      tx.query<Omit<PublishedIncompleteDayRow, 'tenant'>>(
        `SELECT source, day::text AS day FROM ${PUBLISHED.sourceIncompleteDay} WHERE tenant = $1 AND day >= $2 AND day <= $3 ORDER BY source, day`,
        [tenant, from, until],
      ),
    );
  }
}
