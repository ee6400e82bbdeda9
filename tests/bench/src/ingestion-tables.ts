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

export interface LedgerFile {
  readonly path: string;
  readonly rows: number;
  /** Names and types of the ledger's columns, as CREATE TABLE takes them. */
  readonly columns: string;
}

const LEDGER_COLUMNS = `
  SELECT string_agg(format('%I %s%s', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END), ', ' ORDER BY attnum) AS columns
    FROM pg_attribute WHERE attrelid = 'ingestion.usage_event'::regclass AND attnum > 0 AND NOT attisdropped`;

/** Writes the ledger as COPY reads it, one line an event. */
export async function copyLedgerOut(url: string, path: string): Promise<LedgerFile> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ columns: string }>(LEDGER_COLUMNS);
    const copy = client.query(copyTo('COPY (SELECT * FROM ingestion.usage_event ORDER BY record_partition, record_offset) TO STDOUT'));
    await pipeline(copy, createWriteStream(path));
    return { path, rows: copy.rowCount, columns: rows[0]?.columns ?? '' };
  } finally {
    await client.end();
  }
}

const STORED_DAYS = 120;
const DAY_MS = 86_400_000;
/** As many series as the load has, of subjects that it does not have. */
const STORED_SERIES = 480;

/**
 * Fills identities and ledger as 120 days of earlier use would have, outside any measured time; volumes are left out. Time-ordered identities go in
 * by time, as they would have come. Random ones go in by rising key: an index built so is full, which is the harder start for what comes in at
 * random places.
 */
export async function storeEarlierEvents(url: string, { rows, ids }: { readonly rows: number; readonly ids: IdKind }): Promise<void> {
  const tenantNames = `ARRAY[${BENCH_TENANTS.map(({ tenant }) => `'${tenant}'`).join(',')}]`;
  const tenant = `(${tenantNames})[1 + n % ${BENCH_TENANTS.length}]`;
  const firstMs = FIRST_EVENT_MS - STORED_DAYS * DAY_MS;
  const ms = `(${firstMs} + n * ${STORED_DAYS * DAY_MS} / ${rows})`;
  const day = `(to_timestamp(${ms} / 1000) AT TIME ZONE 'Europe/Stockholm')::date`;
  const identity = ids === 'random' ? `md5(n::text)::uuid` : `(lpad(to_hex(${ms}), 12, '0') || substr(md5(n::text), 1, 20))::uuid`;
  const earlier = `FROM generate_series(0::bigint, ${rows - 1}::bigint) AS n`;
  await runOn(
    url,
    'SET ROLE hemtag_ingestion',
    'SET search_path = ingestion',
    `SET work_mem = '512MB'`,
    `INSERT INTO usage_series (series_id, tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions)
      SELECT n + 1, ${tenant}, md5(n::text)::uuid, 'earlier', 'earlier:' || n, 'letter', 'success', 'sms', 'kc-1', '{"priority": "normal"}'
        FROM generate_series(0, ${STORED_SERIES - 1}) AS n`,
    `ALTER TABLE usage_series ALTER COLUMN series_id RESTART WITH ${STORED_SERIES + 1}`,
    `SELECT ensure_usage_event_month(month::date) FROM generate_series(date_trunc('month', to_timestamp(${firstMs} / 1000)),
      to_timestamp(${FIRST_EVENT_MS} / 1000) + interval '1 month', interval '1 month') AS month`,
    `INSERT INTO event_identity (tenant, identity, content_hash, day, series_id, kind, amendments)
      SELECT ${tenant}, ${identity}, md5('c' || n)::uuid, ${day}, 1 + n % ${STORED_SERIES}, 1, 0 ${earlier} ${ids === 'random' ? 'ORDER BY 1, 2' : ''}`,
    `INSERT INTO usage_event (tenant, series_id, day, identity, id, time_ms, quantity, final, reference, record_partition, record_offset)
      SELECT ${tenant}, 1 + n % ${STORED_SERIES}, ${day}, ${identity}, md5(n::text)::uuid::text, ${ms}, 1, true, false, 0, n ${earlier}`,
    'RESET ROLE',
    'VACUUM (ANALYZE) event_identity',
    'VACUUM (ANALYZE) usage_event',
  );
}
