import { createBenchDatabase, runOn, type BenchDatabase } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import { forgetGroups, type BenchTopic } from './bench-topic.js';
import { startIngestion, StoredProgress } from './ingestion-process.js';
import { differences, publishRegister } from './ingestion-tables.js';
import type { Client } from './options.js';
import { cpuSeconds, peakMemoryMib } from './process-usage.js';
import type { ExpectedTotals } from './workload.js';

const POLL_MS = 20;

export interface PipelineRun {
  readonly client: Client;
  /** From the first stored record that was seen to the last. */
  readonly eventsPerSecond: number;
  /** From the start of the process to the last stored record. */
  readonly withStartPerSecond: number;
  readonly peakMemoryMib: number;
  /** Seconds of processor time from start to end; unlike the rate it hardly depends on what else the machine does. */
  readonly cpuSeconds: { readonly service: number; readonly postgres: number; readonly kafka: number };
  /** Messages that the outbox relay had still to publish when the last record was stored. */
  readonly outboxPending: number;
  readonly walBytesPerEvent: number;
}

export interface Template {
  readonly database: BenchDatabase;
  readonly rows: number;
}

export interface PipelineSetup {
  readonly servers: BenchServers;
  readonly topic: BenchTopic;
  readonly client: Client;
  readonly expected: ExpectedTotals;
  readonly cpuProfileDir?: string | null;
  /** The database that the run gets a copy of, and how many events were stored in it earlier. */
  readonly template: Template;
  /** Gets the database before it is dropped. */
  readonly afterwards?: (database: BenchDatabase) => Promise<void>;
}

/** A database with the tables of ingestion, as the service itself makes them, with the register and without events. */
export async function emptyTemplate(setup: Pick<PipelineSetup, 'servers' | 'topic' | 'client'>): Promise<Template> {
  const database = await createBenchDatabase(setup.servers.databaseUrl);
  const service = await startIngestion({ ...setup, database });
  await service.stop();
  await publishRegister(database.url);
  return { database, rows: 0 };
}

async function outboxPending(url: string): Promise<number> {
  const rows = await runOn<{ n: string }>(url, 'SELECT coalesce(last_id - first_pending_id + 1, 0)::text AS n FROM published.ingestion_outbox');
  return Number(rows[0]?.n);
}

async function walPosition(url: string): Promise<number> {
  return Number((await runOn<{ n: string }>(url, `SELECT (pg_current_wal_lsn() - '0/0')::text AS n`))[0]?.n);
}

async function run(setup: PipelineSetup, database: BenchDatabase): Promise<PipelineRun> {
  const { servers, expected, client } = setup;
  const cpuOfServers = (): number[] => [cpuSeconds(servers.pidOf('postgres')), cpuSeconds(servers.pidOf('kafka'))];
  const progress = await new StoredProgress(database.url).open();
  const walBefore = await walPosition(database.url);
  const cpuBefore = cpuOfServers();
  const startedAtMs = performance.now();
  const service = await startIngestion({ ...setup, database });
  try {
    const first = await progress.reaches(1, { everyMs: POLL_MS });
    const firstAtMs = performance.now();
    await progress.reaches(expected.records, { everyMs: POLL_MS });
    const lastAtMs = performance.now();
    const [postgres = Number.NaN, kafka = Number.NaN] = cpuOfServers().map((value, at) => value - (cpuBefore[at] ?? Number.NaN));
    return {
      client,
      eventsPerSecond: ((expected.records - first) * 1_000) / (lastAtMs - firstAtMs),
      withStartPerSecond: (expected.records * 1_000) / (lastAtMs - startedAtMs),
      peakMemoryMib: peakMemoryMib(service.pid),
      cpuSeconds: { service: cpuSeconds(service.pid), postgres, kafka },
      outboxPending: await outboxPending(database.url),
      walBytesPerEvent: ((await walPosition(database.url)) - walBefore) / expected.records,
    };
  } finally {
    await progress.close();
    await service.stop();
  }
}

/** (d) The real service stores every record of the topic into a database of its own. Throws where one count is not the generator's. */
export async function measurePipeline(setup: PipelineSetup): Promise<PipelineRun> {
  const { servers, topic, expected, template } = setup;
  await forgetGroups(servers.brokers, topic);
  const database = await createBenchDatabase(servers.databaseUrl, template.database);
  try {
    const measured = await run(setup, database);
    const wrong = await differences(database.url, expected, template.rows);
    if (wrong.length > 0) throw new Error(`the pipeline with ${setup.client} is not exact:\n  ${wrong.join('\n  ')}`);
    await setup.afterwards?.(database);
    return measured;
  } finally {
    await database.drop();
  }
}
