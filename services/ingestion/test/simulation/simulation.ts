import { createTestDatabase } from '@hemtag/testing';
import { Client } from 'pg';

import { ingestionDatabase, type IngestionDatabase } from '../../src/adapters/postgres/ingestion-database.builder.js';

import type { Mutation } from './faulty-database.js';
import { Scheduler, type Tally } from './scheduler.js';
import { seededRandom } from './seeded-random.js';
import { simulatedLog } from './simulated-log.js';
import { emptyDatabase, installPoison } from './stored-state.js';

const PARTITIONS = 6;

export type SeedResult = {
  readonly seed: number;
  readonly records: number;
  readonly durationMs: number;
  readonly tally: Tally;
  readonly failure: string | null;
};

/** A database in which one seed after another is played. */
export class Simulation {
  private constructor(
    private readonly database: IngestionDatabase,
    private readonly locker: Client,
  ) {}

  static async open(): Promise<Simulation> {
    const created = await createTestDatabase();
    const name = new URL(created.url).pathname.slice(1);
    const first = new Client({ connectionString: created.url });
    await first.connect();
    // Processes that meet in a deadlock are what the simulation wants, and it does not want to wait for it.
    await first.query(`ALTER DATABASE ${name} SET deadlock_timeout = '20ms'`);
    await first.end();
    const database = await ingestionDatabase(created);
    const locker = new Client({ connectionString: created.url });
    await locker.connect();
    for (const client of [database.login, locker]) await client.query('SET search_path TO ingestion');
    await installPoison(database.login);
    return new Simulation(database, locker);
  }

  async close(): Promise<void> {
    await this.locker.end();
    await this.database.drop();
  }

  /** Plays one seed. Its last digit chooses what the log is like: 3 overlapping feeds and periods, 5 and 9 much about few usages, 7 a budget of rejects that is spent. */
  async play(seed: number, mutation: Mutation | null = null): Promise<SeedResult> {
    const startedMs = performance.now();
    const { dataSource, login } = this.database;
    await emptyDatabase(login);
    const random = seededRandom(seed);
    const digit = seed % 10;
    const contended = digit === 5 ? 'amendments' : digit === 9 ? 'aggregates' : null;
    const size = contended ? 50 : random.pick([40, 80, 120, 160, 240]) * (random.chance(0.05) ? 5 : 1);
    const log = simulatedLog(random.fork(), { partitions: PARTITIONS, size, contended, overlaps: digit === 3, spendsBudget: digit === 7 });
    const scheduler = new Scheduler({ random: random.fork(), log, dataSource, login, locker: this.locker, mutation, isContended: contended !== null });
    const result = (failure: string | null): SeedResult => ({
      seed,
      records: log.partitions.reduce((sum, { length }) => sum + length, 0),
      durationMs: Math.round(performance.now() - startedMs),
      tally: scheduler.tally,
      failure,
    });
    try {
      await scheduler.run();
      return result(null);
    } catch (error) {
      await scheduler.abandon();
      return result(error instanceof Error ? (error.name === 'Violation' ? error.message : (error.stack ?? error.message)) : String(error));
    }
  }
}

export const describeSeed = ({ seed, records, durationMs, tally, failure }: SeedResult): string => {
  const counts = Object.entries(tally).map(([name, count]) => `${name} ${count}`);
  const line = `seed ${seed}: ${failure === null ? 'ok' : 'FAILED'}  records ${records}  ${counts.join('  ')}  ${durationMs} ms`;
  return failure === null ? line : `${line}\n  ${failure}\n  Repeat it with: npm run test:simulation -- --seeds 1 --from ${seed}`;
};
