import { dayFinders, SeriesBook } from '@hemtag/metering';

import { usageStore } from '../../src/adapters/postgres/usage.store.js';
import { Flusher, type BatchOutcome } from '../../src/application/flusher.js';
import { dayOfTenants, ingest, type IngestionParts } from '../../src/application/ingest.js';
import type { IncomingBatch, UsageStore, WriteOutcome } from '../../src/application/ports.js';
import { sha256First128 } from '../../src/sha256.js';

import { faultyDatabase, type DataSource, type Faults } from './faulty-database.js';
import { simulatedRegister } from './simulated-register.js';

export const TOPIC = 'usage.events.v1';
const NOW_MS = Date.parse('2025-06-01T00:00:00Z');
/** Never reached: a flush begins when all batches of a step were handed over. */
const LINGER_MS = 600_000;
// Some writes are decided anew because others write too; one that never succeeds would go on for ever.
const MAX_WRITES_IN_A_STEP = 150;
const dayOfZone = dayFinders();

/** What a worker believes about a partition. */
export interface Ownership {
  readonly partition: number;
  readonly epoch: bigint;
  /** Where its next batch begins. */
  position: bigint;
}

/** What became of a batch; `crashed` where the process did not live to know. */
export type Handed = { readonly ownership: Ownership; readonly batch: IncomingBatch; readonly outcome: BatchOutcome | { readonly kind: 'crashed' } };

export interface WorkerOptions {
  readonly dataSource: DataSource;
  readonly faults: Faults;
  readonly maxEvents: number;
  readonly onWritten: (outcome: WriteOutcome) => void;
}

/** A process of ingestion without its consumer: the real application and store, with empty caches. */
export class SimulatedWorker {
  readonly owned = new Map<number, Ownership>();
  readonly faults: Faults;
  private pending: Promise<Handed>[] = [];
  private readonly metering: Pick<IngestionParts, 'dayOf' | 'digest' | 'book'>;
  private readonly flusher: Flusher;
  private minEvents = 0;
  private writes = 0;

  constructor({ dataSource, faults, maxEvents, onWritten }: WorkerOptions) {
    this.faults = faults;
    const dayOf = dayOfTenants(simulatedRegister, dayOfZone);
    const log = { info: () => undefined, warn: () => undefined };
    const signal = faults.aborting.signal;
    this.metering = { dayOf, digest: sha256First128, book: new SeriesBook(sha256First128) };
    const store = this.counting(usageStore({ dataSource: faultyDatabase(dataSource, faults), ...this.metering, log, signal }), onWritten);
    const minEvents = (): number => this.minEvents;
    const limits = { maxEvents, lingerMs: LINGER_MS, maxWaiting: 1_000_000, maxBytes: 1_000_000_000, now: () => 0, onFlushed: () => undefined };
    this.flusher = new Flusher({
      ...limits,
      ...this.metering,
      store,
      get minEvents() {
        return minEvents();
      },
    });
  }

  /** Hands batches over as one group, and follows them. */
  async hand(batches: readonly (readonly [Ownership, IncomingBatch])[]): Promise<void> {
    this.minEvents = this.faults.isParked ? 0 : batches.reduce((sum, [, { messages }]) => sum + messages.length, 0);
    this.writes = 0;
    const parts = { register: simulatedRegister, flusher: this.flusher, clock: () => NOW_MS, ...this.metering };
    // One after the other, as the consumer does it, because reading may have to wait for the register.
    for (const [ownership, batch] of batches) {
      const { outcome } = await ingest(batch, parts);
      const followed = this.follow(ownership, batch, outcome);
      // Looked after in `settled`; until then a failure must not count as unhandled.
      followed.catch(() => undefined);
      this.pending.push(followed);
    }
    this.minEvents = 0;
  }

  /** Resolves when nothing is under way, however that ended. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.pending);
  }

  /** What became of everything that was handed over. */
  async settled(): Promise<readonly Handed[]> {
    this.writes = 0;
    const handed = await Promise.all(this.pending);
    this.pending = [];
    return handed;
  }

  private async follow(ownership: Ownership, batch: IncomingBatch, outcome: Promise<BatchOutcome>): Promise<Handed> {
    try {
      return { ownership, batch, outcome: await outcome };
    } catch (error) {
      if (!this.faults.aborting.signal.aborted) throw error;
      return { ownership, batch, outcome: { kind: 'crashed' } };
    }
  }

  private counting(store: UsageStore, onWritten: WorkerOptions['onWritten']): UsageStore {
    return {
      ...store,
      write: async (plan) => {
        this.writes += 1;
        if (this.writes > MAX_WRITES_IN_A_STEP) throw new Error('a flush is decided anew again and again');
        const outcome = await store.write(plan);
        onWritten(outcome);
        return outcome;
      },
    };
  }
}
