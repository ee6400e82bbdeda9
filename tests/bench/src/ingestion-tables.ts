import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

import { runOn } from './bench-database.js';
import { BENCH_TENANTS, FIRST_EVENT_MS, type ExpectedTotals, type IdKind } from './workload.js';

// Everything that the benchmark knows about the tables of ingestion and of the register stands in this file.

/** What the owner of the register does when it starts; ingestion reads nothing before. */
export async function publishRegister(url: string): Promise<void> {
  const tenants = BENCH_TENANTS.map(({ tenant }) => `('${tenant}', 'Europe/Stockholm', 'SEK')`);
  const sources = BENCH_TENANTS.map(({ tenant, source }) => `('${tenant}', 'messaging-prod', '${source}', '{priority}')`);
  await runOn(
    url,
    'BEGIN',
    'CREATE TABLE published.tenant (tenant text, time_zone text, currency text)',
    `CREATE TABLE published.source (
      tenant text, name text, source text, dimensions text[], accepts_aggregates boolean DEFAULT false, reference text, safe_patterns jsonb DEFAULT '{}')`,
    `INSERT INTO published.tenant VALUES ${tenants.join(', ')}`,
    `INSERT INTO published.source VALUES ${sources.join(', ')}`,
    'GRANT SELECT ON published.tenant, published.source TO hemtag_reader',
    'COMMIT',
  );
}

interface Counted {
  readonly what: string;
  readonly n: string;
}

const COUNTS = `
  SELECT 'accepted' AS what, coalesce(sum(accepted), 0)::text AS n FROM ingestion.source_counter
  UNION ALL SELECT 'duplicate', coalesce(sum(duplicate), 0)::text FROM ingestion.source_counter
  UNION ALL SELECT 'conflict', coalesce(sum(conflict), 0)::text FROM ingestion.source_counter
  UNION ALL SELECT 'rejected', coalesce(sum(rejected), 0)::text FROM ingestion.source_counter
  UNION ALL SELECT 'identities', count(*)::text FROM ingestion.event_identity
  UNION ALL SELECT 'ledger rows', count(*)::text FROM ingestion.usage_event
  UNION ALL SELECT 'ledger quantity', trim_scale(coalesce(sum(quantity), 0))::text FROM ingestion.usage_event
  UNION ALL SELECT 'volume events', coalesce(sum(events), 0)::text FROM ingestion.usage_volume
  UNION ALL SELECT 'volume quantity', trim_scale(coalesce(sum(quantity), 0))::text FROM ingestion.usage_volume`;

/** Each count that is not what the generator says, as a sentence. `before` is what was stored before the first record, one unit each. */
export async function differences(url: string, expected: ExpectedTotals, before = 0): Promise<readonly string[]> {
  const wanted: Readonly<Record<string, number>> = {
    accepted: expected.distinct,
    duplicate: expected.duplicates,
    conflict: 0,
    rejected: 0,
    identities: before + expected.distinct,
    'ledger rows': before + expected.distinct,
    'ledger quantity': before + expected.quantity,
    'volume events': expected.distinct,
    'volume quantity': expected.quantity,
  };
  const counts = await runOn<Counted>(url, COUNTS);
  return counts.filter(({ what, n }) => n !== String(wanted[what])).map(({ what, n }) => `${what}: ${n} stored, ${wanted[what]} expected`);
}

/** The ledger as COPY writes it, one line an event; resolves with the number of rows. */
export async function copyLedgerOut(url: string, file: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const copy = client.query(copyTo('COPY (SELECT * FROM ingestion.usage_event ORDER BY identity) TO STDOUT'));
    await pipeline(copy, createWriteStream(file));
    return copy.rowCount;
  } finally {
    await client.end();
  }
}

/** A table of the ledger's columns without index or constraint, in an empty database. */
export const LEDGER_SHAPE = `
  CREATE TABLE ledger_copy (tenant text NOT NULL, day date NOT NULL, identity uuid NOT NULL, source text NOT NULL, id text NOT NULL,
    subject text NOT NULL, time timestamptz NOT NULL, quantity numeric NOT NULL, unit text NOT NULL, outcome text NOT NULL, channel text,
    org_unit text, dimensions jsonb NOT NULL, measures jsonb NOT NULL, final boolean NOT NULL, topic text NOT NULL,
    partition_id integer NOT NULL, record_offset bigint NOT NULL, recorded_at timestamptz NOT NULL)`;

const STORED_DAYS = 120;
const DAY_MS = 86_400_000;

/**
 * Fills the tables as 120 days of earlier use would have, outside any measured time. Time-ordered identities go in by time, as they would have
 * come. Random ones go in by rising key: an index built so is full, which is the harder start for what comes in at random places.
 */
export async function storeEarlierEvents(url: string, { rows, ids }: { readonly rows: number; readonly ids: IdKind }): Promise<void> {
  const tenants = `(ARRAY[${BENCH_TENANTS.map(({ tenant }) => `'${tenant}'`).join(',')}])[1 + n % ${BENCH_TENANTS.length}]`;
  const firstMs = FIRST_EVENT_MS - STORED_DAYS * DAY_MS;
  const ms = `(${firstMs} + n * ${STORED_DAYS * DAY_MS} / ${rows})`;
  const identity = ids === 'random' ? `md5(n::text)::uuid` : `(lpad(to_hex(${ms}), 12, '0') || substr(md5(n::text), 1, 20))::uuid`;
  const earlier = `FROM generate_series(0::bigint, ${rows - 1}::bigint) AS n ORDER BY ${ids === 'random' ? '1, 2' : '2'}`;
  await runOn(
    url,
    `SET work_mem = '512MB'`,
    `INSERT INTO ingestion.event_identity (tenant, identity, content_hash) SELECT ${tenants}, ${identity}, md5('c' || n)::uuid ${earlier}`,
    `INSERT INTO ingestion.usage_event (tenant, identity, day, source, id, subject, time, quantity, unit, outcome, channel, org_unit, dimensions,
        measures, final, topic, partition_id, record_offset)
      SELECT ${tenants}, ${identity}, to_timestamp(${ms} / 1000)::date, '/se/2260/messaging/prod', md5(n::text), 'message:letter',
        to_timestamp(${ms} / 1000.0), 1, 'letter', 'success', 'sms', 'kc-1', '{"priority": "normal"}', '{}', true,
        'usage.events.v1', 0, n ${earlier}`,
    'VACUUM (ANALYZE) ingestion.event_identity',
    'VACUUM (ANALYZE) ingestion.usage_event',
  );
}
