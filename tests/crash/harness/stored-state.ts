import { TOPICS } from '@hemtag/contracts';
import pg from 'pg';

import { AGGREGATOR, DIMENSIONS, LATE_DIMENSION, SOURCES, TENANTS } from './usage.js';

/**
 * The one place that knows the tables of ingestion. It reads them whole and as they are; everything is added up by the checks.
 */

/** What a volume counts, as one comparable text. */
export interface SeriesFields {
  readonly tenant: string;
  readonly source: string;
  readonly subject: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly measure: { readonly name: string; readonly unit: string } | null;
}

export interface StoredVolume extends SeriesFields {
  readonly key: string;
  readonly day: string;
  readonly quantity: string;
  readonly events: bigint;
  readonly revision: bigint;
}

/** A row of the ledger: recorded or aggregated usage, or an amendment. */
export interface StoredEvent {
  readonly tenant: string;
  readonly source: string;
  readonly id: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface StoredReject {
  readonly tenant: string;
  readonly source: string;
  readonly code: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly headers: Buffer;
  readonly value: Buffer | null;
  /** Identity numbers were taken out of it. */
  readonly masked: boolean;
}

export interface StoredCounts {
  readonly accepted: bigint;
  readonly duplicate: bigint;
  readonly conflict: bigint;
  readonly rejected: bigint;
}

/** What became of the offsets of one partition. */
export interface StoredPartition extends StoredCounts {
  readonly first: bigint;
  readonly next: bigint;
  /** Offsets that hold no record. */
  readonly skipped: bigint;
}

export interface StoredState {
  readonly identities: bigint;
  readonly events: readonly StoredEvent[];
  readonly volumes: readonly StoredVolume[];
  readonly rejects: readonly StoredReject[];
  /** Summed over all sources. */
  readonly counts: StoredCounts;
  readonly partitions: ReadonlyMap<number, StoredPartition>;
  readonly nextOffsets: ReadonlyMap<number, bigint>;
  readonly unpublished: bigint;
}

type Row = Readonly<Record<string, unknown>>;

/** Ingestion reads more than the events, and keeps its place in all of it in the same tables. */
const isOfEvents = ({ topic }: Row): boolean => topic === TOPICS.usageEvents.name;

// Dates as the text that PostgreSQL gives: the driver would make local midnights of them.
const DATE_TYPE = 1082;
const types = { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === DATE_TYPE ? String : pg.types.getTypeParser(oid, format as 'text')) };

const text = (value: unknown): string => `${value as string | number | bigint}`;
const textOrNull = (value: unknown): string | null => (value === null ? null : text(value));

/** A connection of the test's own, which no proxy disturbs and which comes back when the server does. */
export class StoredUsage {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 3, types: types as pg.CustomTypesConfig, connectionTimeoutMillis: 5_000 });
    this.#pool.on('error', () => undefined);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async rows(sql: string, parameters: unknown[] = []): Promise<readonly Row[]> {
    return (await this.#pool.query<Row>(sql, parameters)).rows;
  }

  /** What the register's owner would publish. */
  async publishRegister(): Promise<void> {
    await this.rows(`DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hemtag_reader') THEN CREATE ROLE hemtag_reader NOLOGIN; END IF; END $$`);
    await this.rows(`CREATE SCHEMA published`);
    await this.rows(`GRANT USAGE ON SCHEMA published TO hemtag_reader`);
    await this.rows(`CREATE TABLE published.tenant (tenant text, time_zone text, currency text)`);
    await this.rows(`CREATE TABLE published.source (tenant text, name text, source text, dimensions text[],
      accepts_aggregates boolean DEFAULT false, reference text, safe_patterns jsonb DEFAULT '{}')`);
    for (const { tenant, timeZone, currency } of TENANTS) await this.rows(`INSERT INTO published.tenant VALUES ($1, $2, $3)`, [tenant, timeZone, currency]);
    await this.rows(`GRANT SELECT ON published.tenant, published.source TO hemtag_reader`);
    for (const source of SOURCES) await this.#addSource({ ...source, acceptsAggregates: false });
    await this.#addSource({ ...AGGREGATOR, acceptsAggregates: true });
  }

  async #addSource(source: { readonly tenant: string; readonly source: string; readonly acceptsAggregates: boolean }): Promise<void> {
    await this.rows(`INSERT INTO published.source (tenant, name, source, dimensions, accepts_aggregates) VALUES ($1, $2, $2, $3, $4)`, [
      source.tenant,
      source.source,
      DIMENSIONS,
      source.acceptsAggregates,
    ]);
  }

  /** From now on the register knows the dimension for which records were refused. */
  async learnDimension(): Promise<void> {
    await this.rows(`UPDATE published.source SET dimensions = dimensions || $1::text`, [LATE_DIMENSION]);
  }

  /** What an operator does who wants the rejects of a source in the quarantine all the same. */
  async allowRejects(source: string): Promise<void> {
    await this.rows(`INSERT INTO ingestion.rejection_allowance (source, until, allowed_by) VALUES ($1, now() + interval '1 hour', 'fault test')`, [source]);
  }

  async nextOffsets(): Promise<ReadonlyMap<number, bigint>> {
    const rows = (await this.rows(`SELECT * FROM ingestion.consumed_partition`)).filter(isOfEvents);
    return new Map(rows.map((row) => [Number(row.partition_id), BigInt(text(row.next_offset))]));
  }

  /** Every change of the table waits while the work is done. */
  async whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      await client.query(`BEGIN; LOCK TABLE ingestion.${table} IN SHARE MODE`);
      return await work();
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  /** Ends the connections of ingestion whose flush waits for a lock at this moment; resolves with how many. */
  async terminateWriters(): Promise<number> {
    const rows = await this.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'hemtag-ingestion' AND datname = current_database() AND state = 'active'
         AND query LIKE '%fenced%' AND wait_event_type = 'Lock'`,
    );
    return rows.length;
  }

  async read(): Promise<StoredState> {
    const table = (name: string): Promise<readonly Row[]> => this.rows(`SELECT * FROM ingestion.${name}`);
    const [identities, events, aggregates, amendments, series, volumes, rejects, counters, partitions, outbox] = await Promise.all([
      table('event_identity'),
      table('usage_event'),
      table('usage_aggregate'),
      table('usage_amendment'),
      table('usage_series'),
      table('usage_volume'),
      table('rejected_event'),
      table('source_counter'),
      table('partition_count'),
      table('outbox'),
    ]);
    const seriesById = new Map(series.map((row) => [`${text(row.tenant)} ${text(row.series_id)}`, row]));
    const seriesOf = (row: Row): Row => {
      const found = seriesById.get(`${text(row.tenant)} ${text(row.series_id)}`);
      if (!found) throw new Error('a row names a series that is not there');
      return found;
    };
    return {
      // An identity without content is only reserved, for an event that an amendment names.
      identities: BigInt(identities.filter(({ content_hash: hash }) => hash !== null).length),
      events: [...[...events, ...aggregates].map((row) => eventOf(row, seriesOf(row).source)), ...amendments.map((row) => eventOf(row, row.source))],
      volumes: volumes.map((row) => volumeOf(row, seriesOf(row))),
      // What the gateway refused has no place in the log of events.
      rejects: rejects.filter(({ origin }) => origin === 'ingestion').map(rejectOf),
      counts: countsOf(counters),
      partitions: new Map(partitions.filter(isOfEvents).map((row) => [Number(row.partition_id), partitionOf(row)])),
      nextOffsets: await this.nextOffsets(),
      unpublished: BigInt(outbox.length),
    };
  }
}

const eventOf = (row: Row, source: unknown): StoredEvent => ({
  tenant: text(row.tenant),
  source: text(source),
  id: text(row.id),
  partition: Number(row.record_partition),
  offset: BigInt(text(row.record_offset)),
});

const partitionOf = (row: Row): StoredPartition => ({
  ...countsOf([row]),
  first: BigInt(text(row.first_offset)),
  next: BigInt(text(row.next_offset)),
  skipped: BigInt(text(row.skipped)),
});

function volumeOf(row: Row, series: Row): StoredVolume {
  const measureName = textOrNull(series.measure_name);
  return {
    tenant: text(row.tenant),
    source: text(series.source),
    subject: text(series.subject),
    unit: text(series.unit),
    outcome: text(series.outcome),
    channel: textOrNull(series.channel),
    orgUnit: textOrNull(series.org_unit),
    dimensions: series.dimensions as Readonly<Record<string, unknown>>,
    measure: measureName === null ? null : { name: measureName, unit: text(series.measure_unit) },
    key: `${text(row.tenant)}|${text(series.series_key)}|${text(row.day)}`,
    day: text(row.day),
    quantity: text(row.quantity),
    events: BigInt(text(row.events)),
    revision: BigInt(text(row.revision)),
  };
}

const rejectOf = (row: Row): StoredReject => ({
  tenant: text(row.tenant),
  source: text(row.source),
  code: text(row.code),
  partition: Number(row.partition_id),
  offset: BigInt(text(row.record_offset)),
  key: row.record_key as Buffer | null,
  headers: row.record_headers as Buffer,
  value: row.record_value as Buffer | null,
  masked: row.masked as boolean,
});

function countsOf(rows: readonly Row[]): StoredCounts {
  const sum = (field: string): bigint => rows.reduce((total, row) => total + BigInt(text(row[field])), 0n);
  return { accepted: sum('accepted'), duplicate: sum('duplicate'), conflict: sum('conflict'), rejected: sum('rejected') };
}
