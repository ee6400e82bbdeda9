import { withTenant } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { DayRange, VolumeFact, VolumeFacts } from '../../application/ports.js';

interface FactRow {
  readonly series_key: string;
  readonly day: string;
  readonly events: string;
  readonly revision: string;
}

/** Events and revisions of stored volumes, for whoever asks where a figure comes from. */
export class PostgresVolumeFacts implements VolumeFacts {
  constructor(private readonly dataSource: DataSource) {}

  ofSeries({ tenant, keys, from, until }: DayRange & { readonly keys: readonly string[] }): Promise<readonly VolumeFact[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<FactRow>(
        `SELECT series_key, day::text AS day, events::text AS events, revision::text AS revision FROM usage_volume
         WHERE tenant = $1 AND series_key = ANY($2::uuid[]) AND day >= $3 AND day <= $4`,
        [tenant, keys, from, until],
      );
      return rows.map((row) => ({ seriesKey: row.series_key, day: row.day, events: Number(row.events), revision: Number(row.revision) }));
    });
  }

  days(tenant: string): Promise<{ readonly from: string; readonly until: string } | null> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const [row] = await tx.query<{ from: string | null; until: string | null }>(
        'SELECT min(day)::text AS "from", max(day)::text AS until FROM usage_volume WHERE tenant = $1',
        [tenant],
      );
      return row === undefined || row.from === null || row.until === null ? null : { from: row.from, until: row.until };
    });
  }
}
