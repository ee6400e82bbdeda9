import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

import { databaseSettings, type OwnServers } from './bench-servers.js';
import { CHECKOUT } from './checkout.js';
import { quantile } from './statistics.js';

export interface Surroundings {
  readonly machine: { readonly cores: number; readonly memoryGib: number; readonly platform: string; readonly diskSyncMs: number };
  readonly versions: Readonly<Record<string, string>>;
  /** As the server has them, existing or started here. */
  readonly database: Readonly<Record<string, string>>;
}

const SYNCS = 50;
const GIB = 1024 ** 3;

/** The machine's load of the last minute, of everything that runs on it. */
export const loadAverage = (): number => loadavg()[0] ?? Number.NaN;

/** What the disk under the servers takes to make 8 KiB durable, in the middle. */
function diskSyncMs(folder: string): number {
  const path = join(folder, 'sync-probe');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(8 * 1024);
  const times = Array.from({ length: SYNCS }, () => {
    const startedAtMs = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - startedAtMs;
  });
  closeSync(file);
  rmSync(path);
  return quantile(times, 0.5);
}

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(CHECKOUT, 'node_modules', name, 'package.json'), 'utf8')) as { readonly version: string }).version;

function kafkaVersion(servers: OwnServers): string {
  if (servers.pidOf('kafka') === undefined) return 'of a given broker';
  return /<kafka\.version>([^<]+)</.exec(readFileSync(join(CHECKOUT, 'tools/local-runtime/kafka/pom.xml'), 'utf8'))?.[1] ?? 'unknown';
}

export async function surroundingsOf(servers: OwnServers): Promise<Surroundings> {
  const { server_version: postgres = 'unknown', ...database } = await databaseSettings(servers.databaseUrl);
  const packages = ['kafkajs', 'pg', 'typeorm', '@nestjs/microservices'].map((name) => [name, versionOf(name)] as const);
  return {
    machine: {
      cores: cpus().length,
      memoryGib: Math.round(totalmem() / GIB),
      platform: `${process.platform} ${process.arch}`,
      diskSyncMs: diskSyncMs(servers.folder),
    },
    versions: { node: process.version, postgres, kafka: kafkaVersion(servers), ...Object.fromEntries(packages) },
    database,
  };
}
