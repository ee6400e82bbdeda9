import { partitionClaims } from '@hemtag/platform-inbox';
import type { Client } from 'pg';

import type { IncomingBatch } from '../../src/application/ports.js';

import { Audit } from './audit.js';
import { Faults, type DataSource, type Fault, type Mutation } from './faulty-database.js';
import type { SeededRandom } from './seeded-random.js';
import type { SimulatedLog } from './simulated-log.js';
import { EVENT_SOURCES } from './simulated-register.js';
import { SimulatedWorker, TOPIC, type Handed, type Ownership } from './simulated-worker.js';

/** Something that must never be so. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export interface Tally {
  steps: number;
  flushes: number;
  fenced: number;
  changed: number;
  unstorable: number;
  crashes: number;
  lostReplies: number;
  killed: number;
  held: number;
  audits: number;
}

export interface SchedulerOptions {
  readonly random: SeededRandom;
  readonly log: SimulatedLog;
  readonly dataSource: DataSource;
  readonly login: Client;
  readonly locker: Client;
  readonly mutation: Mutation | null;
  /** Much is under way at the same time, and little else goes wrong. */
  readonly isContended: boolean;
}

const WORKERS = 3;
const MAX_STEPS = 200;
const MAX_LAST_ROUNDS = 200;
const STEP_LIMIT_MS = 30_000;

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Violation(`a step did not end within ${STEP_LIMIT_MS} ms`)), STEP_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** One step after another: who owns which partition, what is handed over, and what goes wrong. All choices come from the seed. */
export class Scheduler {
  readonly tally: Tally = { steps: 0, flushes: 0, fenced: 0, changed: 0, unstorable: 0, crashes: 0, lostReplies: 0, killed: 0, held: 0, audits: 0 };
  private readonly workers: SimulatedWorker[];
  /** The worker that the group gives each partition to. */
  private readonly assigned: number[];
  private readonly epochs: bigint[];
  /** The end of what is stored, as the workers were told. */
  private readonly stored: bigint[];
  private readonly audit: Audit;
  private readonly steps: readonly (readonly [weight: number, step: () => Promise<void>])[];

  constructor(private readonly options: SchedulerOptions) {
    const { random, log, login, isContended } = options;
    this.workers = Array.from({ length: WORKERS }, () => this.freshWorker());
    this.assigned = log.partitions.map(() => random.int(WORKERS));
    this.epochs = log.partitions.map(() => 0n);
    this.stored = log.partitions.map(() => 0n);
    this.audit = new Audit(login, log);
    this.steps = [
      [30, () => this.flush()],
      [14, () => this.flushTogether()],
      [10, () => this.flushWith({ kind: 'parked', at: random.pick(['read', 'write', 'write']) })],
      [8, () => this.releaseOne()],
      [isContended ? 60 : 10, () => this.flushAround()],
      [isContended ? 2 : 10, () => this.rebalance()],
      [6, () => this.flushWith({ kind: 'crash', at: random.pick(['read', 'write', 'reply', 'reply']) })],
      [2, () => this.restart(random.int(WORKERS))],
      [5, () => this.flushWith({ kind: 'lost-reply' })],
      [3, () => this.flushWith({ kind: 'killed-backend' })],
      [8, () => this.flushElsewhere()],
      [1, () => this.allow()],
    ];
  }

  /** Until everything is stored. Throws `Violation` where something is not as it must be. */
  async run(): Promise<Tally> {
    while (this.tally.steps < MAX_STEPS && !this.isDone()) {
      this.tally.steps += 1;
      await this.step();
    }
    await this.finish();
    return this.tally;
  }

  /** After a failure: nothing goes on in the background. */
  async abandon(): Promise<void> {
    for (const worker of this.workers) worker.faults.die();
    await Promise.all(this.workers.map((worker) => worker.idle()));
  }

  private async step(): Promise<void> {
    const { random } = this.options;
    let at = random.int(this.steps.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, step] of this.steps) {
      at -= weight;
      if (at < 0) return withinLimit(step());
    }
  }

  /** Everybody comes back, nothing goes wrong any more. */
  private async finish(): Promise<void> {
    for (let worker = 0; worker < WORKERS; worker += 1) await withinLimit(this.release(worker));
    for (let round = 0; !this.isDone(); round += 1) {
      if (round > MAX_LAST_ROUNDS) throw new Violation('the log is never stored to its end');
      await this.allow();
      await withinLimit(this.flush(round % WORKERS));
    }
    await this.check();
  }

  private isDone(): boolean {
    return this.stored.every((offset, partition) => offset === this.options.log.ends[partition]);
  }

  private freshWorker(): SimulatedWorker {
    const { dataSource, locker, mutation, random } = this.options;
    return new SimulatedWorker({
      dataSource,
      faults: new Faults(locker, mutation),
      maxEvents: random.pick([20, 100, 1_000]),
      onWritten: (outcome) => {
        this.tally[outcome === 'stored' ? 'flushes' : outcome] += 1;
      },
    });
  }

  private worker(index: number): SimulatedWorker {
    return this.workers[index] as SimulatedWorker;
  }

  /** One that was given something to read, where there is one. */
  private busyWorker(except?: number): number {
    const busy = this.assigned.filter((owner, partition) => owner !== except && this.stored[partition] !== this.options.log.ends[partition]);
    return busy.length > 0 ? this.options.random.pick(busy) : this.options.random.int(WORKERS);
  }

  // Assignment

  private async claim(index: number, partition: number): Promise<Ownership> {
    const { epoch, nextOffset } = await partitionClaims(this.options.dataSource).claim({ topic: TOPIC, partition });
    if (nextOffset !== this.stored[partition])
      throw new Violation(`partition ${partition} is stored up to ${nextOffset}, and we were told ${this.stored[partition]}`);
    if (epoch !== (this.epochs[partition] ?? 0n) + 1n) throw new Violation(`the epoch of partition ${partition} went to ${epoch}`);
    this.epochs[partition] = epoch;
    const ownership = { partition, epoch, position: nextOffset };
    this.worker(index).owned.set(partition, ownership);
    return ownership;
  }

  /** Some partitions move. Their former owners may hear of it, or go on as if they had them. */
  private async rebalance(): Promise<void> {
    const { random, log } = this.options;
    for (const partition of log.partitions.keys()) {
      if (!random.chance(0.4)) continue;
      const former = this.assigned[partition] ?? 0;
      const owner = random.int(WORKERS);
      this.assigned[partition] = owner;
      if (random.chance(0.5)) this.worker(former).owned.delete(partition);
      if (random.chance(0.7)) await this.claim(owner, partition);
    }
  }

  /** The process is gone with everything that it remembered and had not stored; what it was about to write never reaches the database. */
  private async restart(index: number): Promise<void> {
    const worker = this.worker(index);
    worker.faults.die();
    await this.settle(index, { isLossy: true });
    this.replace(index);
  }

  private replace(index: number): void {
    const { random } = this.options;
    this.tally.crashes += 1;
    this.workers[index] = this.freshWorker();
    for (const [partition, owner] of this.assigned.entries()) if (owner === index) this.assigned[partition] = random.int(WORKERS);
  }

  // Handing over

  /** The next batch of a partition, with the gap behind its records or without; null at the end of the log. */
  private nextBatch(ownership: Ownership): IncomingBatch | null {
    const { random, log, isContended } = this.options;
    const { partition, epoch, position } = ownership;
    const [records = [], end = 0n] = [log.partitions[partition], log.ends[partition]];
    if (position >= end) return null;
    const first = records.findIndex(({ offset }) => offset >= position);
    const sizes = isContended ? [1, random.between(1, 5)] : [1, random.between(2, 10), random.between(5, 25), random.chance(0.3) ? random.between(30, 150) : 5];
    const size = random.chance(0.05) ? 0 : random.pick(sizes);
    const messages = first === -1 ? [] : records.slice(first, first + size);
    const following = first === -1 ? end : (records[first + messages.length]?.offset ?? end);
    const last = messages.at(-1)?.offset;
    const nextOffset = last === undefined || random.chance(0.5) ? following : last + 1n;
    // Without a record and without a gap there is nothing to decide.
    return nextOffset === position ? null : { topic: TOPIC, partition, epoch, firstOffset: position, nextOffset, messages };
  }

  /** Claims what was given to the worker, and reads some batches of some partitions that it has or believes to have. */
  private async read(index: number): Promise<readonly (readonly [Ownership, IncomingBatch])[]> {
    const { random, isContended } = this.options;
    const worker = this.worker(index);
    for (const [partition, owner] of this.assigned.entries()) if (owner === index && !worker.owned.has(partition)) await this.claim(index, partition);
    const chosen = random.shuffled([...worker.owned.values()].sort((a, b) => a.partition - b.partition)).slice(0, random.between(1, isContended ? 2 : 3));
    return chosen.flatMap((ownership) => {
      const batches: (readonly [Ownership, IncomingBatch])[] = [];
      for (let n = isContended ? 1 : random.pick([1, 1, 2, 3]); n > 0; n -= 1) {
        const batch = this.nextBatch(ownership);
        if (batch === null) break;
        batches.push([ownership, batch]);
        Object.assign(ownership, { position: batch.nextOffset });
      }
      return batches;
    });
  }

  private async flush(index = this.busyWorker()): Promise<void> {
    const worker = this.worker(index);
    const batches = await this.read(index);
    await worker.hand(batches);
    // What a parked process takes over waits behind what it is doing.
    if (!worker.faults.isParked) await this.settle(index);
  }

  private async flushWith(fault: Fault): Promise<void> {
    const index = this.busyWorker();
    const worker = this.worker(index);
    if (worker.faults.isParked) return this.flush(index);
    const batches = await this.read(index);
    const parked = worker.faults.arm(fault);
    await worker.hand(batches);
    if (fault.kind === 'parked') {
      await Promise.race([parked, worker.idle()]);
      if (worker.faults.isParked) return;
    }
    await this.settle(index, { isLossy: fault.kind === 'crash' || fault.kind === 'lost-reply' });
    const isCrashed = worker.faults.aborting.signal.aborted;
    const hasHappened = worker.faults.disarm();
    if (hasHappened && fault.kind === 'lost-reply') this.tally.lostReplies += 1;
    if (hasHappened && fault.kind === 'killed-backend') this.tally.killed += 1;
    if (isCrashed) this.replace(index);
  }

  /** Several processes at the same moment: how their statements meet inside PostgreSQL is not the seed's, and everything has to hold all the same. */
  private async flushTogether(): Promise<void> {
    const free = this.workers.flatMap((worker, index) => (worker.faults.isParked ? [] : [index]));
    const batches = [];
    for (const index of free) batches.push([index, await this.read(index)] as const);
    await Promise.all(
      batches.map(async ([index, read]) => {
        await this.worker(index).hand(read);
        await this.worker(index).idle();
      }),
    );
    for (const index of free) await this.settle(index);
  }

  /** Others store while one process has decided and not written yet. */
  private async flushAround(): Promise<void> {
    const index = this.busyWorker();
    const worker = this.worker(index);
    if (worker.faults.isParked) return this.release(index);
    const parked = worker.faults.arm({ kind: 'parked', at: 'write' });
    await worker.hand(await this.read(index));
    await Promise.race([parked, worker.idle()]);
    worker.faults.disarm();
    if (!this.options.isContended && this.options.random.chance(0.4)) await this.rebalance();
    for (let n = this.options.random.between(1, this.options.isContended ? 7 : 4); n > 0; n -= 1) await this.flush(this.busyWorker(index));
    await this.release(index);
  }

  /** A batch that does not begin where the stored ones end: read again, or with another one lost before it. */
  private async flushElsewhere(): Promise<void> {
    const { random } = this.options;
    const index = this.busyWorker();
    const worker = this.worker(index);
    const current = [...worker.owned.values()].filter(({ partition, epoch }) => epoch === this.epochs[partition]);
    if (worker.faults.isParked || current.length === 0) return this.flush(index);
    const ownership = random.pick(current);
    const lost = this.nextBatch(ownership);
    Object.assign(ownership, { position: random.chance(0.3) ? 0n : (lost?.nextOffset ?? 0n) });
    const batch = this.nextBatch(ownership);
    if (batch) await worker.hand([[ownership, batch]]);
    await this.settle(index);
    // Where it was read again it may have been stored already; the owner claims anew.
    worker.owned.delete(ownership.partition);
  }

  private async releaseOne(): Promise<void> {
    const parked = this.workers.flatMap((worker, index) => (worker.faults.isParked ? [index] : []));
    if (parked.length > 0) await this.release(this.options.random.pick(parked));
  }

  private async release(index: number): Promise<void> {
    this.worker(index).faults.release();
    await this.settle(index);
  }

  /** An operator lets all rejects through. */
  private async allow(): Promise<void> {
    if (this.tally.held === 0) return;
    await this.options.login.query(
      `INSERT INTO rejection_allowance SELECT source, 'infinity', 'operator' FROM unnest($1::text[]) AS source ON CONFLICT DO NOTHING`,
      [EVENT_SOURCES.map(({ source }) => source)],
    );
  }

  // What became of it

  private async settle(index: number, { isLossy = false } = {}): Promise<void> {
    const fencedBefore = this.tally.fenced;
    const handed = await this.worker(index).settled();
    const uncertain = new Map<number, bigint>();
    for (const one of handed) this.take(index, one, isLossy ? uncertain : null);
    if (uncertain.size > 0) await this.learn(uncertain);
    if (isLossy || this.tally.fenced > fencedBefore) await this.check();
  }

  private take(index: number, { ownership, batch, outcome }: Handed, uncertain: Map<number, bigint> | null): void {
    const { partition } = ownership;
    const isOwner = ownership.epoch === this.epochs[partition];
    const fits = batch.firstOffset === this.stored[partition];
    const owned = this.worker(index).owned;
    if (outcome.kind !== 'stored' && owned.get(partition) === ownership) owned.delete(partition);
    // Of what was stored without a reply only the database knows.
    if (uncertain && isOwner) {
      uncertain.set(partition, batch.nextOffset);
      if (outcome.kind === 'stored') this.stored[partition] = batch.nextOffset;
      return;
    }
    switch (outcome.kind) {
      case 'stored':
        if (!isOwner) throw new Violation(`partition ${partition} was stored by a process that had lost it`);
        if (!fits) throw new Violation(`partition ${partition} went on at ${batch.firstOffset} and not at ${this.stored[partition]}`);
        this.stored[partition] = batch.nextOffset;
        return;
      case 'fenced':
        if (isOwner && fits) throw new Violation(`the owner of partition ${partition} was fenced at ${batch.firstOffset}`);
        return;
      case 'held':
        this.tally.held += 1;
        if (isOwner && fits && outcome.offset >= batch.firstOffset) this.stored[partition] = outcome.offset;
        return;
      case 'crashed':
        return;
    }
  }

  /** Between what was stored before and what was handed over, whatever the database says. */
  private async learn(uncertain: ReadonlyMap<number, bigint>): Promise<void> {
    const { rows } = await this.options.login.query<{ partition: number; next_offset: string }>(
      'SELECT partition_id AS partition, next_offset FROM consumed_partition',
    );
    for (const { partition, next_offset } of rows) {
      const most = uncertain.get(partition);
      const [least = 0n, found] = [this.stored[partition], BigInt(next_offset)];
      if (most === undefined) continue;
      if (found < least || (found > most && found !== least))
        throw new Violation(`partition ${partition} is stored up to ${found}, not between ${least} and ${most}`);
      this.stored[partition] = found;
    }
  }

  private async check(): Promise<void> {
    this.tally.audits += 1;
    const faults = await this.audit.faults(this.stored);
    if (faults.length > 0) throw new Violation(`after step ${this.tally.steps}:\n  ${faults.join('\n  ')}`);
  }
}
