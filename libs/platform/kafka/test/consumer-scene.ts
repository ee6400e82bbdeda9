import { testKafkaBrokers, uniqueName } from '@hemtag/testing';

import type { KafkaConnection } from '../src/connection.js';
import { EventProducer } from '../src/event-producer.js';
import { KafkajsLogConsumer } from '../src/kafkajs-log-consumer.js';
import type { LogConsumer } from '../src/log-consumer.js';
import type { LogConsumerOptions } from '../src/log-consumer-options.js';
import { PlatformaticLogConsumer } from '../src/platformatic-log-consumer.js';
import { ensureTopics } from '../src/topic-admin.js';

import { FakeDatabase } from './fake-database.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type ConsumerClass = new (topics: readonly string[], options: LogConsumerOptions) => LogConsumer;

/** Every adapter of the port; each passes the same tests. */
export const ADAPTERS: readonly (readonly [string, ConsumerClass])[] = [
  ['kafkajs', KafkajsLogConsumer],
  ['platformatic', PlatformaticLogConsumer],
];

/** A topic of its own at the real broker, and a database that keeps what consumers store. */
export class ConsumerScene {
  readonly topic = 'events';
  readonly database = new FakeDatabase();
  readonly connection: KafkaConnection = { brokers: testKafkaBrokers(), clientId: 'test', topicPrefix: `${uniqueName('consumer')}.`, log: silent };
  readonly producer = new EventProducer(this.connection);
  private readonly consumers: LogConsumer[] = [];

  private constructor(private readonly Client: ConsumerClass) {}

  static async open(Client: ConsumerClass, partitions = 2): Promise<ConsumerScene> {
    const scene = new ConsumerScene(Client);
    await scene.makeTopic(partitions);
    return scene;
  }

  makeTopic(partitions: number): Promise<void> {
    return ensureTopics({
      brokers: this.connection.brokers,
      definitions: [{ name: this.topic, partitions, config: {} }],
      prefix: this.connection.topicPrefix,
    });
  }

  /** Stopped with the scene. */
  consumer(options: Partial<LogConsumerOptions> = {}, Client: ConsumerClass = this.Client): LogConsumer {
    const consumer = new Client([this.topic], {
      connection: this.connection,
      groupId: 'group',
      claims: this.database,
      maxBatchRecords: 100,
      onBatch: (batch) => Promise.resolve(this.database.store(batch)),
      onFenced: () => undefined,
      onFault: (error) => {
        throw error;
      },
      ...options,
    });
    this.consumers.push(consumer);
    return consumer;
  }

  /** All with one key, so all in one partition. */
  send(from: number, until: number): Promise<void> {
    return this.producer.send(Array.from({ length: until - from }, (_, n) => ({ topic: this.topic, key: 'same', value: `v${from + n}` })));
  }

  /** Spread over the partitions. */
  sendSpread(from: number, until: number): Promise<void> {
    return this.producer.send(Array.from({ length: until - from }, (_, n) => ({ topic: this.topic, key: `k${n}`, value: `v${from + n}` })));
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.producer.close();
  }
}

export const valuesUntil = (count: number): string[] => Array.from({ length: count }, (_, n) => `v${n}`);
