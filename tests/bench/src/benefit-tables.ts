import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import { runOn } from './bench-database.js';
import { BenefitWorkload } from './benefit-workload.js';

// Everything that the benchmark knows about the tables of the benefit service, and about what ingestion publishes, stands in this file.

const ROWS_PER_CHUNK = 2_000;

/** What ingestion publishes: its source was heard of at noon on each day. */
export async function publishActivity(url: string, load: BenefitWorkload): Promise<void> {
  await runOn(
    url,
    'BEGIN',
    'CREATE TABLE public.activity (tenant text, source text, day date, first_ms bigint, last_ms bigint, events bigint, PRIMARY KEY (tenant, source, day))',
    ...load.tenants.map(
      (
        tenant,
      ) => `INSERT INTO public.activity SELECT '${tenant}', '${load.sourceOf(tenant)}', d::date, extract(epoch FROM d) * 1000, extract(epoch FROM d) * 1000, 1
        FROM generate_series('${load.dayOf(0)} 12:00+00'::timestamptz, now(), '1 day') d`,
    ),
    'CREATE VIEW published.source_activity AS SELECT * FROM public.activity',
    `CREATE VIEW published.source_incomplete_day AS SELECT ''::text AS tenant, ''::text AS source, current_date AS day WHERE false`,
    'GRANT SELECT ON published.source_activity, published.source_incomplete_day TO hemtag_reader',
    'COMMIT',
    'ANALYZE public.activity',
  );
}

function* volumeRows(load: BenefitWorkload): Generator<string> {
  let chunk: string[] = [];
  for (let benefit = 0; benefit < load.benefits; benefit += 1) {
    const [tenant, { key }] = [load.tenantOf(benefit), load.seriesOf(benefit)];
    for (let day = 0; day < load.days; day += 1) {
      chunk.push(`${tenant}\t${key}\t${load.dayOf(day)}\t${load.quantityOf(benefit, day)}\t1\t1\t-infinity\n`);
      if (chunk.length === ROWS_PER_CHUNK) {
        yield chunk.join('');
        chunk = [];
      }
    }
  }
  if (chunk.length > 0) yield chunk.join('');
}

/** Writes all volumes as the service would have stored them, outside any measured time, and marks every tenant as pending. */
export async function storeVolumes(url: string, load: BenefitWorkload): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const series = Array.from({ length: load.benefits }, (_, benefit) => ({ tenant: load.tenantOf(benefit), ...load.seriesOf(benefit) }));
    await client.query(
      `INSERT INTO benefit.usage_series (tenant, series_key, source, subject, unit, outcome, channel, dimensions, recorded_at)
       SELECT tenant, key, source, subject, unit, outcome, channel, dimensions, '-infinity'
       FROM jsonb_to_recordset($1) AS s(tenant text, key uuid, source text, subject text, unit text, outcome text, channel text, dimensions jsonb)`,
      [JSON.stringify(series)],
    );
    const copy = 'COPY benefit.usage_volume (tenant, series_key, day, quantity, events, revision, recorded_at) FROM STDIN';
    await pipeline(Readable.from(volumeRows(load)), client.query(copyFrom(copy)));
    await client.query('TRUNCATE benefit.projection_pending, benefit.figure, benefit.initiative_month, benefit.source_day, benefit.projected_tenant');
    await client.query('INSERT INTO benefit.projection_pending (tenant) SELECT tenant FROM benefit.tenant');
    await client.query('VACUUM ANALYZE benefit.usage_volume');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** Quantities by benefit and day as they are now: the generator's, and what was changed since. */
export type Changed = ReadonlyMap<string, number>;
export const changedKey = (benefit: number, day: number): string => `${benefit} ${day}`;

/** Each published sum that is not what the generator says, as a sentence. */
export async function wrongFigures(url: string, load: BenefitWorkload, changed: Changed): Promise<readonly string[]> {
  let [cases, plain] = [0n, 0n];
  for (let benefit = 0; benefit < load.benefits; benefit += 1) {
    let ofBenefit = 0n;
    for (let day = 0; day < load.days; day += 1) ofBenefit += BigInt(changed.get(changedKey(benefit, day)) ?? load.quantityOf(benefit, day));
    cases += ofBenefit;
    if (load.isPlain(benefit)) plain += ofBenefit;
  }
  const plainNames = Array.from({ length: load.benefits }, (_, n) => n).filter((n) => load.isPlain(n)).map((n) => `'benefit-${n}'`); // prettier-ignore
  const [row] = await runOn<{ cases: string; plain: string }>(
    url,
    `SELECT sum(quantity_actual)::text AS cases, sum(amount_gross) FILTER (WHERE benefit IN (${plainNames.join(', ')}))::text AS plain FROM published.figure`,
  );
  const expected = { cases: String(cases), plain: BenefitWorkload.plainAmount(plain) };
  return (['cases', 'plain'] as const).flatMap((what) =>
    row?.[what] === expected[what] ? [] : [`${what}: ${row?.[what]} published, ${expected[what]} expected`],
  );
}
