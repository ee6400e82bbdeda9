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

const MAX_PARTITION_BYTES = 4 * 1024 * 1024;
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_MS = 1_000;

const toRecord = (message: KafkaMessage): LogRecord => ({
  offset: BigInt(message.offset),
  key: message.key,
  value: message.value,
  headers: message.headers ?? {},
  timestamp: Number(message.timestamp),
});

/** `LogConsumer` over kafkajs. */
export class KafkajsLogConsumer implements LogConsumer {
  private readonly consumer: Consumer;
  private readonly admin: TopicAdmin;
  /** Claims of the present generation, by topic and partition. */
  private claims = new Map<string, PartitionClaim>();
  /** The last batch of each partition: a new generation may hand out a partition while the former batch is still being stored. */
  private readonly tails = new Map<string, Promise<void>>();
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

  async start(): Promise<void> {
    const { connection, onFault } = this.options;
    this.consumer.on(this.consumer.events.GROUP_JOIN, () => {
      this.claims = new Map();
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      // The client restarts itself after network errors; anything else would leave a process that runs and reads nothing.
      if (!payload.restart && !this.stopping) onFault(payload.error);
    });
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: this.topics.map((topic) => connection.topicPrefix + topic), fromBeginning: true });
    await this.consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrentPartitions,
      eachBatch: (payload) => this.inTurn(payload),
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.consumer.disconnect();
    await Promise.all(this.tails.values());
    await this.admin.close();
  }

  /** Serial per partition, whatever the client does around a rebalance. */
  private inTurn(payload: EachBatchPayload): Promise<void> {
    const key = `${payload.batch.topic} ${payload.batch.partition}`;
    const generation = this.claims;
    const run = (this.tails.get(key) ?? Promise.resolve()).then(() => this.consume(payload, generation));
    this.tails.set(
      key,
      run.catch(() => undefined),
    );
    return run;
  }

  private async consume(payload: EachBatchPayload, generation: Map<string, PartitionClaim>): Promise<void> {
    if (generation !== this.claims) return;
    const topic = payload.batch.topic.slice(this.options.connection.topicPrefix.length);
    const partition = payload.batch.partition;
    try {
      await this.store({ topic, partition, payload, generation });
    } catch (error) {
      if (!(error instanceof Fenced)) return this.fail(error);
      generation.delete(`${topic} ${partition}`);
      this.options.onFenced({ topic, partition });
      // If the group has gone on without us the heartbeat says so and the client joins again; if not, the partition is claimed anew.
      this.consumer.seek({ topic: payload.batch.topic, partition, offset: payload.batch.messages[0]?.offset ?? payload.batch.lastOffset() });
      await payload.heartbeat();
    }
  }

  private async store(work: { topic: string; partition: number; payload: EachBatchPayload; generation: Map<string, PartitionClaim> }): Promise<void> {
    const { topic, partition, payload } = work;
    const { batch } = payload;
    const claim = await this.claimOf(work);
    const first = BigInt(batch.messages[0]?.offset ?? batch.lastOffset());
    if (first > claim.nextOffset && claim.nextOffset > 0n && !work.generation.has(`${topic} ${partition} started`)) {
      // The broker's offset is only a hint; the database knows.
      this.consumer.seek({ topic: batch.topic, partition, offset: claim.nextOffset.toString() });
      work.generation.set(`${topic} ${partition} started`, claim);
      return;
    }
    work.generation.set(`${topic} ${partition} started`, claim);
    const messages = batch.messages.filter(({ offset }) => BigInt(offset) >= claim.nextOffset);
    for (let at = 0; at < messages.length; at += this.options.maxBatchRecords) {
      if (payload.isStale() || work.generation !== this.claims) return;
      const share = messages.slice(at, at + this.options.maxBatchRecords);
      const last = share.at(-1);
      if (!last) return;
      await this.options.onBatch({
        topic,
        partition,
        epoch: claim.epoch,
        firstOffset: BigInt(share[0]?.offset ?? last.offset),
        nextOffset: BigInt(last.offset) + 1n,
        highWatermark: BigInt(batch.highWatermark),
        messages: share.map(toRecord),
      });
      payload.resolveOffset(last.offset);
      await payload.heartbeat();
      if (this.stopping) return;
    }
    // Dropped ones count as read too; resolving is idempotent.
    payload.resolveOffset(batch.messages.at(-1)?.offset ?? batch.lastOffset());
  }

  private async claimOf(work: { topic: string; partition: number; generation: Map<string, PartitionClaim> }): Promise<PartitionClaim> {
    const { topic, partition, generation } = work;
    const known = generation.get(`${topic} ${partition}`);
    if (known) return known;
    const claim = await this.options.claims.claim({ topic, partition });
    const range = (await this.admin.ranges(topic)).get(partition);
    if (!range || claim.nextOffset > range.high || (claim.nextOffset > 0n && claim.nextOffset < range.low)) {
      throw new LogMoved({ topic, partition, stored: claim.nextOffset, low: range?.low ?? null, high: range?.high ?? null });
    }
    generation.set(`${topic} ${partition}`, claim);
    this.options.connection.log.info({ topic, partition, epoch: claim.epoch.toString(), nextOffset: claim.nextOffset.toString() }, 'kafka.partition_claimed');
    return claim;
  }

  private fail(error: unknown): Promise<void> {
    this.stopping = true;
    this.options.onFault(error);
    // Never resolved: the process ends, and until then nothing further may be read from this partition.
    return new Promise(() => undefined);
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
