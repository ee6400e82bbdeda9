import type { BookedSeries, Series } from '@hemtag/metering';
import { inTransaction, type Statement, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

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

async function ensure(tx: Transaction, wanted: readonly BookedSeries[]): Promise<void> {
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

const orderOf = ({ tenant, key }: BookedSeries): string => `${tenant} ${key}`;

/**
 * The numbers of series. A new series gets its number before the flush that needs it, in a transaction of its own: a number without volumes does no
 * harm, and a number never changes.
 */
export class SeriesIds {
  private readonly known = new Map<string, number>();

  constructor(private readonly dataSource: DataSource) {}

  async resolve(wanted: ReadonlySet<BookedSeries>): Promise<ReadonlyMap<BookedSeries, number>> {
    const found = new Map<BookedSeries, number>();
    const missing: BookedSeries[] = [];
    for (const booked of wanted) {
      const known = this.known.get(booked.place);
      if (known === undefined) missing.push(booked);
      else found.set(booked, known);
    }
    if (missing.length > 0) for (const [booked, id] of await this.learn(missing)) found.set(booked, id);
    return found;
  }

  private async learn(unordered: readonly BookedSeries[]): Promise<readonly (readonly [BookedSeries, number])[]> {
    // In one order for all writers.
    const wanted = unordered.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const rows = await inTransaction(this.dataSource, async (tx) => {
      await ensure(tx, wanted);
      const keys = [textArray(wanted.map(({ tenant }) => tenant)), textArray(wanted.map(({ key }) => key))];
      return tx.query<{ readonly place: string; readonly series_id: number }>(READ, keys);
    });
    if (this.known.size + rows.length > MAX_KNOWN) this.known.clear();
    return rows.map(({ place, series_id }) => {
      const booked = wanted[Number(place) - 1];
      if (booked === undefined) throw new Error('a series came back that was not asked for');
      this.known.set(booked.place, series_id);
      return [booked, series_id] as const;
    });
  }
}
