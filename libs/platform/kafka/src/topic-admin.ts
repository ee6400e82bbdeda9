import type { Admin, ITopicConfig } from 'kafkajs';

import type { TopicDefinition } from '@hemtag/contracts';

import { kafkaClient, type KafkaConnection } from './connection.js';

export interface PartitionRange {
  /** The oldest offset that the log still has. */
  readonly low: bigint;
  /** The offset that the next record will get. */
  readonly high: bigint;
}

/** The ends of the partitions that hold records: one whose records have all been deleted has an end that nobody will ever reach. */
export const endsWithRecords = (ranges: ReadonlyMap<number, PartitionRange>): ReadonlyMap<number, bigint> =>
  new Map([...ranges].filter(([, { low, high }]) => low < high).map(([partition, { high }]) => [partition, high]));

// The protocol's number; the client's name for it is not among its named exports.
const TOPIC_RESOURCE = 2;

const topicConfig = (definition: TopicDefinition, prefix: string): ITopicConfig => ({
  topic: prefix + definition.name,
  numPartitions: definition.partitions,
  configEntries: Object.entries(definition.config).map(([name, value]) => ({ name, value })),
});

/** The client marks what may be over in a moment; its error classes are not among its named exports. */
const isPassing = (error: unknown): boolean => error instanceof Error && 'retriable' in error && error.retriable === true;

const PATIENCE_MS = 5_000;

/** A broker may be named as the leader of a new partition before it knows that it is; the client does not repeat every question. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Questions to the broker about topics, on one kept connection. */
export class TopicAdmin {
  private readonly admin: Admin;
  private connected: Promise<void> | null = null;
  private answeredAtMs: number;

  constructor(private readonly connection: KafkaConnection) {
    this.admin = kafkaClient(connection).admin();
    this.answeredAtMs = performance.now();
  }

  /** Creates what is missing and waits until each partition has a leader; an existing topic is left as it is. */
  async ensure(definitions: readonly TopicDefinition[]): Promise<void> {
    await this.connect();
    const wanted = definitions.map((definition) => topicConfig(definition, this.connection.topicPrefix));
    const existing = new Set(await this.admin.listTopics());
    const missing = wanted.filter(({ topic }) => !existing.has(topic));
    // Another service may create the same topic at this moment; the client answers false then. The leaders are waited for below and not by the
    // client, which gives up where a broker does not know the topic yet.
    if (missing.length > 0) await this.admin.createTopics({ topics: missing, waitForLeaders: false });
    await this.leaders(wanted.map(({ topic }) => topic));
  }

  /** For each partition the range of offsets that the log holds. */
  async ranges(topic: string): Promise<ReadonlyMap<number, PartitionRange>> {
    await this.connect();
    const offsets = await patiently(() => this.admin.fetchTopicOffsets(this.connection.topicPrefix + topic));
    return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
  }

  /** For each partition the offset that the next record will get. */
  async endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    return new Map([...(await this.ranges(topic))].map(([partition, { high }]) => [partition, high]));
  }

  /** The topic's `compression.type`; `producer` means that records stay as they were sent. */
  async compressionType(topic: string): Promise<string> {
    await this.connect();
    const name = this.connection.topicPrefix + topic;
    const { resources } = await this.admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: TOPIC_RESOURCE, name, configNames: ['compression.type'] }],
    });
    return resources[0]?.configEntries.find(({ configName }) => configName === 'compression.type')?.configValue ?? 'producer';
  }

  /** Whether a broker answers and each of these topics is there with leaders. Never throws; a broker that is away takes some seconds. */
  async isReady(topics: readonly string[]): Promise<boolean> {
    try {
      await this.connect();
      return await this.haveLeaders(topics.map((topic) => this.connection.topicPrefix + topic));
    } catch {
      return false;
    }
  }

  /** Time since a broker last said what it knows of topics; since this was made where none ever did. */
  get answerAgeMs(): number {
    return performance.now() - this.answeredAtMs;
  }

  async close(): Promise<void> {
    if (this.connected) await this.admin.disconnect();
    this.connected = null;
  }

  private connect(): Promise<void> {
    this.connected ??= this.admin.connect().catch((error: unknown) => {
      this.connected = null;
      throw error;
    });
    return this.connected;
  }

  private async leaders(topics: string[]): Promise<void> {
    const deadlineMs = Date.now() + 30_000;
    while (!(await this.haveLeaders(topics))) {
      if (Date.now() > deadlineMs) throw new Error(`no leader for every partition of ${topics.join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async haveLeaders(topics: string[]): Promise<boolean> {
    try {
      const { topics: known } = await this.admin.fetchTopicMetadata({ topics });
      this.answeredAtMs = performance.now();
      return known.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
    } catch (error) {
      // A topic that another process made a moment ago is not in every broker's metadata yet.
      if (isPassing(error)) return false;
      throw error;
    }
  }
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function once<T>(options: { readonly brokers: readonly string[]; readonly prefix: string }, ask: (admin: TopicAdmin) => Promise<T>): Promise<T> {
  const admin = new TopicAdmin({ brokers: options.brokers, clientId: 'hemtag-admin', topicPrefix: options.prefix, log: SILENT });
  try {
    return await ask(admin);
  } finally {
    await admin.close();
  }
}

/** `TopicAdmin.isReady` on a connection of its own: a kept one may be dead without either end having been told. */
export const topicsAreReady = (options: {
  readonly brokers: readonly string[];
  readonly topics: readonly string[];
  readonly prefix: string;
}): Promise<boolean> => once(options, (admin) => admin.isReady(options.topics));

/** `TopicAdmin.ensure` on a connection of its own. */
export const ensureTopics = (options: {
  readonly brokers: readonly string[];
  readonly definitions: readonly TopicDefinition[];
  readonly prefix: string;
}): Promise<void> => once(options, (admin) => admin.ensure(options.definitions));

/** `TopicAdmin.endOffsets` on a connection of its own. */
export const topicEndOffsets = (options: {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly prefix: string;
}): Promise<ReadonlyMap<number, bigint>> => once(options, (admin) => admin.endOffsets(options.topic));
