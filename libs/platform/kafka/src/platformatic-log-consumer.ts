import { Consumer, FetchIsolationLevels, type ClusterMetadata, type GroupAssignment } from '@platformatic/kafka';

import { BatchHandOver } from './batch-hand-over.js';
import { ConsumerWatchdog } from './consumer-watchdog.js';
import { fetchedRecords, type FetchResponse } from './fetched-records.js';
import { logState, type LogClient } from './log-client.js';
import type { LogConsumer } from './log-consumer.js';
import type { Partition } from './partition.js';
import * as limits from './log-consumer-options.js';
import { OffsetHints } from './offset-hints.js';
import { TopicAdmin, topicsAreReady } from './topic-admin.js';
import { TopicIds } from './topic-ids.js';

type Position = Partition & { readonly offset: bigint };

const RETRY_MS = 500;
// A partition at its end must not keep those waiting whose batches have just been handed over.
const BUSY_WAIT_MS = 10;
// JoinGroup is answered when all members have come, so requests may take as long as that.
const REQUEST_TIMEOUT_MS = limits.REBALANCE_TIMEOUT_MS + 5_000;

const nameOf = ({ topic, partition }: Partition): string => `${topic} ${partition}`;

/** `LogConsumer` over @platformatic/kafka. It keeps the positions itself, and fetches with the client's own fetch instead of its streams. */
export class PlatformaticLogConsumer implements LogConsumer {
  private readonly consumer: Consumer;
  private readonly admin: TopicAdmin;
  private readonly ids: TopicIds;
  private readonly handOver: BatchHandOver;
  private readonly hints: OffsetHints;
  private readonly watchdog: ConsumerWatchdog;
  /** The partitions of this member, with the offset to be fetched next; without one while they are claimed. */
  private readonly positions = new Map<string, Position | null>();
  private readonly topicIds = new Map<string, string | undefined>();
  private readonly paused = new Set<string>();
  /** What was fetched of them is being handed over. */
  private readonly busy = new Set<string>();
  private readonly fetching = new Map<number, Promise<void>>();
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private heardAtMs = 0;
  private starting: Promise<void> | null = null;

  constructor(
    private readonly topics: readonly string[],
    private readonly options: limits.LogConsumerOptions,
  ) {
    const { connection, onFault } = options;
    this.admin = new TopicAdmin(connection);
    this.ids = new TopicIds(connection);
    this.handOver = new BatchHandOver(this.client(), connection.log, options);
    this.consumer = this.create();
    this.hints = new OffsetHints({
      log: connection.log,
      everyMs: options.hintMs ?? limits.HINT_MS,
      stored: () => this.handOver.stored(),
      commit: (positions) => this.consumer.commit({ offsets: positions.map((at) => ({ ...at, topic: this.brokerName(at.topic), leaderEpoch: -1 })) }),
    });
    this.watchdog = new ConsumerWatchdog({
      limitMs: options.silenceLimitMs ?? limits.SILENCE_LIMIT_MS,
      brokerAnswers: () => topicsAreReady({ brokers: connection.brokers, topics, prefix: connection.topicPrefix }),
      onStuck: onFault,
    });
  }

  start(): Promise<void> {
    this.starting ??= this.join();
    return this.starting;
  }

  async stop(): Promise<void> {
    const drained = this.handOver.drain();
    this.watchdog.stop();
    // A start that failed was reported to its caller.
    await this.starting?.catch(() => undefined);
    await drained;
    await this.hints.stop();
    await this.looking;
    await Promise.all(this.fetching.values());
    await this.consumer.close();
    await this.admin.close();
    await this.ids.close();
  }

  private create(): Consumer {
    const { connection, groupId } = this.options;
    return new Consumer({
      clientId: connection.clientId,
      groupId: connection.topicPrefix + groupId,
      bootstrapBrokers: [...connection.brokers],
      autocommit: false,
      connectTimeout: 5_000,
      timeout: REQUEST_TIMEOUT_MS,
      retries: 6,
      retryDelay: RETRY_MS,
      sessionTimeout: limits.SESSION_TIMEOUT_MS,
      rebalanceTimeout: limits.REBALANCE_TIMEOUT_MS,
      heartbeatInterval: limits.HEARTBEAT_MS,
      isolationLevel: FetchIsolationLevels.READ_COMMITTED,
      // As kafkajs calls it, so that members with either client can be in one group while one replaces the other.
      protocols: [{ name: 'RoundRobinAssigner', version: 0 }],
      // Awaited before the client joins again, which is the moment to bring to an end what was taken of the partitions that may go.
      protocolsMetadata: async () => {
        this.positions.clear();
        await this.handOver.release();
        return Buffer.alloc(0);
      },
    });
  }

  private async join(): Promise<void> {
    const { consumer } = this;
    consumer.topics.trackAll(...this.topics.map((topic) => this.brokerName(topic)));
    consumer.on('consumer:group:join', ({ assignments }) => this.joined(assignments ?? []));
    consumer.on('consumer:heartbeat:end', () => this.heard());
    // What the client reports here is a join that it gave up.
    consumer.on('error', (error) => {
      this.options.connection.log.warn({ error }, 'kafka.client_warning');
      setTimeout(() => void this.joinAgain(), RETRY_MS);
    });
    await consumer.joinGroup({});
    this.hints.start();
    this.watchdog.start();
  }

  private async joinAgain(): Promise<void> {
    if (this.handOver.isStopping) return;
    try {
      await this.consumer.joinGroup({});
    } catch (error) {
      this.options.connection.log.warn({ error }, 'kafka.client_warning');
      setTimeout(() => void this.joinAgain(), RETRY_MS);
    }
  }

  private heard(): void {
    this.heardAtMs = Date.now();
    this.watchdog.sign();
    this.look();
  }

  private joined(assignments: readonly GroupAssignment[]): void {
    this.handOver.joined();
    this.hints.forget();
    this.positions.clear();
    this.heard();
    for (const { topic, partitions } of assignments) {
      for (const partition of partitions) {
        const place = this.placeOf({ topic, partition });
        this.positions.set(nameOf(place), null);
        void this.handOver.position(place).then((offset) => {
          if (offset !== null) this.moveTo({ ...place, offset });
        });
      }
    }
  }

  private moveTo(position: Position): void {
    if (!this.positions.has(nameOf(position))) return;
    this.positions.set(nameOf(position), position);
    this.look();
  }

  /** Begins to fetch what can be fetched, one request for each broker at a time. */
  private look(): void {
    this.lookAgain = true;
    this.looking ??= this.lookAround().finally(() => {
      this.looking = null;
    });
  }

  private async lookAround(): Promise<void> {
    while (this.lookAgain && !this.handOver.isStopping) {
      this.lookAgain = false;
      try {
        const metadata = await this.consumer.metadata({ topics: this.topics.map((topic) => this.brokerName(topic)) });
        for (const [node, wanted] of this.wantedByNode(metadata)) {
          if (!this.fetching.has(node)) this.fetching.set(node, this.fetch(node, { metadata, wanted }));
        }
      } catch (error) {
        this.options.connection.log.warn({ error }, 'kafka.client_warning');
        setTimeout(() => this.look(), RETRY_MS);
      }
    }
  }

  private wantedByNode(metadata: ClusterMetadata): ReadonlyMap<number, readonly Position[]> {
    // Whoever has heard nothing for so long may have lost the partitions, and would take them back from their owner by a claim.
    if (Date.now() - this.heardAtMs > limits.SESSION_TIMEOUT_MS) return new Map();
    const wanted = [...this.positions].flatMap(([name, at]) => (at && !this.busy.has(name) && !this.paused.has(name) ? [at] : []));
    return Map.groupBy(wanted, ({ topic, partition }) => metadata.topics.get(this.brokerName(topic))?.partitions[partition]?.leader ?? -1);
  }

  private async fetch(node: number, { metadata, wanted }: { readonly metadata: ClusterMetadata; readonly wanted: readonly Position[] }): Promise<void> {
    const { maxBytes = limits.MAX_BYTES } = this.options;
    const partitionMaxBytes = limits.bytesPerPartition(maxBytes, this.positions.size);
    const topics = [...Map.groupBy(wanted, ({ topic }) => topic)].map(([topic, positions]) => ({
      topicId: metadata.topics.get(this.brokerName(topic))?.id ?? '',
      partitions: positions.map(({ partition, offset }) => ({
        partition,
        fetchOffset: offset,
        partitionMaxBytes,
        currentLeaderEpoch: -1,
        lastFetchedEpoch: -1,
      })),
    }));
    try {
      if (node < 0) throw new Error('a partition has no leader');
      await this.verifyTopics({ metadata, wanted });
      if (this.handOver.isStopping) return;
      const response = await this.consumer.fetch({ node, topics, maxBytes, minBytes: 1, maxWaitTime: this.busy.size > 0 ? BUSY_WAIT_MS : limits.MAX_WAIT_MS });
      this.watchdog.sign();
      this.takeAll(response, { metadata, wanted });
    } catch (error) {
      await this.recover(error, wanted);
    }
    this.fetching.delete(node);
    this.look();
  }

  /** The client goes over to a topic that was made anew without a word, so its id is looked at before each fetch. */
  private async verifyTopics({ metadata, wanted }: { readonly metadata: ClusterMetadata; readonly wanted: readonly Position[] }): Promise<void> {
    const changed = wanted.filter(({ topic }) => this.topicIds.get(topic) !== metadata.topics.get(this.brokerName(topic))?.id);
    if (changed.length === 0) return;
    await Promise.all(changed.map((place) => this.handOver.verify(place)));
    for (const { topic } of changed) this.topicIds.set(topic, metadata.topics.get(this.brokerName(topic))?.id);
  }

  private takeAll(response: FetchResponse, { metadata, wanted }: { readonly metadata: ClusterMetadata; readonly wanted: readonly Position[] }): void {
    for (const { topicId, partitions } of response.responses) {
      for (const part of partitions) {
        const asked = wanted.find(({ topic, partition }) => partition === part.partitionIndex && metadata.topics.get(this.brokerName(topic))?.id === topicId);
        // It may have been sent elsewhere meanwhile, and a broker may send what is not wanted any more.
        if (!asked || this.positions.get(nameOf(asked)) !== asked || this.paused.has(nameOf(asked))) continue;
        const read = fetchedRecords(part, asked.offset);
        if (read) void this.take(asked, { ...read, highWatermark: part.highWatermark });
      }
    }
  }

  private async take(at: Position, read: NonNullable<ReturnType<typeof fetchedRecords>> & { readonly highWatermark: bigint }): Promise<void> {
    const { topic, partition, offset } = at;
    this.busy.add(nameOf(at));
    const goesOn = await this.handOver.take({ topic, partition, from: offset, isFromExact: true, ...read });
    this.busy.delete(nameOf(at));
    if (goesOn && this.positions.get(nameOf(at)) === at) this.moveTo({ topic, partition, offset: read.next });
    else this.look();
  }

  /** The client repeats what may pass, so what comes here lasts longer: the broker is away, or the log is not what it was. */
  private async recover(error: unknown, wanted: readonly Position[]): Promise<void> {
    if (this.handOver.isStopping) return;
    this.options.connection.log.warn({ error }, 'kafka.client_warning');
    this.consumer.clearMetadata();
    // Only a broker that answered can say that the log lacks what was asked for.
    if (error instanceof Error && 'response' in error) await Promise.all(wanted.map((place) => this.handOver.verify(place)));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }

  private client(): LogClient {
    return {
      state: (place) => logState({ admin: this.admin, ids: this.ids }, place),
      seek: (position) => this.moveTo(position),
      pause: (place) => this.paused.add(nameOf(place)),
      resume: (place) => this.paused.delete(nameOf(place)),
      abandon: () => {
        this.hints.abandon();
        this.watchdog.stop();
        // Not awaited, and nothing depends on a farewell: the process ends.
        this.consumer.close().catch(() => undefined);
      },
    };
  }

  private placeOf({ topic, partition }: Partition): Partition {
    return { topic: topic.slice(this.options.connection.topicPrefix.length), partition };
  }

  private brokerName(topic: string): string {
    return this.options.connection.topicPrefix + topic;
  }
}
