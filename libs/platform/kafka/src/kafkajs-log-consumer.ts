import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './connection.js';
import { Fenced, type LogConsumer, type LogRecord, type PartitionClaim, type PartitionClaims, type RecordBatch } from './log-consumer.js';
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

/** Offsets without a record for anybody. */
interface PassedOver {
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
  readonly highWatermark: bigint;
}

/** What this member owns since it last joined the group. */
type Generation = Map<string, Ownership>;

const nameOf = ({ topic, partition }: Partition): string => `${topic} ${partition}`;

/** Tells the broker that this member lives while a batch takes long. What the broker answers shows at the next heartbeat after the batch. */
async function beating(payload: EachBatchPayload, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => {
    payload.heartbeat().catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    await work();
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
    this.consumer.on(this.consumer.events.START_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, firstOffset, lastOffset, highWatermark } }) => {
      // The client's types call it text, but it is null where the log was compacted.
      const first = firstOffset as string | null;
      if (batchSize > 0 || first === null) return;
      const { generation } = this;
      const source = this.sourceOf({ topic, partition });
      const passed = { firstOffset: BigInt(first), nextOffset: BigInt(lastOffset) + 1n, highWatermark: BigInt(highWatermark) };
      this.afterFormer(source, () => this.passOver(source, passed, generation)).catch((error: unknown) => this.fail(error));
    });
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: this.topics.map((topic) => connection.topicPrefix + topic), fromBeginning: true });
    await this.consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrentPartitions,
      eachBatch: (payload) => this.inTurn(payload),
    });
  }

  private sourceOf({ topic, partition }: Partition): Partition {
    return { topic: topic.slice(this.options.connection.topicPrefix.length), partition };
  }

  private inTurn(payload: EachBatchPayload): Promise<void> {
    const { generation } = this;
    const source = this.sourceOf(payload.batch);
    return this.afterFormer(source, () => this.consume(source, payload, generation));
  }

  /** Serial per partition, whatever the client does around a rebalance. */
  private afterFormer(source: Partition, work: () => Promise<void>): Promise<void> {
    const run = (this.tails.get(nameOf(source)) ?? Promise.resolve()).then(work);
    this.tails.set(
      nameOf(source),
      run.catch(() => undefined),
    );
    return run;
  }

  private async consume(source: Partition, payload: EachBatchPayload, generation: Generation): Promise<void> {
    if (this.stopping || generation !== this.generation) return;
    const owned = await this.unlessRefused(source, generation, () => this.own(source, generation));
    if (owned && this.isAtPosition(owned, payload)) await this.store(source, payload, { generation, claim: owned.claim });
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
  private isAtPosition(owned: Ownership, { batch }: EachBatchPayload): boolean {
    const { nextOffset } = owned.claim;
    const first = BigInt(batch.firstOffset() ?? batch.lastOffset());
    const isElsewhere = !owned.settled && (first > nextOffset || BigInt(batch.lastOffset()) + 1n < nextOffset);
    owned.settled = true;
    if (isElsewhere) this.consumer.seek({ topic: batch.topic, partition: batch.partition, offset: nextOffset.toString() });
    return !isElsewhere;
  }

  private async store(source: Partition, payload: EachBatchPayload, owner: { readonly generation: Generation; readonly claim: PartitionClaim }): Promise<void> {
    const { batch } = payload;
    const messages = batch.messages.filter(({ offset }) => BigInt(offset) >= owner.claim.nextOffset);
    const end = BigInt(batch.lastOffset()) + 1n;
    for (let at = 0; at < messages.length; at += this.options.maxBatchRecords) {
      if (this.stopping || owner.generation !== this.generation) return;
      const share = messages.slice(at, at + this.options.maxBatchRecords).map(toRecord);
      const [first, last] = [share[0], share.at(-1)];
      if (!first || !last) return;
      // Behind the last record may stand what no reader is given, such as the end of a transaction; the position moves over it.
      const nextOffset = at + share.length < messages.length ? last.offset + 1n : end;
      const bounds = { firstOffset: first.offset, nextOffset, highWatermark: BigInt(batch.highWatermark) };
      const stored = await this.unlessRefused(source, owner.generation, async () => {
        await beating(payload, () => this.options.onBatch({ ...source, ...bounds, epoch: owner.claim.epoch, messages: share }));
        return true;
      });
      if (stored === null) return;
      payload.resolveOffset(last.offset.toString());
      await payload.heartbeat();
    }
    // Records that were stored before this generation count as read, too.
    payload.resolveOffset(batch.messages.at(-1)?.offset ?? batch.lastOffset());
  }

  /**
   * The client passes over a fetch that holds ends of transactions or aborted records only. The position moves on all the same, because
   * whoever waits for the end of the log would else wait until the next record.
   */
  private async passOver(source: Partition, passed: PassedOver, generation: Generation): Promise<void> {
    if (this.stopping || generation !== this.generation) return;
    const owned = await this.unlessRefused(source, generation, () => this.own(source, generation));
    if (!owned) return;
    const { nextOffset } = owned.claim;
    // Before the first batch the broker's offset is only a hint; what is passed over elsewhere says nothing about the stored position.
    if (!owned.settled && passed.firstOffset > nextOffset) return;
    const firstOffset = passed.firstOffset > nextOffset ? passed.firstOffset : nextOffset;
    if (passed.nextOffset <= firstOffset) return;
    const bounds = { firstOffset, nextOffset: passed.nextOffset, highWatermark: passed.highWatermark };
    await this.unlessRefused(source, generation, () => this.options.onBatch({ ...source, ...bounds, epoch: owned.claim.epoch, messages: [] }));
  }

  /** Reads nothing more and commits nothing more; the process is expected to end. */
  private fail(error: unknown): void {
    this.stopping = true;
    // Not awaited, because it waits for the batch from which this is called.
    this.consumer.stop().catch(() => undefined);
    this.options.onFault(error);
  }
}

/** The log does not hold the offset up to which the database has it: records were lost to retention, or the topic was made anew. */
export class LogMoved extends Error {
  override readonly name = 'LogMoved';

  constructor(readonly position: { topic: string; partition: number; stored: bigint; low: bigint | null; high: bigint | null }) {
    super(
      `partition ${position.partition} of ${position.topic} is stored up to offset ${position.stored}, but the log holds ${position.low ?? 'nothing'} to ${position.high ?? 'nothing'}: ` +
        'records were deleted before they were read, or the topic belongs to another broker',
    );
  }
}
