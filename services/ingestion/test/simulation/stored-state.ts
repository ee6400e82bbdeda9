import type { Client } from 'pg';

/** Everything that ingestion has stored, as plain rows. Bigint and numeric columns are text. */
export interface StoredState {
  readonly offsets: readonly { readonly partition: number; readonly epoch: string; readonly next_offset: string }[];
  readonly counts: readonly {
    readonly partition: number;
    readonly first_offset: string;
    readonly next_offset: string;
    readonly accepted: number;
    readonly duplicate: number;
    readonly conflict: number;
    readonly rejected: number;
    readonly skipped: number;
  }[];
  /** The ledger: single events, aggregates and amendments. */
  readonly ledger: readonly {
    readonly kind: string;
    readonly tenant: string;
    readonly source: string;
    readonly id: string;
    readonly partition: number;
    readonly record_offset: string;
  }[];
  readonly identities: readonly { readonly tenant: string; readonly kind: number; readonly identities: number; readonly amendments: number }[];
  readonly rejects: readonly {
    readonly tenant: string;
    readonly source: string;
    readonly partition: number;
    readonly record_offset: string;
    readonly code: string;
    readonly record_key: Buffer | null;
    readonly record_value: Buffer | null;
    readonly has_hashes: boolean;
    readonly hash_is_kept: boolean;
  }[];
  readonly counters: readonly {
    readonly tenant: string;
    readonly source: string;
    readonly accepted: number;
    readonly duplicate: number;
    readonly conflict: number;
    readonly rejected: number;
  }[];
  readonly activity: readonly {
    readonly tenant: string;
    readonly source: string;
    readonly day: string;
    readonly first_ms: string;
    readonly last_ms: string;
    readonly events: number;
  }[];
  readonly incomplete: readonly { readonly tenant: string; readonly source: string; readonly day: string; readonly aggregates: number }[];
  readonly volumes: readonly StoredVolume[];
  /** Those that came since the last time. */
  readonly messages: readonly { readonly id: string; readonly topic: string; readonly key: string | null; readonly value: string | null }[];
}

export interface StoredVolume {
  readonly tenant: string;
  readonly series_key: string;
  readonly source: string;
  readonly subject: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly org_unit: string | null;
  readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  readonly measure_name: string | null;
  readonly measure_unit: string | null;
  readonly day: string;
  readonly quantity: string;
  readonly events: number;
  readonly revision: number;
}

const LEDGER = `SELECT 'recorded' AS kind, tenant, source, id, record_partition AS partition, record_offset FROM usage_event JOIN usage_series USING (tenant, series_id)
  UNION ALL SELECT 'aggregated', tenant, source, id, record_partition, record_offset FROM usage_aggregate JOIN usage_series USING (tenant, series_id)
  UNION ALL SELECT CASE WHEN usage_values IS NULL THEN 'retracted' ELSE 'corrected' END, tenant, source, id, record_partition, record_offset FROM usage_amendment`;

const QUERIES = {
  offsets: 'SELECT partition_id AS partition, epoch, next_offset FROM consumed_partition',
  counts: `SELECT partition_id AS partition, first_offset, next_offset, accepted::int, duplicate::int, conflict::int, rejected::int, skipped::int FROM partition_count`,
  ledger: LEDGER,
  identities: 'SELECT tenant, kind, count(*)::int AS identities, sum(amendments)::int AS amendments FROM event_identity GROUP BY tenant, kind',
  rejects: `SELECT tenant, source, partition_id AS partition, record_offset, code, record_key, record_value,
      kept_hash IS NOT NULL AND refused_hash IS NOT NULL AND kept_hash <> refused_hash AS has_hashes,
      EXISTS (SELECT FROM event_identity i WHERE i.tenant = r.tenant AND i.content_hash = r.kept_hash) AS hash_is_kept
    FROM rejected_event r`,
  counters: 'SELECT tenant, source, accepted::int, duplicate::int, conflict::int, rejected::int FROM source_counter',
  activity: 'SELECT tenant, source, day::text AS day, first_ms, last_ms, events::int FROM source_activity_day',
  incomplete: 'SELECT tenant, source, day::text AS day, aggregates FROM source_incomplete_day WHERE aggregates <> 0',
  volumes: `SELECT tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit, day::text AS day,
      trim_scale(quantity)::text AS quantity, events::int, revision::int FROM usage_volume JOIN usage_series USING (tenant, series_id)`,
} as const;

/** Reads all tables at one moment. */
export async function readStoredState(login: Client, afterMessage: string): Promise<StoredState> {
  const messages = `SELECT id, topic, CASE WHEN topic LIKE 'usage.volumes%' THEN convert_from(key, 'UTF8') END AS key,
    CASE WHEN topic LIKE 'usage.volumes%' THEN convert_from(value, 'UTF8') END AS value FROM outbox WHERE id > ${afterMessage} ORDER BY id`;
  // Several statements in one query give one result each.
  const results = (await login.query([...Object.values(QUERIES), messages].join(';\n'))) as unknown as readonly { readonly rows: unknown[] }[];
  const names = [...Object.keys(QUERIES), 'messages'];
  return Object.fromEntries(names.map((name, index) => [name, results[index]?.rows ?? []])) as unknown as StoredState;
}

const TABLES = [
  'consumed_partition', 'event_identity', 'usage_event', 'usage_aggregate', 'aggregate_series', 'usage_amendment', 'subject_feed_day', 'source_incomplete_day',
  'usage_series', 'usage_volume', 'rejected_event', 'rejection_allowance', 'source_activity_day', 'source_counter', 'partition_count', 'outbox',
]; // prettier-ignore

/** As after the migrations: no rows, and no table for any month. */
export async function emptyDatabase(login: Client): Promise<void> {
  const { rows } = await login.query<{ name: string }>(`SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'usage_event'::regclass`);
  const months = rows.map(({ name }) => name);
  await login.query(`TRUNCATE ${TABLES.join(', ')} RESTART IDENTITY${months.length > 0 ? `; DROP TABLE ${months.join(', ')}` : ''}`);
}

/** The database refuses one kind of id, as it might refuse any value that nobody thought of. */
export const installPoison = (login: Client): Promise<unknown> =>
  login.query(`CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'refused by the simulation'; END $$;
    CREATE TRIGGER refuse_poison BEFORE INSERT ON usage_event FOR EACH ROW WHEN (NEW.id LIKE 'poison-%') EXECUTE FUNCTION refuse_poison()`);
