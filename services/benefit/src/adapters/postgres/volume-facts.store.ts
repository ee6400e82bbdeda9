import type { Instant } from '@hemtag/kernel';
import { withTenant } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { DayRange, VolumeFact, VolumeFacts } from '../../application/ports.js';
import { knownVolume } from './known-volume.js';

interface FactRow {
  readonly series_key: string;
  readonly day: string;
  readonly events: string;
  readonly revision: string;
  readonly ledger_at: Date | null;
}

const FACTS = `SELECT v.series_key, v.day::text AS day, known.events::text AS events, known.revision::text AS revision, known.ledger_at
FROM usage_volume v ${knownVolume('$5', ['events', 'revision', 'ledger_at'])}
WHERE v.tenant = $1 AND v.series_key = ANY($2::uuid[]) AND v.day >= $3 AND v.day <= $4`;

/** Events and revisions of stored volumes, for whoever asks where a figure comes from. */
export class PostgresVolumeFacts implements VolumeFacts {
  constructor(private readonly dataSource: DataSource) {}

  ofSeries({
    tenant,
    keys,
    from,
    until,
    asKnownOn,
  }: DayRange & { readonly keys: readonly string[]; readonly asKnownOn: Instant | null }): Promise<readonly VolumeFact[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<FactRow>(FACTS, [tenant, keys, from, until, asKnownOn === null ? null : new Date(asKnownOn)]);
      return rows.map((row) => ({
        seriesKey: row.series_key,
        day: row.day,
        events: Number(row.events),
        revision: Number(row.revision),
        storedAt: row.ledger_at?.getTime() ?? null,
      }));
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
