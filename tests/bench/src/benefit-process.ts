import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { startServiceProcess, type ServiceProcess } from '@hemtag/testing';
import pg from 'pg';

import type { BenchServers } from './bench-servers.js';
import { CHECKOUT } from './checkout.js';

const MAIN = join(CHECKOUT, 'services/benefit/dist/main.js');
const STALLED_AFTER_MS = 120_000;

export interface BenefitSetup {
  readonly servers: BenchServers;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly cpuProfileDir: string | null;
}

/** The service as it runs in production; it does not outlive the benchmark. */
export async function startBenefit({ servers, databaseUrl, prefix, cpuProfileDir }: BenefitSetup): Promise<ServiceProcess> {
  const service = await startServiceProcess({
    main: MAIN,
    env: {
      HEMTAG_KAFKA_BROKERS: servers.brokers.join(','),
      HEMTAG_DATABASE_URL: databaseUrl,
      HEMTAG_TOPIC_PREFIX: prefix,
      ...(cpuProfileDir === null ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${cpuProfileDir}` }),
    },
  });
  const kill = (): void => void service.stop('SIGKILL');
  process.once('exit', kill);
  return { ...service, stop: (signal) => service.stop(signal).finally(() => process.off('exit', kill)) };
}

/** One look at what is stored and what is published. */
export interface Look {
  readonly atMs: number;
  readonly nextOffsets: ReadonlyMap<number, number>;
  readonly lastPending: number | null;
  readonly firstPending: number | null;
  /** Without costs and net of initiatives. */
  readonly firstPendingFigure: number | null;
}

interface LookRow {
  readonly offsets: Readonly<Record<string, number>> | null;
  readonly last_id: string | null;
  readonly first_pending_id: string | null;
  readonly first_pending_figure_id: string | null;
}

const LOOK = `SELECT last_id, first_pending_id, first_pending_figure_id, (SELECT jsonb_object_agg(partition_id, next_offset) FROM published.benefit_progress) AS offsets
  FROM published.benefit_pending`;

/** Follows the service by its published views. */
export class BenefitProgress {
  private readonly client: pg.Client;

  constructor(url: string) {
    this.client = new pg.Client({ connectionString: url });
  }

  async open(): Promise<this> {
    await this.client.connect();
    return this;
  }

  async look(): Promise<Look> {
    const { rows } = await this.client.query<LookRow>({ name: 'bench-look', text: LOOK });
    const number = (id: string | null | undefined): number | null => (id === null || id === undefined ? null : Number(id));
    const nextOffsets = new Map(Object.entries(rows[0]?.offsets ?? {}).map(([partition, next]) => [Number(partition), next]));
    return {
      atMs: performance.now(),
      nextOffsets,
      lastPending: number(rows[0]?.last_id),
      firstPending: number(rows[0]?.first_pending_id),
      firstPendingFigure: number(rows[0]?.first_pending_figure_id),
    };
  }

  /** Resolves when nothing is pending. Throws where the first pending mark stays the same for two minutes. */
  async isSettled({ everyMs }: { readonly everyMs: number }): Promise<void> {
    let [first, movedAtMs] = [-1, performance.now()];
    for (;;) {
      const { firstPending } = await this.look();
      if (firstPending === null) return;
      if (firstPending !== first) [first, movedAtMs] = [firstPending, performance.now()];
      if (performance.now() - movedAtMs > STALLED_AFTER_MS) throw new Error('the published figures stand still');
      await later(everyMs);
    }
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
