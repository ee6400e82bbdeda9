import { Instance, type Member } from './ingestion-instance.js';
import { TcpProxy } from './tcp-proxy.js';
import { until } from './until.js';

export interface FleetOptions {
  readonly main: string;
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly topicPrefix: string;
}

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 2_000;
const START_LIMIT_MS = 30_000;

/** Several ingestion processes; one that ends is started again after a pause that grows, as a container engine does. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #members: Member[] = [];
  readonly #retired: Instance[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;
  #count = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  get instances(): readonly Instance[] {
    return [...this.#members.map(({ instance }) => instance), ...this.#retired];
  }

  /** Ends that the test did not cause, in the processes' own words. */
  get failures(): readonly string[] {
    return this.instances.map(({ fatal }) => fatal).filter((fatal) => fatal !== null);
  }

  get restarts(): number {
    return this.#retired.length;
  }

  async add(): Promise<Member> {
    const target = new URL(this.#options.databaseUrl);
    const database = await TcpProxy.open({ target: { host: target.hostname, port: Number(target.port) } });
    this.#count += 1;
    const member: Member = { number: this.#count, database, instance: this.#spawn(database) };
    this.#members.push(member);
    this.#watch(member, FIRST_BACKOFF_MS);
    return member;
  }

  async start(size: number): Promise<void> {
    const members = [];
    for (let n = 0; n < size; n += 1) members.push(await this.add());
    await Promise.all(members.map((member) => this.ready(member)));
  }

  ready(member: Member, limitMs: number = START_LIMIT_MS): Promise<true> {
    return until(`instance ${member.number} is ready`, limitMs, async () => (await member.instance.readiness()) === 200);
  }

  /** Out of the fleet and not started again. */
  async remove(member: Member, signal: NodeJS.Signals): Promise<void> {
    this.#members.splice(this.#members.indexOf(member), 1);
    this.#retired.push(member.instance);
    member.instance.signal(signal);
    await member.instance.exited;
    await member.database.close();
  }

  /** Sum over all processes that run. */
  async metric(name: string): Promise<number> {
    const values = await Promise.all(this.#members.map(({ instance }) => instance.metric(name)));
    return values.reduce((sum, value) => sum + value, 0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#members.filter(({ instance }) => instance.isRunning).map(({ instance }) => instance.end()));
    await Promise.all(this.#members.map(({ database }) => database.close()));
  }

  #spawn(database: TcpProxy): Instance {
    const url = new URL(this.#options.databaseUrl);
    url.port = String(database.port);
    return new Instance({
      main: this.#options.main,
      env: {
        HEMTAG_DATABASE_URL: url.href,
        HEMTAG_KAFKA_BROKERS: this.#options.brokers,
        HEMTAG_TOPIC_PREFIX: this.#options.topicPrefix,
        // Which client the rows are played with is the caller's choice.
        ...(process.env.HEMTAG_KAFKA_CLIENT === undefined ? {} : { HEMTAG_KAFKA_CLIENT: process.env.HEMTAG_KAFKA_CLIENT }),
      },
    });
  }

  #watch(member: Member, backoffMs: number): void {
    const { instance } = member;
    void instance.exited.then(() => {
      if (this.#closed || !this.#members.includes(member) || member.instance !== instance) return;
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        // It may have left, or the fleet closed, while the pause lasted.
        if (this.#closed || !this.#members.includes(member)) return;
        this.#retired.push(instance);
        member.instance = this.#spawn(member.database);
        this.#watch(member, instance.hasStarted ? FIRST_BACKOFF_MS : Math.min(backoffMs * 2, MAX_BACKOFF_MS));
      }, backoffMs);
      this.#timers.add(timer);
    });
  }
}
