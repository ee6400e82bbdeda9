import { testKafkaBrokers, uniqueName } from '@hemtag/testing';
import { Kafka, logLevel } from 'kafkajs';

import type { KafkaConnection } from './connection.js';
import { EventProducer } from './event-producer.js';
import type { OutgoingRecord } from './outgoing-record.js';
import { ensureTopics, TopicAdmin, topicEndOffsets } from './topic-admin.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const topic = { name: 'events', partitions: 3, config: {} };
const prefix = `${uniqueName('producer')}.`;
const connection: KafkaConnection = { brokers: testKafkaBrokers(), clientId: 'test', topicPrefix: prefix, log: silent };
let producer: EventProducer;
beforeAll(async () => {
  await ensureTopics({ brokers: connection.brokers, definitions: [topic], prefix });
  producer = new EventProducer(connection);
});
afterAll(() => producer.close());

/** Everything that the topic holds, read by the client library itself. */
async function contents(count: number): Promise<{ partition: number; key: string | undefined; value: string | undefined; header: string | undefined }[]> {
  const consumer = new Kafka({ brokers: [...connection.brokers], logLevel: logLevel.NOTHING }).consumer({
    groupId: uniqueName('reader'),
    maxWaitTimeInMs: 100,
  });
  const seen: { partition: number; key: string | undefined; value: string | undefined; header: string | undefined }[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: prefix + topic.name, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ partition, message }) => {
          seen.push({ partition, key: message.key?.toString(), value: message.value?.toString(), header: message.headers?.h?.toString() });
          if (seen.length === count) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return seen;
}

const total = async (): Promise<number> => {
  const ends = await topicEndOffsets({ brokers: connection.brokers, topic: topic.name, prefix });
  return [...ends.values()].reduce((sum, end) => sum + Number(end), 0);
};

test('callers that wait at the same time get their records in, each once', async () => {
  const records = (n: number): OutgoingRecord[] => [{ topic: topic.name, key: `k${n}`, value: `v${n}`, headers: { h: `h${n}` } }];
  await Promise.all(Array.from({ length: 300 }, (_, n) => producer.send(records(n))));
  expect(await total()).toBe(300);
  const seen = await contents(300);
  expect(new Set(seen.map(({ value }) => value)).size).toBe(300);
  expect(seen.every(({ key, value, header }) => key === value?.replace('v', 'k') && header === value?.replace('v', 'h'))).toBe(true);
});

test('records with one place go to one partition, whatever their keys', async () => {
  const before = await total();
  await producer.send(Array.from({ length: 30 }, (_, n) => ({ topic: topic.name, key: `day-${n}`, value: `placed-${n}`, partitionBy: 'series' })));
  const placed = (await contents(before + 30)).filter(({ value }) => value?.startsWith('placed'));
  expect(new Set(placed.map(({ partition }) => partition)).size).toBe(1);
  expect(new Set(placed.map(({ key }) => key)).size).toBe(30);
});

test('a send that the broker refuses is reported, and the next one goes through', async () => {
  const before = await total();
  await expect(producer.send([{ topic: 'not-there', key: null, value: 'x' }])).rejects.toThrow();
  await producer.send([{ topic: topic.name, key: null, value: 'after' }]);
  expect(await total()).toBe(before + 1);
});

test('a closed producer takes nothing more, and what it took is in', async () => {
  const before = await total();
  const other = new EventProducer(connection);
  const sent = other.send([{ topic: topic.name, key: null, value: 'last' }]);
  await other.close();
  await sent;
  expect(await total()).toBe(before + 1);
  await expect(other.send([{ topic: topic.name, key: null, value: 'late' }])).rejects.toThrow('closed');
});

test('topics are made once, whoever asks first, and readiness knows them', async () => {
  const definitions = [{ name: 'made', partitions: 2, config: { 'retention.ms': '1000000' } }];
  await Promise.all([1, 2, 3].map(() => ensureTopics({ brokers: connection.brokers, definitions, prefix })));
  const admin = new TopicAdmin(connection);
  expect((await admin.endOffsets('made')).size).toBe(2);
  expect(await admin.isReady(['made', 'events'])).toBe(true);
  expect(await admin.isReady(['missing'])).toBe(false);
  await admin.close();
});
