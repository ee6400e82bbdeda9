import { TOPICS, type TopicDefinition } from '@hemtag/contracts';
import { Kafka, logLevel, type Admin, type KafkaMessage, type Producer } from 'kafkajs';

import { until } from './until.js';

import type { Message } from './usage.js';

export interface LogPosition {
  readonly partition: number;
  readonly offset: bigint;
}

export interface LogEntry extends LogPosition {
  readonly message: KafkaMessage;
}

/** Names the message in the record, so that what is read can be compared with what was sent. It is no attribute of the event. */
export const NUMBER_HEADER = 'test-number';
const MAX_SEND_RECORDS = 500;
const LEADERS_LIMIT_MS = 30_000;

const nameOf = (headers: Readonly<Record<string, unknown>>): string => JSON.stringify([String(headers.ce_source), String(headers.ce_id)]);

/** The topics of one row, on a client of their own that no proxy disturbs. */
export class EventLog {
  readonly #kafka: Kafka;
  readonly #admin: Admin;
  readonly #producer: Producer;
  readonly #prefix: string;
  readonly #elsewhere = new Map<string, Message>();
  /** Everything that was sent, by number. */
  readonly sent: Message[] = [];

  constructor(options: { readonly brokers: readonly string[]; readonly prefix: string }) {
    this.#prefix = options.prefix;
    this.#kafka = new Kafka({ clientId: 'fault-test', brokers: [...options.brokers], logLevel: logLevel.NOTHING, retry: { retries: 20, maxRetryTime: 2_000 } });
    this.#admin = this.#kafka.admin();
    this.#producer = this.#kafka.producer({ allowAutoTopicCreation: false });
  }

  get kafka(): Kafka {
    return this.#kafka;
  }

  get admin(): Admin {
    return this.#admin;
  }

  get eventsTopic(): string {
    return this.#prefix + TOPICS.usageEvents.name;
  }

  get volumesTopic(): string {
    return this.#prefix + TOPICS.usageVolumes.name;
  }

  async open(overrides: Readonly<Record<string, string>> = {}): Promise<void> {
    await Promise.all([this.#admin.connect(), this.#producer.connect()]);
    await this.create(TOPICS.usageEvents, overrides);
  }

  async create(definition: TopicDefinition, overrides: Readonly<Record<string, string>> = {}): Promise<void> {
    const configEntries = Object.entries({ ...definition.config, ...overrides }).map(([name, value]) => ({ name, value }));
    const topic = this.#prefix + definition.name;
    // The client, asked to wait for leaders, gives up where the broker does not host a new topic yet.
    await this.#admin.createTopics({ topics: [{ topic, numPartitions: definition.partitions, configEntries }], waitForLeaders: false });
    await until(`every partition of ${topic} has a leader`, LEADERS_LIMIT_MS, async () => {
      const { topics } = await this.#admin.fetchTopicMetadata({ topics: [topic] });
      return topics.every(({ partitions }) => partitions.length === definition.partitions && partitions.every(({ leader }) => leader >= 0));
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#admin.disconnect(), this.#producer.disconnect()]);
  }

  /** In the order given; resolves when the broker has them. */
  async publish(messages: readonly Message[]): Promise<void> {
    for (let at = 0; at < messages.length; at += MAX_SEND_RECORDS) await this.#send(messages.slice(at, at + MAX_SEND_RECORDS));
  }

  /** The next free number, for messages that a row sends in its own way. */
  note(message: Message): { key: Buffer | null; headers: Record<string, Buffer | string>; value: Buffer | null; partition: number } {
    const { key, headers, value, partition } = message;
    return { key, value, partition, headers: { ...headers, [NUMBER_HEADER]: String(this.sent.push(message) - 1) } };
  }

  /** A message that reaches the log without its number, through the gateway; known by source and id. */
  noteElsewhere(message: Message): void {
    this.#elsewhere.set(nameOf(message.headers), message);
  }

  /** What was sent as this record. */
  sentAs({ headers }: KafkaMessage): Message | undefined {
    const number = headers?.[NUMBER_HEADER];
    return number === undefined ? this.#elsewhere.get(nameOf(headers ?? {})) : this.sent[Number(String(number))];
  }

  async #send(messages: readonly Message[]): Promise<void> {
    await this.#producer.send({ topic: this.eventsTopic, acks: -1, messages: messages.map((message) => this.note(message)) });
  }

  /** The offset behind the last record of each partition. */
  async ends(topic: string = this.eventsTopic): Promise<ReadonlyMap<number, bigint>> {
    const offsets = await this.#admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  }

  /** Every record that a plain reader sees, in the order of each partition. */
  async readAll(topic: string): Promise<readonly LogEntry[]> {
    const open = new Map([...(await this.ends(topic))].filter(([, end]) => end > 0n));
    const entries: LogEntry[] = [];
    if (open.size === 0) return entries;
    const consumer = this.#kafka.consumer({ groupId: `${this.#prefix}reader-${Date.now()}`, maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const passed = (partition: number, lastOffset: bigint): void => {
        if (lastOffset + 1n >= (open.get(partition) ?? 0n)) open.delete(partition);
        if (open.size === 0) resolve();
      };
      // A fetch that holds only ends of transactions comes as an empty batch, and only here.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => passed(payload.partition, BigInt(payload.lastOffset)));
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          eachBatch: async ({ batch }) => {
            for (const message of batch.messages) entries.push({ partition: batch.partition, offset: BigInt(message.offset), message });
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    return entries;
  }
}
