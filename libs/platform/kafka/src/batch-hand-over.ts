import type { KafkaLog } from './connection.js';
import { Fenced, Held, type BatchHandling, type LogRecord, type Partition, type PartitionClaim, type RecordBatch, type TakenOver } from './log-consumer.js';
import { LogMoved } from './log-moved.js';
import type { PartitionRange } from './topic-admin.js';

/** What the hand-over needs of a client library. None of it throws where the client has stopped. */
export interface LogClient {
  /** For each partition the range of offsets that the log holds. */
  ranges(topic: string): Promise<ReadonlyMap<number, PartitionRange>>;
  /** What is fetched from now on begins at `offset`. */
  seek(position: Partition & { readonly offset: bigint }): void;
  pause(partition: Partition): void;
  resume(partition: Partition): void;
  /** Reads nothing more; the process is expected to end. */
  abandon(): void;
}

/** What a client fetched of one partition: everything from `from` up to `next`, not included. */
export interface Fetched extends Partition {
  readonly from: bigint;
  /** False where the client does not say at which offset it began, so that there may be nothing between the wanted offset and `from`. */
  readonly isFromExact: boolean;
  readonly next: bigint;
  readonly highWatermark: bigint;
  readonly records: readonly LogRecord[];
}

interface Ownership extends Partition {
  readonly claim: PartitionClaim;
  /** The end of what was handed over, which is where the next batch begins. */
  handedUpTo: bigint;
  /** Where to read on; above `handedUpTo` only where nothing was stored yet and the log begins later. */
  readFrom: bigint;
  /** The end of what is durable. */
  storedUpTo: bigint;
  isRefused: boolean;
}

const DRAIN_LIMIT_MS = 10_000;

const nameOf = ({ topic, partition }: Partition): string => `${topic} ${partition}`;
const placeOf = ({ topic, partition }: Partition): Partition => ({ topic, partition });

function* slicesOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (items.length <= size) yield items;
  else for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/**
 * Hands what a client library fetches to the one who stores it: claims a partition before its first batch, keeps the batches in one chain,
 * brings the client to the stored position, and follows what was taken over until it is durable. Knows no client library.
 */
export class BatchHandOver {
  /** What this member owns since it last joined the group. */
  private owned = new Map<string, Ownership>();
  /** The last hand-over of each partition: a new generation may hand out a partition while the former batch is still being handed over. */
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly unstored = new Map<string, Set<Promise<void>>>();
  private readonly held = new Map<string, NodeJS.Timeout>();
  private readonly waiting = new Set<() => void>();
  private stopping = false;
  private failed = false;

  constructor(
    private readonly client: LogClient,
    private readonly log: KafkaLog,
    private readonly options: BatchHandling,
  ) {}

  /** The group gave out its partitions anew: each of ours is claimed again before its next batch. */
  joined(): void {
    this.owned = new Map();
  }

  owns(partition: Partition): boolean {
    return this.owned.has(nameOf(partition));
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** For each owned partition the end of what is durable. */
  stored(): readonly (Partition & { readonly offset: bigint })[] {
    return [...this.owned.values()].map(({ topic, partition, storedUpTo }) => ({ topic, partition, offset: storedUpTo }));
  }

  /** True when the client may go on behind `next`; false where it was sent elsewhere, or nothing more is taken. Never rejects. */
  take(fetched: Fetched): Promise<boolean> {
    const generation = this.owned;
    const name = nameOf(fetched);
    const run = (this.tails.get(name) ?? Promise.resolve()).then(async () => {
      if (this.stopping || generation !== this.owned || this.held.has(name)) return false;
      try {
        const owner = this.owned.get(name) ?? (await this.claim(fetched));
        return owner !== null && (await this.isInPlace(owner, fetched)) && (await this.handOver(owner, fetched));
      } catch (error) {
        this.fail(error);
        return false;
      }
    });
    this.tails.set(name, run);
    // The client waits for the answer before it leaves the group, so that a handler that never has room would hold up the end.
    return new Promise((resolve) => {
      const give = (goesOn: boolean): void => {
        this.waiting.delete(giveUp);
        resolve(goesOn);
      };
      const giveUp = (): void => give(false);
      this.waiting.add(giveUp);
      void run.then(give);
    });
  }

  /** Takes nothing more, and waits until what was taken is durable, within the limit. */
  async drain(): Promise<void> {
    this.stopping = true;
    for (const timer of this.held.values()) clearTimeout(timer);
    const all = async (): Promise<void> => {
      await Promise.all(this.tails.values());
      await Promise.all([...this.unstored.values()].flatMap((set) => [...set]));
    };
    await this.withinLimit(all());
    for (const giveUp of this.waiting) giveUp();
  }

  /** Null where the group went on while the claim was waited for. */
  private async claim(fetched: Partition): Promise<Ownership | null> {
    const generation = this.owned;
    const place = placeOf(fetched);
    // Else the claim would refuse what this process itself is about to store.
    await this.withinLimit(Promise.all([...(this.unstored.get(nameOf(place)) ?? [])]));
    if (generation !== this.owned || this.stopping) return null;
    const claim = await this.options.claims.claim(place);
    const owner = { ...place, claim, handedUpTo: claim.nextOffset, readFrom: claim.nextOffset, storedUpTo: claim.nextOffset, isRefused: false };
    await this.checkLog(owner);
    if (generation !== this.owned) return null;
    this.owned.set(nameOf(place), owner);
    this.log.info({ ...place, epoch: claim.epoch.toString(), nextOffset: claim.nextOffset.toString() }, 'kafka.partition_claimed');
    return owner;
  }

  private async checkLog(owner: Ownership): Promise<void> {
    const { handedUpTo } = owner;
    const range = (await this.client.ranges(owner.topic)).get(owner.partition);
    if (!range || handedUpTo > range.high || (handedUpTo > 0n && handedUpTo < range.low)) {
      throw new LogMoved({ ...placeOf(owner), stored: handedUpTo, low: range?.low ?? null, high: range?.high ?? null });
    }
    if (owner.readFrom < range.low) owner.readFrom = range.low;
  }

  /** The broker's offset is only a hint, and a client resets a position that the log lacks: where it read elsewhere, it is sent to ours. */
  private async isInPlace(owner: Ownership, fetched: Fetched): Promise<boolean> {
    const holds = (): boolean => fetched.from <= owner.readFrom && owner.readFrom <= fetched.next;
    if (holds()) return true;
    await this.checkLog(owner);
    if (holds() || (fetched.from > owner.readFrom && !fetched.isFromExact)) return true;
    this.client.seek({ ...placeOf(owner), offset: owner.readFrom });
    return false;
  }

  private async handOver(owner: Ownership, fetched: Fetched): Promise<boolean> {
    if (fetched.next === owner.readFrom) return true;
    const { readFrom } = owner;
    const records = fetched.from < readFrom ? fetched.records.filter(({ offset }) => offset >= readFrom) : fetched.records;
    const last = records.at(-1);
    for (const messages of slicesOf(records, this.options.maxBatchRecords)) {
      if (this.stopping || !this.isCurrent(owner)) return false;
      const end = messages.at(-1);
      const nextOffset = end && end !== last ? end.offset + 1n : fetched.next;
      const bounds = { firstOffset: owner.handedUpTo, nextOffset, highWatermark: fetched.highWatermark };
      owner.handedUpTo = owner.readFrom = nextOffset;
      await this.hand(owner, { ...placeOf(owner), ...bounds, epoch: owner.claim.epoch, messages });
    }
    return this.isCurrent(owner);
  }

  private async hand(owner: Ownership, batch: RecordBatch): Promise<void> {
    try {
      const taken = await this.options.onBatch(batch);
      if (taken) this.follow(owner, batch, taken);
      else owner.storedUpTo = batch.nextOffset;
    } catch (error) {
      this.refuse(owner, error);
    }
  }

  private follow(owner: Ownership, batch: RecordBatch, { stored }: TakenOver): void {
    const name = nameOf(owner);
    const running = this.unstored.get(name) ?? new Set();
    this.unstored.set(name, running);
    const done = stored
      .then(
        () => {
          owner.storedUpTo = batch.nextOffset;
        },
        (error: unknown) => this.refuse(owner, error),
      )
      .finally(() => running.delete(done));
    running.add(done);
  }

  private isCurrent(owner: Ownership): boolean {
    return this.owned.get(nameOf(owner)) === owner;
  }

  /** The batches that follow in the chain are refused for the same reason and say nothing new. */
  private refuse(owner: Ownership, error: unknown): void {
    if (!(error instanceof Fenced) && !(error instanceof Held)) return this.fail(error);
    if (owner.isRefused) return;
    owner.isRefused = true;
    const isCurrent = this.isCurrent(owner);
    if (isCurrent) this.owned.delete(nameOf(owner));
    if (error instanceof Fenced) {
      this.options.onFenced(placeOf(owner));
      // Also where the log holds nothing new, the refused batch has to be read again.
      if (isCurrent) this.client.seek({ ...placeOf(owner), offset: owner.storedUpTo });
    } else if (isCurrent) this.hold(owner, error.partition.retryAfterMs);
  }

  private hold(owner: Ownership, retryAfterMs: number): void {
    const place = placeOf(owner);
    if (this.stopping) return;
    this.client.pause(place);
    const timer = setTimeout(() => {
      this.held.delete(nameOf(place));
      this.client.resume(place);
      this.client.seek({ ...place, offset: owner.storedUpTo });
    }, retryAfterMs);
    this.held.set(nameOf(place), timer);
    this.options.onHeld?.({ ...place, retryAfterMs });
  }

  private fail(error: unknown): void {
    this.stopping = true;
    if (this.failed) return;
    this.failed = true;
    this.client.abandon();
    this.options.onFault(error);
  }

  private async withinLimit(work: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.options.drainLimitMs ?? DRAIN_LIMIT_MS);
    });
    await Promise.race([work, limit]);
    clearTimeout(timer);
  }
}
