import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { TOPICS } from '@hemtag/contracts';
import { startServiceProcess, type ServiceProcess } from '@hemtag/testing';
import pg from 'pg';

import type { BenchDatabase } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import type { BenchTopic } from './bench-topic.js';
import { CHECKOUT } from './checkout.js';
import type { Client } from './options.js';

const MAIN = join(CHECKOUT, 'services/ingestion/dist/main.js');
export const STALLED_AFTER_MS = 60_000;

export interface IngestionSetup {
  readonly servers: BenchServers;
  readonly database: BenchDatabase;
  readonly topic: BenchTopic;
  readonly client: Client;
  readonly cpuProfileDir?: string | null;
}

/** The service as it runs in production; resolves when it listens, which is before it reads. It does not outlive the benchmark. */
export async function startIngestion({ servers, database, topic, client, cpuProfileDir }: IngestionSetup): Promise<ServiceProcess> {
  const service = await startServiceProcess({
    main: MAIN,
    env: {
      HEMTAG_KAFKA_BROKERS: servers.brokers.join(','),
      HEMTAG_DATABASE_URL: database.url,
      HEMTAG_TOPIC_PREFIX: topic.prefix,
      HEMTAG_KAFKA_CLIENT: client,
      ...(cpuProfileDir ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${cpuProfileDir}` } : {}),
    },
  });
  const kill = (): void => void service.stop('SIGKILL');
  process.once('exit', kill);
  return { ...service, stop: (signal) => service.stop(signal).finally(() => process.off('exit', kill)) };
}

/** Which offsets the service has stored, read from its published view. */
export class StoredProgress {
  private readonly client: pg.Client;

  constructor(url: string) {
    this.client = new pg.Client({ connectionString: url });
  }

  async open(): Promise<this> {
    await this.client.connect();
    return this;
  }

  /** The next offset of each partition that was ever stored. */
  async byPartition(): Promise<ReadonlyMap<number, number>> {
    const { rows } = await this.client.query<{ partition_id: number; next_offset: string }>({
      name: 'bench-progress',
      text: `SELECT partition_id, next_offset FROM published.ingestion_progress WHERE topic = '${TOPICS.usageEvents.name}'`,
    });
    return new Map(rows.map(({ partition_id, next_offset }) => [partition_id, Number(next_offset)]));
  }

  async total(): Promise<number> {
    return [...(await this.byPartition()).values()].reduce((sum, next) => sum + next, 0);
  }

  /** Resolves with the first total of at least `least`. Throws where nothing moves for a minute. */
  async reaches(least: number, { everyMs }: { readonly everyMs: number }): Promise<number> {
    let [last, movedAtMs] = [-1, performance.now()];
    for (;;) {
      const total = await this.total();
      if (total >= least) return total;
      if (total !== last) [last, movedAtMs] = [total, performance.now()];
      if (performance.now() - movedAtMs > STALLED_AFTER_MS) throw new Error(`ingestion stands still at ${total} of ${least} records`);
      await later(everyMs);
    }
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
