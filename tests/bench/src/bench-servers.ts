import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRuntime, type LocalRuntime, type LocalServers } from '@hemtag/local-runtime';

import { runOn } from './bench-database.js';
import { CHECKOUT } from './checkout.js';

/** The broker and the database that are measured. */
export interface BenchServers {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  /** Of `kafka` or `postgres`; undefined where the server was not started here. */
  pidOf(name: 'kafka' | 'postgres'): number | undefined;
}

export interface OwnServers extends BenchServers {
  readonly folder: string;
  stop(): Promise<void>;
}

// A database server for work like this is set up so; everything that makes data durable stays as it is by default.
const DATABASE_SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
} as const;

async function start(folder: string): Promise<{ readonly runtime: LocalRuntime; readonly servers: LocalServers }> {
  const runtime = await openRuntime({ dataDir: folder });
  if (!runtime.ok) throw new Error(runtime.error.message);
  const servers = await runtime.value.startServers({ cacheDir: join(CHECKOUT, '.hemtag/cache') });
  if (!servers.ok) throw new Error(servers.error.message);
  return { runtime: runtime.value, servers: servers.value };
}

/** Starts a broker and a database in a temporary folder, or uses those that HEMTAG_KAFKA_BROKERS and HEMTAG_DATABASE_URL name, as they are set up. */
export async function startBenchServers(): Promise<OwnServers> {
  const folder = await mkdtemp(join(tmpdir(), 'hemtag-bench-'));
  let running = await start(folder);
  if (running.servers.kinds.postgres !== 'existing') {
    await runOn(running.servers.databaseUrl, ...Object.entries(DATABASE_SETTINGS).map(([name, value]) => `ALTER SYSTEM SET ${name} = '${value}'`));
    await running.runtime.stop();
    running = await start(folder);
  }
  const { runtime, servers } = running;
  process.once('exit', () => runtime.killNow());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return {
    folder,
    brokers: servers.kafkaBrokers,
    databaseUrl: servers.databaseUrl,
    pidOf: (name) => runtime.pidOf(name),
    stop: async () => {
      await runtime.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The settings in force that decide what a commit costs. */
export async function databaseSettings(url: string): Promise<Readonly<Record<string, string>>> {
  const names = [...Object.keys(DATABASE_SETTINGS), 'server_version', 'jit', 'work_mem'].map((name) => `'${name}'`).join(', ');
  const rows = await runOn<{ name: string; setting: string }>(url, `SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name IN (${names})`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}
