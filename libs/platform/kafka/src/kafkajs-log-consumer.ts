import type { Consumer, ConsumerEndBatchProcessEvent, EachBatchPayload, KafkaMessage } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './connection.js';
import { Fenced, type LogConsumer, type LogRecord, type PartitionClaim, type PartitionClaims, type RecordBatch } from './log-consumer.js';
import { LogMoved } from './log-moved.js';
import { TopicAdmin } from './topic-admin.js';

export interface LogConsumerOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly claims: PartitionClaims;
  /** Records in one batch at most. */
  readonly maxBatchRecords: number;
  /** Partitions whose batches may run at the same time. */
  readonly concurrentPartitions: number;
  readonly onBatch: (batch: RecordBatch) => Promise<void>;
  readonly onFenced: (partition: { readonly topic: string; readonly partition: number }) => void;
  /** The consumer cannot go on: the process has to end and start again. */
  readonly onFault: (error: unknown) => void;
}

const MAX_PARTITION_BYTES = 1024 * 1024;
// The shortest that a broker allows by default: after a kill the partitions stay without owner for this long.
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 1_000;

const toRecord = (message: KafkaMessage): LogRecord => ({
  offset: BigInt(message.offset),
  key: message.key,
  value: message.value,
  headers: message.headers ?? {},
  timestamp: Number(message.timestamp),
});

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

interface Ownership {
  readonly claim: PartitionClaim;
  /** True once a batch was read at the position that the claim gave. */
  settled: boolean;
}

/** What this member owns since it last joined the group. */
type Generation = Map<string, Ownership>;

interface Owner {
  readonly generation: Generation;
  readonly claim: PartitionClaim;
}

/** Offsets from `first` up to `next`, not included. */
interface Range {
  readonly first: bigint;
  readonly next: bigint;
}

const nameOf = ({ topic, partition }: Partition): string => `${topic} ${partition}`;

/** Tells the broker that this member lives while a batch takes long. What the broker answers shows at the next heartbeat after the batch. */
async function beating<T>(payload: EachBatchPayload, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    payload.heartbeat().catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** `LogConsumer` over kafkajs. */
export class KafkajsLogConsumer implements LogConsumer {
  private readonly consumer: Consumer;
  private readonly admin: TopicAdmin;
  private generation: Generation = new Map();
  /** The last batch of each partition: a new generation may hand out a partition while the former batch is still being stored. */
  private readonly tails = new Map<string, Promise<void>>();
  private starting: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly topics: readonly string[],
    private readonly options: LogConsumerOptions,
  ) {
    this.admin = new TopicAdmin(options.connection);
    this.consumer = kafkaClient(options.connection).consumer({
      groupId: options.connection.topicPrefix + options.groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: 30_000,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      maxBytes: 4 * MAX_PARTITION_BYTES,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    });
  }

  start(): Promise<void> {
    this.starting ??= this.subscribe();
    return this.starting;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    // A start that failed was reported to its caller.
    await this.starting?.catch(() => undefined);
    await this.consumer.disconnect();
    await Promise.all(this.tails.values());
    await this.admin.close();
  }

  private async subscribe(): Promise<void> {
    const { connection, onFault } = this.options;
    this.consumer.on(this.consumer.events.GROUP_JOIN, () => {
      this.generation = new Map();
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      // The client restarts itself after network errors; anything else would leave a process that runs and reads nothing.
      if (!payload.restart && !this.stopping) onFault(payload.error);
    });
    this.consumer.on(this.consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      // The client's types leave out that a fetch may hold nothing from the wanted offset on.
      const firstOffset = payload.firstOffset as string | null;
      if (payload.batchSize === 0 && firstOffset !== null) this.passOver(payload);
    });
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: this.topics.map((topic) => connection.topicPrefix + topic), fromBeginning: true });
    await this.consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrentPartitions,
      eachBatch: (payload) => this.inTurn(payload),
    });
  }

  /** Serial per partition, whatever the client does around a rebalance. */
  private inTurn(payload: EachBatchPayload): Promise<void> {
    const { generation } = this;
    const source = this.partitionOf(payload.batch);
    return this.behind(source, () => this.consume(source, payload, generation));
  }

  private behind(source: Partition, work: () => Promise<void>): Promise<void> {
    const run = (this.tails.get(nameOf(source)) ?? Promise.resolve()).then(work);
    this.tails.set(
      nameOf(source),
      run.catch(() => undefined),
    );
    return run;
  }

  private partitionOf({ topic, partition }: Partition): Partition {
    return { topic: topic.slice(this.options.connection.topicPrefix.length), partition };
  }

  /**
   * Markers of transactions and aborted records take offsets and are nobody's batch. The position is stored past them all the same, or it would
   * never reach the log's end, and would one day lie before its beginning.
   */
  private passOver({ topic, partition, firstOffset, lastOffset, highWatermark }: ConsumerEndBatchProcessEvent['payload']): void {
    const { generation } = this;
    const source = this.partitionOf({ topic, partition });
    const read = { first: BigInt(firstOffset), next: BigInt(lastOffset) + 1n, highWatermark };
    void this.behind(source, async () => {
      if (this.stopping || generation !== this.generation) return;
      const owned = await this.unlessRefused(source, generation, () => this.own(source, generation));
      if (owned && this.isAtPosition(owned, { ...source, ...read })) await this.storeNothing(source, read, { generation, claim: owned.claim });
    });
  }

  private async consume(source: Partition, payload: EachBatchPayload, generation: Generation): Promise<void> {
    if (this.stopping || generation !== this.generation) return;
    // A claim waits for a transaction of the former owner that is still open.
    const owned = await this.unlessRefused(source, generation, () => beating(payload, () => this.own(source, generation)));
    const { batch } = payload;
    const read = { ...source, first: BigInt(batch.firstOffset() ?? batch.lastOffset()), next: BigInt(batch.lastOffset()) + 1n };
    if (owned && this.isAtPosition(owned, read)) await this.store(source, payload, { generation, claim: owned.claim });
    if (this.stopping) return;
    // Where the group has gone on without us the broker says so here, and the client joins again. A fenced batch was not resolved, so it
    // is fetched again and its partition claimed anew.
    await payload.heartbeat();
  }

  /** Null where the partition was lost or the work failed. Errors of the client itself do not come here: they are how it learns of a rebalance. */
  private async unlessRefused<T>(source: Partition, generation: Generation, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fenced) {
        generation.delete(nameOf(source));
        this.options.onFenced(source);
      } else this.fail(error);
      return null;
    }
  }

  private async own(source: Partition, generation: Generation): Promise<Ownership> {
    const known = generation.get(nameOf(source));
    if (known) return known;
    const claim = await this.options.claims.claim(source);
    const range = (await this.admin.ranges(source.topic)).get(source.partition);
    if (!range || claim.nextOffset > range.high || (claim.nextOffset > 0n && claim.nextOffset < range.low)) {
      throw new LogMoved({ ...source, stored: claim.nextOffset, low: range?.low ?? null, high: range?.high ?? null });
    }
    const owned = { claim, settled: claim.nextOffset === 0n };
    generation.set(nameOf(source), owned);
    this.options.connection.log.info({ ...source, epoch: claim.epoch.toString(), nextOffset: claim.nextOffset.toString() }, 'kafka.partition_claimed');
    return owned;
  }

  /** The broker's offset is only a hint: where the first batch of a generation does not hold the stored position, reading goes there. */
  private isAtPosition(owned: Ownership, read: Partition & Range): boolean {
    const { nextOffset } = owned.claim;
    const isElsewhere = !owned.settled && (read.first > nextOffset || read.next < nextOffset);
    owned.settled = true;
    const topic = this.options.connection.topicPrefix + read.topic;
    if (isElsewhere) this.consumer.seek({ topic, partition: read.partition, offset: nextOffset.toString() });
    return !isElsewhere;
  }

  private async store(source: Partition, payload: EachBatchPayload, owner: Owner): Promise<void> {
    const { batch } = payload;
    const { generation, claim } = owner;
    const end = BigInt(batch.lastOffset()) + 1n;
    const records = batch.messages.filter(({ offset }) => BigInt(offset) >= claim.nextOffset).map(toRecord);
    // What is stored up to here may still lack the markers behind it.
    if (records.length === 0) await this.storeNothing(source, { first: claim.nextOffset, next: end, highWatermark: batch.highWatermark }, owner);
    for (let at = 0; at < records.length; at += this.options.maxBatchRecords) {
      if (this.stopping || generation !== this.generation) return;
      const messages = records.slice(at, at + this.options.maxBatchRecords);
      const [first, last] = [messages[0], messages.at(-1)];
      if (!first || !last) return;
      const nextOffset = last === records.at(-1) ? end : last.offset + 1n;
      const bounds = { firstOffset: first.offset, nextOffset, highWatermark: BigInt(batch.highWatermark) };
      const stored = await this.unlessRefused(source, generation, async () => {
        await beating(payload, () => this.options.onBatch({ ...source, ...bounds, epoch: claim.epoch, messages }));
        return true;
      });
      if (stored === null) return;
      payload.resolveOffset(last.offset.toString());
      await payload.heartbeat();
    }
    // Records that were stored before this generation count as read, too.
    payload.resolveOffset(batch.messages.at(-1)?.offset ?? batch.lastOffset());
  }

  private async storeNothing(source: Partition, read: Range & { readonly highWatermark: string }, { generation, claim }: Owner): Promise<void> {
    const firstOffset = read.first > claim.nextOffset ? read.first : claim.nextOffset;
    if (read.next <= firstOffset) return;
    const bounds = { firstOffset, nextOffset: read.next, highWatermark: BigInt(read.highWatermark) };
    await this.unlessRefused(source, generation, () => this.options.onBatch({ ...source, ...bounds, epoch: claim.epoch, messages: [] }));
  }

  /** Reads nothing more and commits nothing more; the process is expected to end. */
  private fail(error: unknown): void {
    this.stopping = true;
    // Not awaited, because it waits for the batch from which this is called.
    this.consumer.stop().catch(() => undefined);
    this.options.onFault(error);
  }
}
