import { freeLoopbackPorts, openRuntime, type LocalRuntime } from '@hemtag/local-runtime';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

import { TcpProxy } from './tcp-proxy.js';

/** One broker and one database for all rows; the broker also stands behind a proxy. */
export interface FaultServers {
  readonly checkout: string;
  /** For the tests themselves. */
  readonly brokers: readonly string[];
  /** For the services. */
  readonly broker: TcpProxy;
  readonly runtime: LocalRuntime;
  createDatabase(options?: { readonly tablespace?: string }): Promise<{ readonly url: string; drop(): Promise<void> }>;
  run(sql: string): Promise<void>;
  stop(): Promise<void>;
}

export const uniqueName = (prefix: string): string => `${prefix}_${randomBytes(5).toString('hex')}`;

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export async function startFaultServers(checkout: string): Promise<FaultServers> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hemtag-fault-'));
  const runtime = await openRuntime({ dataDir });
  if (!runtime.ok) throw new Error(runtime.error.message);
  const kill = (): void => runtime.value.killNow();
  process.once('exit', kill);
  const stopRuntime = async (): Promise<void> => {
    await runtime.value.stop();
    process.off('exit', kill);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const [listen = 0, advertised = 0] = await freeLoopbackPorts(2);
    // Servers that the environment names are not started here, and so not given: the faults need servers of their own.
    const env = { ...process.env, HEMTAG_KAFKA_BROKERS: '', HEMTAG_DATABASE_URL: '' };
    // Durable, because a database that forgets acknowledged commits when it dies breaks promises that are not ours.
    const servers = await runtime.value.startServers({ cacheDir: join(checkout, '.hemtag/cache'), env, kafkaProxied: { listen, advertised } });
    if (!servers.ok) throw new Error(servers.error.message);
    const broker = await TcpProxy.open({ port: advertised, target: { host: '127.0.0.1', port: listen } });
    const { databaseUrl, kafkaBrokers } = servers.value;
    return {
      checkout,
      brokers: kafkaBrokers,
      broker,
      runtime: runtime.value,
      run: (sql) => runOn(databaseUrl, sql),
      createDatabase: async ({ tablespace } = {}) => {
        const name = uniqueName('fault');
        await runOn(databaseUrl, `CREATE DATABASE ${name}${tablespace === undefined ? '' : ` TABLESPACE ${tablespace}`}`);
        const url = new URL(databaseUrl);
        url.pathname = `/${name}`;
        return { url: url.href, drop: () => runOn(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
      },
      stop: async () => {
        await broker.close();
        await stopRuntime();
      },
    };
  } catch (error) {
    await stopRuntime();
    throw error;
  }
}
