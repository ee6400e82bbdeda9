import { canonicalSeries, seriesKeyOf, type Digest128, type Series } from '@hemtag/metering';
import { inTransaction, type Statement, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import { seriesPlace } from '../../application/ports.js';

import { textArray } from './flush-relations.js';

const ENSURE: Statement = {
  name: 'ingestion-ensure-series',
  text: `INSERT INTO usage_series (tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit)
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::text[], $11::text[])
    ON CONFLICT DO NOTHING`,
};
const READ: Statement = {
  name: 'ingestion-read-series',
  text: `SELECT i.place, s.series_id FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS i (tenant, series_key, place)
    JOIN usage_series s ON s.tenant = i.tenant AND s.series_key = i.series_key`,
};

// So many series are remembered; where there are more, all are looked up anew from time to time.
const MAX_KNOWN = 200_000;

export interface TenantSeries {
  readonly tenant: string;
  readonly series: Series;
}

type Wanted = TenantSeries & { readonly place: string; readonly key: string };

async function ensure(tx: Transaction, wanted: readonly Wanted[]): Promise<void> {
  const column = (of: (series: Series) => string | null): string => textArray(wanted.map(({ series }) => of(series)));
  await tx.query(ENSURE, [
    textArray(wanted.map(({ tenant }) => tenant)),
    textArray(wanted.map(({ key }) => key)),
    column(({ source }) => source),
    column(({ subject }) => subject),
    column(({ unit }) => unit),
    column(({ outcome }) => outcome),
    column(({ channel }) => channel),
    column(({ orgUnit }) => orgUnit),
    column(({ dimensions }) => JSON.stringify(dimensions)),
    column(({ measure }) => measure?.name ?? null),
    column(({ measure }) => measure?.unit ?? null),
  ]);
}

/**
 * The numbers of series. A new series gets its number before the flush that needs it, in a transaction of its own: a number without volumes does no
 * harm, and a number never changes.
 */
export class SeriesIds {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly digest: Digest128,
  ) {}

  /** Resolves with the numbers by `seriesPlace`. */
  async resolve(wanted: Iterable<TenantSeries>): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    const missing = new Map<string, Wanted>();
    for (const { tenant, series } of wanted) {
      const place = seriesPlace(tenant, canonicalSeries(series));
      const known = this.known.get(place);
      if (known !== undefined) found.set(place, known);
      else missing.set(place, { tenant, series, place, key: seriesKeyOf(series, this.digest) });
    }
    if (missing.size > 0) for (const [place, id] of await this.learn([...missing.values()])) found.set(place, id);
    return found;
  }

  private async learn(unordered: readonly Wanted[]): Promise<readonly (readonly [string, number])[]> {
    // In one order for all writers.
    const wanted = unordered.toSorted((a, b) => (a.tenant + a.key < b.tenant + b.key ? -1 : 1));
    const rows = await inTransaction(this.dataSource, async (tx) => {
      await ensure(tx, wanted);
      const keys = [textArray(wanted.map(({ tenant }) => tenant)), textArray(wanted.map(({ key }) => key))];
      return tx.query<{ readonly place: string; readonly series_id: number }>(READ, keys);
    });
    if (this.known.size + rows.length > MAX_KNOWN) this.known.clear();
    return rows.map(({ place, series_id }) => {
      const key = wanted[Number(place) - 1]?.place;
      if (key === undefined) throw new Error('a series came back that was not asked for');
      this.known.set(key, series_id);
      return [key, series_id] as const;
    });
  }
}
