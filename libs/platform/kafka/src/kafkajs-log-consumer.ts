import type { Batch, Consumer, ConsumerEndBatchProcessEvent, EachBatchPayload, KafkaMessage } from 'kafkajs';

import { BatchHandOver, type LogClient } from './batch-hand-over.js';
import { kafkaClient, type KafkaConnection } from './connection.js';
import type { BatchHandling, LogConsumer, LogRecord, Partition } from './log-consumer.js';
import { TopicAdmin } from './topic-admin.js';

export interface LogConsumerOptions extends BatchHandling {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  /** Bytes that one fetch brings of all partitions together; 4 MiB by default. */
  readonly maxBytes?: number;
  /** How often the stored positions are told to the broker, for tools that show the lag; 5,000 by default. */
  readonly hintMs?: number;
}

const MAX_BYTES = 4 * 1024 * 1024;
const HINT_MS = 5_000;
// A hint that does not arrive must not hold up the end.
const LAST_HINT_LIMIT_MS = 2_000;
// The shortest that a broker allows by default: after a kill the partitions stay without owner for this long.
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 1_000;
// One fetch brings a batch of each partition, and the next fetch waits until all of them are handed over; a waiting one costs nothing.
const CONCURRENT_PARTITIONS = 64;

const toRecord = (message: KafkaMessage): LogRecord => ({
  offset: BigInt(message.offset),
  key: message.key,
  value: message.value,
  headers: message.headers ?? {},
  timestamp: Number(message.timestamp),
});

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

/** The client's types leave out at which offset it asked. */
const fetchedFrom = (batch: Batch): bigint => BigInt((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset);

/** `LogConsumer` over kafkajs. */
export class KafkajsLogConsumer implements LogConsumer {
  private consumer: Consumer | null = null;
  private readonly admin: TopicAdmin;
  private readonly handOver: BatchHandOver;
  private readonly hinted = new Map<string, bigint>();
  private hinting: Promise<void> | null = null;
  private hints: NodeJS.Timeout | undefined;
  private starting: Promise<void> | null = null;

  constructor(
    private readonly topics: readonly string[],
    private readonly options: LogConsumerOptions,
  ) {
    this.admin = new TopicAdmin(options.connection);
    this.handOver = new BatchHandOver(this.client(), options.connection.log, options);
  }

  start(): Promise<void> {
    this.starting ??= this.subscribe();
    return this.starting;
  }

  async stop(): Promise<void> {
    const drained = this.handOver.drain();
    // A start that failed was reported to its caller.
    await this.starting?.catch(() => undefined);
    clearInterval(this.hints);
    // What is fetched now would be thrown away, and fetched again at once.
    this.quietly((consumer) => consumer.pause(this.topics.map((topic) => ({ topic: this.brokerName(topic) }))));
    await drained;
    await this.lastHint();
    await this.consumer?.disconnect();
    await this.admin.close();
  }

  private async subscribe(): Promise<void> {
    const { connection, onFault } = this.options;
    const consumer = await this.create();
    this.consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.handOver.joined();
      this.hinted.clear();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // The client restarts itself after network errors; anything else would leave a process that runs and reads nothing.
      if (!payload.restart && !this.handOver.isStopping) onFault(payload.error);
    });
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.passOver(payload);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: this.topics.map((topic) => connection.topicPrefix + topic), fromBeginning: true });
    this.hints = setInterval(() => this.hint(), this.options.hintMs ?? HINT_MS);
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.consume(payload),
    });
  }

  /**
   * The broker fills a fetch in the order of the partitions, which this client never changes: without an equal share for each, those at the end
   * would wait until those at the beginning are empty.
   */
  private async create(): Promise<Consumer> {
    const { connection, groupId, maxBytes = MAX_BYTES } = this.options;
    const ranges = await Promise.all(this.topics.map((topic) => this.admin.ranges(topic)));
    const partitions = ranges.reduce((sum, { size }) => sum + size, 0);
    return kafkaClient(connection).consumer({
      groupId: connection.topicPrefix + groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: 30_000,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: Math.max(1, Math.floor(maxBytes / Math.max(1, partitions))),
      maxBytes,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    });
  }

  private async consume(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const place = this.placeOf(batch);
    // Where the group has gone on without us the broker says so here, before a claim takes the partition from its owner.
    if (!this.handOver.owns(place)) await payload.heartbeat();
    const bounds = { from: fetchedFrom(batch), isFromExact: true, next: BigInt(batch.lastOffset()) + 1n, highWatermark: BigInt(batch.highWatermark) };
    const goesOn = await beating(payload, () => this.handOver.take({ ...place, ...bounds, records: batch.messages.map(toRecord) }));
    if (goesOn) payload.resolveOffset(batch.lastOffset());
    if (!this.handOver.isStopping) await payload.heartbeat();
  }

  /**
   * Markers of transactions, aborted records and what compaction removed take offsets and are nobody's batch: the client passes over them by
   * itself. The position is stored past them all the same, or it would never reach the log's end, and would one day lie before its beginning.
   */
  private passOver({ topic, partition, firstOffset, lastOffset, highWatermark }: ConsumerEndBatchProcessEvent['payload']): void {
    // The client's types leave out that there may be no first offset, where the log holds nothing at the offset that was asked for.
    const from = BigInt((firstOffset as string | null) ?? lastOffset);
    const bounds = { from, isFromExact: false, next: BigInt(lastOffset) + 1n, highWatermark: BigInt(highWatermark) };
    void this.handOver.take({ ...this.placeOf({ topic, partition }), ...bounds, records: [] });
  }

  private client(): LogClient {
    return {
      ranges: (topic) => this.admin.ranges(topic),
      seek: ({ offset, ...place }) => this.quietly((consumer) => consumer.seek({ ...this.brokerPlace(place), offset: offset.toString() })),
      pause: (place) => this.quietly((consumer) => consumer.pause([{ topic: this.brokerName(place.topic), partitions: [place.partition] }])),
      resume: (place) => this.quietly((consumer) => consumer.resume([{ topic: this.brokerName(place.topic), partitions: [place.partition] }])),
      abandon: () => {
        clearInterval(this.hints);
        // Not awaited, because it waits for the batch from which this is called.
        this.consumer?.stop().catch(() => undefined);
      },
    };
  }

  /** The client refuses these calls while it is down; what it reads after its next start is brought to the right position anyway. */
  private quietly(call: (consumer: Consumer) => void): void {
    try {
      if (this.consumer) call(this.consumer);
    } catch {
      return;
    }
  }

  private hint(): void {
    this.hinting ??= this.commitHints().finally(() => {
      this.hinting = null;
    });
  }

  private async commitHints(): Promise<void> {
    const moved = this.handOver.stored().filter((place) => place.offset > (this.hinted.get(`${place.topic} ${place.partition}`) ?? 0n));
    if (moved.length === 0) return;
    try {
      await this.consumer?.commitOffsets(moved.map(({ offset, ...place }) => ({ ...this.brokerPlace(place), offset: offset.toString() })));
      for (const { topic, partition, offset } of moved) this.hinted.set(`${topic} ${partition}`, offset);
    } catch (error) {
      this.options.connection.log.warn({ error }, 'kafka.offset_hint_failed');
    }
  }

  private async lastHint(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_HINT_LIMIT_MS);
    });
    const both = async (): Promise<void> => {
      await this.hinting;
      await this.commitHints();
    };
    await Promise.race([both(), limit]);
    clearTimeout(timer);
  }

  private placeOf({ topic, partition }: Partition): Partition {
    return { topic: topic.slice(this.options.connection.topicPrefix.length), partition };
  }

  private brokerPlace({ topic, partition }: Partition): Partition {
    return { topic: this.brokerName(topic), partition };
  }

  private brokerName(topic: string): string {
    return this.options.connection.topicPrefix + topic;
  }
}
