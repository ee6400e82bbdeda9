import type { KafkaLog } from './connection.js';
import type { Fetched, LogClient } from './log-client.js';
import { Fenced, Held, type BatchHandling, type PartitionClaim, type RecordBatch, type TakenOver } from './log-consumer.js';
import type { Partition } from './partition.js';
import { isMadeAnew, lacksPosition, LogMoved, type LogState } from './log-moved.js';

interface Ownership extends Partition {
  readonly claim: PartitionClaim;
  readonly topicId: string | null;
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

  /** Claims a partition that the group gave to this member, and says where it is read on; null where nothing is to be read. Never rejects. */
  async position(partition: Partition): Promise<bigint | null> {
    let from: bigint | null = null;
    await this.inTurn(partition, async () => {
      const owner = this.owned.get(nameOf(partition)) ?? (await this.claim(partition));
      if (owner && owner === this.owned.get(nameOf(partition))) from = owner.readFrom;
      return owner !== null;
    });
    return from;
  }

  /** True when the client may go on behind `next`; false where it was sent elsewhere, or nothing more is taken. Never rejects. */
  take(fetched: Fetched): Promise<boolean> {
    return this.inTurn(fetched, async () => {
      const owner = this.owned.get(nameOf(fetched)) ?? (await this.claim(fetched));
      return owner !== null && (await this.isInPlace(owner, fetched)) && (await this.handOver(owner, fetched));
    });
  }

  /** Whether the log is still the one that was claimed; a fault where it is not. For a client that was told that it asks for what is not there. */
  async verify(partition: Partition): Promise<void> {
    await this.inTurn(partition, async () => {
      const owner = this.owned.get(nameOf(partition));
      // A broker that does not answer says nothing about the log, and is asked again.
      const found = await this.client.state(placeOf(partition)).catch(() => undefined);
      if (owner && found !== undefined) this.check(owner, found);
      return owner !== undefined;
    });
  }

  /** `verify`, for one partition of each topic: for a client that goes over to a topic that was made anew without a word. */
  async verifyTopics(): Promise<void> {
    const firsts = new Map([...this.owned.values()].map((owner) => [owner.topic, owner]));
    await Promise.all([...firsts.values()].map((owner) => this.verify(owner)));
  }

  private inTurn(partition: Partition, work: () => Promise<boolean>): Promise<boolean> {
    const generation = this.owned;
    const name = nameOf(partition);
    const run = (this.tails.get(name) ?? Promise.resolve()).then(async () => {
      if (this.stopping || generation !== this.owned || this.held.has(name)) return false;
      try {
        return await work();
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

  /** Before the partitions go to other members: gives them up and waits until what was taken of them is durable, within the limit. */
  async release(): Promise<void> {
    this.owned = new Map();
    await this.withinLimit(this.settled());
  }

  /** Takes nothing more, and waits until what was taken is durable, within the limit. */
  async drain(): Promise<void> {
    this.stopping = true;
    for (const timer of this.held.values()) clearTimeout(timer);
    await this.withinLimit(this.settled());
    for (const giveUp of this.waiting) giveUp();
  }

  private async settled(): Promise<void> {
    await Promise.all(this.tails.values());
    await Promise.all([...this.unstored.values()].flatMap((running) => [...running]));
  }

  /** Null where the group went on while the claim was waited for. */
  private async claim(partition: Partition): Promise<Ownership | null> {
    const generation = this.owned;
    const place = placeOf(partition);
    // Else the claim would refuse what this process itself is about to store.
    await this.withinLimit(Promise.all([...(this.unstored.get(nameOf(place)) ?? [])]));
    if (generation !== this.owned || this.stopping) return null;
    const log = await this.client.state(place);
    const claim = await this.options.claims.claim({ ...place, ...(log ? { log } : {}) });
    const at = claim.nextOffset;
    const owner = { ...place, claim, topicId: log?.topicId ?? null, handedUpTo: at, readFrom: at, storedUpTo: at, isRefused: false };
    this.check(owner, log);
    if (generation !== this.owned) return null;
    this.owned.set(nameOf(place), owner);
    this.log.info({ ...place, epoch: claim.epoch.toString(), nextOffset: claim.nextOffset.toString() }, 'kafka.partition_claimed');
    return owner;
  }

  private check(owner: Ownership, found: LogState | null): void {
    const { handedUpTo, topicId } = owner;
    if (!found || isMadeAnew(topicId, found) || lacksPosition(handedUpTo, found)) {
      throw new LogMoved({ ...placeOf(owner), stored: handedUpTo, storedTopicId: topicId, found });
    }
    if (owner.readFrom < found.low) owner.readFrom = found.low;
  }

  /** The broker's offset is only a hint, and a client resets a position that the log lacks: where it read elsewhere, it is sent to ours. */
  private async isInPlace(owner: Ownership, fetched: Fetched): Promise<boolean> {
    const holds = (): boolean => fetched.from <= owner.readFrom && owner.readFrom <= fetched.next;
    if (holds()) return true;
    this.check(owner, await this.client.state(owner));
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
