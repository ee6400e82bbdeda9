import type { Fault } from '@hemtag/contracts';
import { REJECTION_LIMITS, spentShareOf, type SourceCounts } from '@hemtag/metering';

import { decide, type Budgets, type DecideOptions, type HeldPartition } from './decide.js';
import type { Position, ReadBatch, ReadItem, RejectedRecord, UsageCandidate, UsageStore } from './ports.js';
import { causesOf } from './flush-causes.js';
import { halvesOf, unstorable } from './split-batch.js';

/** What became of a batch that was handed over: `held` from the record at `offset` on, because its source has spent its budget of rejects. */
export type BatchOutcome =
  | { readonly kind: 'stored' }
  | { readonly kind: 'fenced' }
  | { readonly kind: 'held'; readonly source: string; readonly offset: bigint; readonly fault: Fault };

export interface Flushed {
  readonly positions: readonly Position[];
  readonly counts: readonly SourceCounts[];
  readonly rejected: readonly RejectedRecord[];
  readonly events: number;
  readonly durationMs: number;
}

export interface FlusherOptions extends Omit<DecideOptions, 'budgets' | 'allowances'> {
  readonly store: UsageStore;
  /** A flush begins at so many events, or when the first of them has waited `lingerMs`. */
  readonly minEvents: number;
  readonly maxEvents: number;
  readonly lingerMs: number;
  /** Events that may wait before `room` makes the sender wait. */
  readonly maxWaiting: number;
  /** The same two limits in bytes of records, because one record may be as large as some thousand others. */
  readonly maxBytes: number;
  readonly now: () => number;
  readonly onFlushed: (flushed: Flushed) => void;
  /** Left out where nothing is traced. */
  readonly beginSpan?: (causes: readonly string[]) => FlushSpan;
}

/** What a flush is to those who trace. */
export interface FlushSpan {
  readonly traceparent: string;
  end(failure?: unknown): void;
}

interface Waiting {
  readonly batch: ReadBatch;
  readonly bytes: number;
  readonly sinceMs: number;
  readonly settle: (outcome: BatchOutcome) => void;
  readonly fail: (error: unknown) => void;
}

// Writers that meet take turns, so a few repetitions are usual; so many mean that the tables contradict each other.
const MAX_CHANGED = 200;

interface StoreResult {
  readonly outcome: 'stored' | 'fenced' | 'unstorable';
  readonly held: readonly HeldPartition[];
}

const STORED: BatchOutcome = { kind: 'stored' };
const FENCED: BatchOutcome = { kind: 'fenced' };
const sizeOf = ({ items }: ReadBatch): number => items.length;
const bytesOf = ({ items }: ReadBatch): number =>
  items.reduce((sum, item) => sum + ((item.kind === 'candidate' ? item.candidate : item.rejected).record.value?.length ?? 0), 0);
const candidatesOf = (batches: readonly ReadBatch[]): readonly UsageCandidate[] =>
  batches.flatMap(({ items }) => items.flatMap((item: ReadItem) => (item.kind === 'candidate' ? [item.candidate] : [])));
const placeOf = ({ topic, partition, epoch }: Position): string => `${topic} ${partition} ${epoch}`;

/**
 * Writes batches of all partitions together, one flush at a time and in the order in which they came, while the next ones are being read. Each flush is
 * decided on facts that are compared when it is written; one whose facts have changed is decided anew.
 */
export class Flusher {
  private readonly waiting: Waiting[] = [];
  private budgets: Budgets = new Map();
  private working: Promise<void> | null = null;
  private wake: (() => void) | null = null;
  private readonly senders: (() => void)[] = [];

  constructor(private readonly options: FlusherOptions) {}

  /** Resolves when the batch is decided and durable, or cannot be. Rejects with what is a fault. */
  submit(batch: ReadBatch): Promise<BatchOutcome> {
    return new Promise((settle, fail) => {
      this.waiting.push({ batch, bytes: bytesOf(batch), sinceMs: this.options.now(), settle, fail });
      this.wake?.();
      this.working ??= this.work();
    });
  }

  /** Resolves when there is room for another batch. */
  async room(): Promise<void> {
    while (this.waitingEvents >= this.options.maxWaiting || this.waitingBytes >= this.options.maxBytes)
      await new Promise<void>((resolve) => this.senders.push(resolve));
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.linger();
      const group = this.take();
      try {
        await this.flush(group);
      } catch (error) {
        // What was refused here and what waits behind it would come in the wrong order; the process begins again at the stored position.
        for (const { fail } of [...group, ...this.waiting.splice(0)]) fail(error);
        this.madeRoom();
      }
    }
    this.working = null;
  }

  /** Until enough events are there or the oldest has waited long enough. */
  private async linger(): Promise<void> {
    const { minEvents, maxBytes, lingerMs, now } = this.options;
    const leftMs = (): number => (this.waiting[0]?.sinceMs ?? 0) + lingerMs - now();
    while (this.waitingEvents < minEvents && this.waitingBytes < maxBytes && leftMs() > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs());
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = null;
  }

  /** The largest share of its budget of rejects that a source has spent, from 0 to 1. */
  get spentShare(): number {
    return [...this.budgets.values()].reduce((most, budget) => Math.max(most, spentShareOf(budget, REJECTION_LIMITS)), 0);
  }

  get waitingEvents(): number {
    return this.waiting.reduce((sum, { batch }) => sum + sizeOf(batch), 0);
  }

  get waitingBytes(): number {
    return this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Senders look again whether there is room, whatever the reason why something waits no longer. */
  private madeRoom(): void {
    for (const resolve of this.senders.splice(0)) resolve();
  }

  private take(): readonly Waiting[] {
    let [events, size] = [0, 0];
    const epochs = new Map<string, bigint>();
    // A partition that was claimed anew waits for the flush of its former claim, which is refused.
    const count = this.waiting.findIndex(({ batch, bytes }, index) => {
      const { topic, partition, epoch } = batch.position;
      const place = `${topic} ${partition}`;
      events += sizeOf(batch);
      size += bytes;
      if (index > 0 && (events > this.options.maxEvents || size > this.options.maxBytes || (epochs.get(place) ?? epoch) !== epoch)) return true;
      epochs.set(place, epoch);
      return false;
    });
    const group = this.waiting.splice(0, count === -1 ? this.waiting.length : count);
    this.madeRoom();
    return group;
  }

  /** What waits behind a record that is held cannot be stored either. */
  private takeBehind(held: readonly HeldPartition[]): readonly Waiting[] {
    const places = new Set(held.map(({ position }) => placeOf(position)));
    const isBehind = ({ batch }: Waiting): boolean => places.has(placeOf(batch.position));
    const behind = this.waiting.filter(isBehind);
    const others = this.waiting.filter((one) => !isBehind(one));
    this.waiting.splice(0, this.waiting.length, ...others);
    this.madeRoom();
    return behind;
  }

  private async flush(group: readonly Waiting[]): Promise<void> {
    const { outcome, held } = await this.store(group.map(({ batch }) => batch));
    if (outcome === 'stored') return settleStored([...group, ...this.takeBehind(held)], held);
    const partitions = new Map<string, Waiting[]>();
    for (const one of group) partitions.set(placeOf(one.batch.position), [...(partitions.get(placeOf(one.batch.position)) ?? []), one]);
    // One of several may be what is refused; the others can be stored by themselves.
    if (partitions.size > 1) for (const part of partitions.values()) await this.flush(part);
    else if (outcome === 'fenced') for (const { settle } of group) settle(FENCED);
    // A batch of a single record is refused only after it was tried without those that came with it.
    else if (group.length > 1) for (const one of group) await this.flush([one]);
    else for (const one of group) await this.flushHalves(one);
  }

  /** The database refuses the data twice: the record is found by halving, and refused with a reason. */
  private async flushHalves({ batch, bytes, settle, fail, sinceMs }: Waiting): Promise<void> {
    const halves = halvesOf(batch);
    if (halves === null) {
      const { outcome } = await this.store([unstorable(batch)]);
      if (outcome === 'unstorable') return fail(new Error('the database refuses a record even as a reject'));
      return settle(outcome === 'stored' ? STORED : FENCED);
    }
    for (const half of halves) {
      const result = await new Promise<BatchOutcome>((resolve, reject) => {
        this.flush([{ batch: half, bytes, sinceMs, settle: resolve, fail: reject }]).catch(reject);
      });
      if (result.kind !== 'stored') return settle(result);
    }
    settle(STORED);
  }

  private async store(batches: readonly ReadBatch[]): Promise<StoreResult> {
    const span = this.options.beginSpan?.(causesOf(batches));
    try {
      const result = await this.decideAndWrite(batches, span?.traceparent);
      span?.end();
      return result;
    } catch (error) {
      span?.end(error);
      throw error;
    }
  }

  /** Decides and writes until the facts hold. What the database refuses is tried once more, because a statement can be refused for what has passed. */
  private async decideAndWrite(batches: readonly ReadBatch[], traceparent: string | undefined): Promise<StoreResult> {
    const { store, dayOf, digest, book, now, onFlushed } = this.options;
    const candidates = candidatesOf(batches);
    let [refused, changed] = [0, 0];
    for (;;) {
      const startedMs = now();
      const options = { dayOf, digest, book, budgets: this.budgets };
      const facts = await store.readFacts(candidates);
      let decision = decide(batches, facts, { ...options, allowances: new Set() });
      if (decision.held.length > 0) decision = decide(batches, facts, { ...options, allowances: await store.allowances() });
      const { plan, held, budgets } = decision;
      const outcome = plan.partitions.length === 0 ? 'stored' : await store.write(traceparent === undefined ? plan : { ...plan, traceparent });
      if (outcome === 'stored') {
        this.budgets = budgets;
        const events = plan.partitions.reduce((sum, { position }) => sum + Number(position.nextOffset - position.firstOffset), 0);
        const { counts, rejected } = plan;
        if (plan.partitions.length > 0)
          onFlushed({ positions: plan.partitions.map(({ position }) => position), counts, rejected, events, durationMs: now() - startedMs });
        return { outcome, held };
      }
      if (outcome === 'changed' && (changed += 1) >= MAX_CHANGED)
        throw new Error('the facts behind a flush do not come to rest: `hemtag verify` says whether the ledger and the volumes differ');
      if (outcome === 'fenced' || (outcome === 'unstorable' && (refused += 1) > 1)) return { outcome, held: [] };
    }
  }
}

function settleStored(group: readonly Waiting[], held: readonly HeldPartition[]): void {
  for (const { batch, settle } of group) {
    const { topic, partition, nextOffset } = batch.position;
    const hold = held.find(({ position }) => position.topic === topic && position.partition === partition);
    const offset = hold?.rejected.record.offset;
    if (hold === undefined || offset === undefined || nextOffset <= offset) settle(STORED);
    else settle({ kind: 'held', source: hold.rejected.source, offset, fault: hold.rejected.fault });
  }
}
