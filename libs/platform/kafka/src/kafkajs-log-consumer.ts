import type { Batch, Consumer, ConsumerEndBatchProcessEvent, ConsumerGroupJoinEvent, EachBatchPayload, KafkaMessage } from 'kafkajs';

import { BatchHandOver } from './batch-hand-over.js';
import { kafkaClient, REQUEST_TIMEOUT_MS } from './connection.js';
import { ConsumerWatchdog } from './consumer-watchdog.js';
import { logState, type LogClient } from './log-client.js';
import type { LogConsumer, LogRecord } from './log-consumer.js';
import type { Partition } from './partition.js';
import * as limits from './log-consumer-options.js';
import { OffsetHints } from './offset-hints.js';
import { TopicAdmin, topicsAreReady } from './topic-admin.js';
import { TopicIds } from './topic-ids.js';
import { UnreadableRecords } from './unreadable-records.js';

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
  }, limits.HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** The client's types leave out at which offset it asked. */
const fetchedFrom = (batch: Batch): bigint => BigInt((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset);

/** The client says which codec it lacks, but not what that means. */
const clearlyOf = (error: Error): Error => (error.name === 'KafkaJSNotImplemented' ? new UnreadableRecords(error) : error);

/** A connection that looks open and brings nothing: the client keeps it and asks again on it, so that only a fresh process gets a fresh one. */
class RequestUnanswered extends Error {
  override readonly name = 'RequestUnanswered';

  constructor(request: string) {
    super(`the broker left a request (${request}) without an answer for ${REQUEST_TIMEOUT_MS} ms; the connection may be dead`);
  }
}

/** `LogConsumer` over kafkajs. */
export class KafkajsLogConsumer implements LogConsumer {
  private consumer: Consumer | null = null;
  private readonly admin: TopicAdmin;
  private readonly ids: TopicIds;
  private readonly handOver: BatchHandOver;
  private readonly hints: OffsetHints;
  private readonly watchdog: ConsumerWatchdog;
  private verifying: NodeJS.Timeout | undefined;
  private starting: Promise<void> | null = null;

  constructor(
    private readonly topics: readonly string[],
    private readonly options: limits.LogConsumerOptions,
  ) {
    this.admin = new TopicAdmin(options.connection);
    this.ids = new TopicIds(options.connection);
    this.handOver = new BatchHandOver(this.client(), options.connection.log, options);
    this.hints = new OffsetHints({
      log: options.connection.log,
      everyMs: options.hintMs ?? limits.HINT_MS,
      stored: () => this.handOver.stored(),
      commit: async (positions) => {
        await this.consumer?.commitOffsets(positions.map(({ offset, ...place }) => ({ ...this.brokerPlace(place), offset: offset.toString() })));
      },
    });
    this.watchdog = new ConsumerWatchdog({
      limitMs: options.silenceLimitMs ?? limits.SILENCE_LIMIT_MS,
      brokerAnswers: () => topicsAreReady({ brokers: options.connection.brokers, topics, prefix: options.connection.topicPrefix }),
      onStuck: options.onFault,
    });
  }

  start(): Promise<void> {
    this.starting ??= this.subscribe();
    return this.starting;
  }

  async stop(): Promise<void> {
    const drained = this.handOver.drain();
    // A start that failed was reported to its caller.
    await this.starting?.catch(() => undefined);
    this.watchdog.stop();
    clearInterval(this.verifying);
    // What is fetched now would be thrown away, and fetched again at once.
    this.quietly((consumer) => consumer.pause(this.topics.map((topic) => ({ topic: this.brokerName(topic) }))));
    await drained;
    await this.hints.stop();
    await this.consumer?.disconnect();
    await this.admin.close();
    await this.ids.close();
  }

  private async subscribe(): Promise<void> {
    const { connection, onFault } = this.options;
    const consumer = await this.create();
    this.consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // The client restarts itself after network errors; anything else would leave a process that runs and reads nothing.
      if (!payload.restart && !this.handOver.isStopping) onFault(clearlyOf(payload.error));
    });
    // The client would ask again on the same connection, dead as it may be. A process that was stopped meanwhile finds its answers waiting.
    consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload }) => {
      if (!this.handOver.isStopping && this.watchdog.wasAwakeFor(REQUEST_TIMEOUT_MS)) onFault(new RequestUnanswered(payload.apiName));
    });
    const { FETCH, HEARTBEAT, START_BATCH_PROCESS } = consumer.events;
    for (const event of [FETCH, HEARTBEAT, START_BATCH_PROCESS] as const) consumer.on(event, () => this.watchdog.sign());
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.passOver(payload);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: this.topics.map((topic) => connection.topicPrefix + topic), fromBeginning: true });
    this.hints.start();
    this.watchdog.start();
    this.verifying = setInterval(() => void this.handOver.verifyTopics(), this.options.hintMs ?? limits.HINT_MS);
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.consume(payload),
    });
  }

  private async create(): Promise<Consumer> {
    const { connection, groupId, maxBytes = limits.MAX_BYTES } = this.options;
    const ranges = await Promise.all(this.topics.map((topic) => this.admin.ranges(topic)));
    const partitions = ranges.reduce((sum, { size }) => sum + size, 0);
    return kafkaClient(connection).consumer({
      groupId: connection.topicPrefix + groupId,
      sessionTimeout: limits.SESSION_TIMEOUT_MS,
      rebalanceTimeout: limits.REBALANCE_TIMEOUT_MS,
      heartbeatInterval: limits.HEARTBEAT_MS,
      maxWaitTimeInMs: limits.MAX_WAIT_MS,
      maxBytesPerPartition: limits.bytesPerPartition(maxBytes, partitions),
      maxBytes,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    });
  }

  /** The broker's offset, from which the client would read, is only a hint: it may also lie behind what is stored, where nothing new ever comes. */
  private joined(assigned: ConsumerGroupJoinEvent['payload']['memberAssignment']): void {
    this.watchdog.sign();
    this.handOver.joined();
    this.hints.forget();
    for (const [topic, partitions] of Object.entries(assigned)) {
      for (const partition of partitions) {
        const place = this.placeOf({ topic, partition });
        void this.handOver.position(place).then((offset) => {
          if (offset !== null) this.seek({ ...place, offset });
        });
      }
    }
  }

  private async consume(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const place = this.placeOf(batch);
    // Where the group has gone on without us the broker says so here, before a claim takes the partition from its owner.
    if (!this.handOver.owns(place)) await this.heartbeat(payload);
    const bounds = { from: fetchedFrom(batch), isFromExact: true, next: BigInt(batch.lastOffset()) + 1n, highWatermark: BigInt(batch.highWatermark) };
    const goesOn = await beating(payload, () => this.handOver.take({ ...place, ...bounds, records: batch.messages.map(toRecord) }));
    if (goesOn) payload.resolveOffset(batch.lastOffset());
    if (!this.handOver.isStopping) await this.heartbeat(payload);
  }

  /** Where the group goes on without us the client joins again at once; what was taken is better stored before others claim it. */
  private async heartbeat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat();
    } catch (error) {
      await this.handOver.release();
      throw error;
    }
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
      state: (place) => logState({ admin: this.admin, ids: this.ids }, place),
      seek: (position) => this.seek(position),
      pause: (place) => this.quietly((consumer) => consumer.pause([{ topic: this.brokerName(place.topic), partitions: [place.partition] }])),
      resume: (place) => this.quietly((consumer) => consumer.resume([{ topic: this.brokerName(place.topic), partitions: [place.partition] }])),
      abandon: () => {
        this.hints.abandon();
        this.watchdog.stop();
        clearInterval(this.verifying);
        // Not awaited, because it waits for the batch from which this is called.
        this.consumer?.stop().catch(() => undefined);
      },
    };
  }

  private seek({ offset, ...place }: Partition & { readonly offset: bigint }): void {
    this.quietly((consumer) => consumer.seek({ ...this.brokerPlace(place), offset: offset.toString() }));
  }

  /** The client refuses these calls while it is down; what it reads after its next start is brought to the right position anyway. */
  private quietly(call: (consumer: Consumer) => void): void {
    try {
      if (this.consumer) call(this.consumer);
    } catch {
      return;
    }
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
