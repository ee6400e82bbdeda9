import type { ReplayResponse } from '@hemtag/contracts';
import { join } from 'node:path';

import { EventLog } from './event-log.js';
import type { FaultServers } from './fault-servers.js';
import { uniqueName } from './fault-servers.js';
import { Fleet } from './fleet.js';
import { checkInvariants, type FixedFrom } from './invariants.js';
import { seededRandom, type Random } from './random.js';
import { StoredUsage } from './stored-state.js';
import type { TcpProxy } from './tcp-proxy.js';
import { until } from './until.js';

export interface StageOptions {
  readonly servers: FaultServers;
  readonly seed: number;
  readonly quick: boolean;
  readonly tablespace?: string;
  /** Laid over what the topic of events has. */
  readonly topicConfig?: Readonly<Record<string, string>>;
}

const REPLAY_LIMIT_MS = 60_000;
/** The resident size that a service may reach. */
const MAX_RSS_MIB = 400;

/** A database, topics and a fleet of one row. */
export class Stage {
  #closed: Promise<void> | null = null;

  private constructor(
    readonly servers: FaultServers,
    readonly quick: boolean,
    readonly random: Random,
    readonly log: EventLog,
    readonly stored: StoredUsage,
    readonly fleet: Fleet,
    readonly databaseUrl: string,
    readonly topicPrefix: string,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async open({ servers, seed, quick, tablespace, topicConfig }: StageOptions): Promise<Stage> {
    const database = await servers.createDatabase(tablespace === undefined ? {} : { tablespace });
    const topicPrefix = `${uniqueName('fault')}.`;
    const stored = new StoredUsage(database.url);
    await stored.publishRegister();
    const log = new EventLog({ brokers: servers.brokers, prefix: topicPrefix });
    await log.open(topicConfig);
    const main = join(servers.checkout, 'services/ingestion/dist/main.js');
    const fleet = new Fleet({ main, databaseUrl: database.url, brokers: `127.0.0.1:${servers.broker.port}`, topicPrefix });
    return new Stage(servers, quick, seededRandom(seed), log, stored, fleet, database.url, topicPrefix, () => database.drop());
  }

  get broker(): TcpProxy {
    return this.servers.broker;
  }

  /** Ends everything that the row started. Safe to call again. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.fleet.close();
    this.broker.heal();
    await this.broker.accept();
    await this.log.close();
    await this.stored.close();
    await this.dropDatabase();
  }

  /** How many offsets are stored, over all partitions. */
  async storedOffsets(): Promise<bigint> {
    return [...(await this.stored.nextOffsets()).values()].reduce((sum, next) => sum + next, 0n);
  }

  untilStored(least: bigint | number, limitMs = 60_000): Promise<true> {
    return until(`${least} offsets are stored`, limitMs, async () => (await this.storedOffsets()) >= BigInt(least));
  }

  /** Time until something new is stored, from now. */
  async untilProgress(limitMs: number): Promise<number> {
    const fromMs = performance.now();
    const before = await until('the database answers', limitMs, async () => ({ offsets: await this.storedOffsets() }));
    await until('something new is stored', limitMs, async () => (await this.storedOffsets()) > before.offsets);
    return Math.round(performance.now() - fromMs);
  }

  /** Everything that is in the log at this moment and later is stored. Resolves with the time it took. */
  async untilNoLag(limitMs: number): Promise<number> {
    const fromMs = performance.now();
    await until('lag 0', limitMs, async () => {
      const [next, ends] = [await this.stored.nextOffsets(), await this.log.ends()];
      return [...ends].every(([partition, end]) => end === (next.get(partition) ?? 0n));
    });
    return Math.round(performance.now() - fromMs);
  }

  /** Lag 0 and an empty outbox within the limit. Resolves with the time to lag 0. */
  async settle(limitMs: number): Promise<number> {
    const lagMs = await this.untilNoLag(limitMs);
    // The place at the head of the outbox stays with a process that hangs until the server ends its session.
    await until('an empty outbox', limitMs, async () => (await this.stored.rows('SELECT id FROM ingestion.outbox LIMIT 1')).length === 0);
    return lagMs;
  }

  /**
   * I1 to I4, and of I7 what shows at the processes; then the register is put right, what was refused for it is replayed, and all of it holds again (I3).
   * Throws with everything that does not hold.
   */
  async check(): Promise<void> {
    await this.#checkNow(null);
    const fixedFrom = await this.log.ends();
    await this.stored.learnDimension();
    const replayed = await this.#replayRefused();
    await this.settle(REPLAY_LIMIT_MS);
    if (replayed > 0) await this.#checkNow(fixedFrom);
  }

  /** All of them, and some a second time, which must change nothing. */
  async #replayRefused(): Promise<number> {
    const instance = this.fleet.members.find((member) => member.instance.isRunning)?.instance;
    if (!instance) throw new Error('I7: no instance runs');
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const page: ReplayResponse = await instance.replayRejects({ code: 'UNKNOWN_DIMENSION', ...(after === null ? {} : { after }) });
      ids.push(...page.rejects.map(({ id }) => id));
      after = page.next;
      if (after === null) break;
    }
    if (ids.length > 0) await instance.replayRejects({ ids: ids.slice(0, 5) });
    return ids.length;
  }

  async #checkNow(fixedFrom: FixedFrom | null): Promise<void> {
    const violations = [...(await checkInvariants(this.log, await this.stored.read(), fixedFrom))];
    for (const { number, instance } of this.fleet.members) if (!instance.isRunning) violations.push(`I7: instance ${number} is down`);
    for (const instance of this.fleet.instances) {
      violations.push(...instance.unhandled.map((line) => `I7: ${line}`));
      if (instance.peakRssMib > MAX_RSS_MIB) violations.push(`I7: a process grew to ${instance.peakRssMib} MiB`);
    }
    if (violations.length > 0) throw new Error(violations.join('\n'));
  }

  get peakRssMib(): number {
    return Math.max(0, ...this.fleet.instances.map(({ peakRssMib }) => peakRssMib));
  }
}
