import type { DayVolume, IncompleteDay, SourceActivity } from '@hemtag/benefit';
import { PUBLISHED, type PublishedIncompleteDayRow, type PublishedSourceActivityRow, type UsageSeries } from '@hemtag/contracts';
import { rational } from '@hemtag/kernel';
import { withTenant } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { DayRange, ReadVolumes, SeriesQuery, VolumeQuery, VolumeStore } from '../../application/ports.js';

interface VolumeRow {
  readonly series_key: string;
  readonly day: string;
  readonly quantity: string;
}
interface SeriesRow {
  readonly series_key: string;
  readonly source: string;
  readonly subject: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly org_unit: string | null;
  readonly dimensions: UsageSeries['dimensions'];
  readonly measure_name: string | null;
  readonly measure_unit: string | null;
}

const SERIES = `SELECT series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit FROM usage_series
  WHERE tenant = $1 AND ($2::timestamptz IS NULL OR recorded_at <= $2)`;

const NOW =
  'SELECT series_key, day, quantity FROM usage_volume WHERE tenant = $1 AND series_key = ANY($2::uuid[]) AND day >= $5 AND day <= $3 AND $4::timestamptz IS NULL';
// What has not changed since the instant is known as it is now; of the rest the last revision up to it.
const THEN = `SELECT series_key, day, quantity FROM usage_volume WHERE tenant = $1 AND series_key = ANY($2::uuid[]) AND day >= $5 AND day <= $3 AND recorded_at <= $4
  UNION ALL
  SELECT series_key, day, was.quantity FROM usage_volume
  CROSS JOIN LATERAL (
    SELECT revision.quantity FROM usage_volume_revision revision
    WHERE (revision.tenant, revision.series_key, revision.day) = (usage_volume.tenant, usage_volume.series_key, usage_volume.day) AND revision.recorded_at <= $4
    ORDER BY revision.revision DESC LIMIT 1
  ) was
  WHERE tenant = $1 AND series_key = ANY($2::uuid[]) AND day >= $5 AND day <= $3 AND recorded_at > $4`;

const dayByDay = (volumes: string): string =>
  `SELECT series_key, day::text AS day, quantity::text AS quantity FROM (${volumes}) known ORDER BY series_key, day`;
// Sums of numeric are exact, and months of a year are far fewer rows than its days.
const inStretches = (volumes: string): string => `SELECT series_key, min(day)::text AS day, sum(quantity)::text AS quantity FROM (${volumes}) known
  GROUP BY series_key, date_trunc('month', day::timestamp), width_bucket(day, $6::date[]) ORDER BY series_key, min(day)`;

function seriesOf({ series_key: key, source, subject, unit, outcome, channel, org_unit: orgUnit, dimensions, ...row }: SeriesRow): UsageSeries {
  const measure = row.measure_name === null || row.measure_unit === null ? null : { name: row.measure_name, unit: row.measure_unit };
  return { key, source, subject, unit, outcome, channel, orgUnit, dimensions, measure };
}

/** Day volumes and source activity, always of one tenant. */
export class PostgresVolumeStore implements VolumeStore {
  constructor(private readonly dataSource: DataSource) {}

  volumes({ tenant, wanted, from, until, asKnownOn, stretches }: VolumeQuery): Promise<ReadVolumes> {
    const instant = asKnownOn === null ? null : new Date(asKnownOn);
    return withTenant(this.dataSource, tenant, async (tx) => {
      const known = (await tx.query<SeriesRow>(SERIES, [tenant, instant])).map(seriesOf).filter(wanted);
      const byKey = new Map(known.map((series) => [series.key, series]));
      const volumesThen = instant === null ? NOW : THEN;
      const parameters = [tenant, [...byKey.keys()], until, instant, from ?? '-infinity'];
      const rows = await (stretches === null
        ? tx.query<VolumeRow>(dayByDay(volumesThen), parameters)
        : tx.query<VolumeRow>(inStretches(volumesThen), [...parameters, stretches]));
      const volumes = rows.flatMap((row): DayVolume[] => {
        const series = byKey.get(row.series_key);
        return series ? [{ series, day: row.day, quantity: rational(row.quantity) }] : [];
      });
      return { series: known, volumes };
    });
  }

  seriesOf({ tenant, keys, sources }: SeriesQuery): Promise<readonly UsageSeries[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<SeriesRow>(`${SERIES} AND (series_key = ANY($3::uuid[]) OR source = ANY($4))`, [tenant, null, keys, sources]);
      return rows.map(seriesOf);
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
