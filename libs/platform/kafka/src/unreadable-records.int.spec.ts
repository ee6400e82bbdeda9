import { CompressionAlgorithms, Producer } from '@platformatic/kafka';

import { ConsumerScene, valuesUntil } from '../test/consumer-scene.js';

import { KafkajsLogConsumer } from './kafkajs-log-consumer.js';
import { PlatformaticLogConsumer } from './platformatic-log-consumer.js';
import { ensureTopics, TopicAdmin } from './topic-admin.js';
import { UnreadableRecords, warnOfUnreadableRecords } from './unreadable-records.js';

let scene: ConsumerScene;
beforeEach(async () => {
  scene = await ConsumerScene.open(KafkajsLogConsumer);
});
afterEach(() => scene.close());

async function sendCompressed(compression: (typeof CompressionAlgorithms)['ZSTD' | 'SNAPPY' | 'LZ4' | 'GZIP'], values: readonly string[]): Promise<void> {
  const producer = new Producer({ clientId: 'other', bootstrapBrokers: [...scene.connection.brokers], compression });
  const messages = values.map((value) => ({ topic: scene.connection.topicPrefix + scene.topic, partition: 0, value: Buffer.from(value) }));
  await producer.send({ messages, acks: -1 });
  await producer.close();
}

test.each([CompressionAlgorithms.ZSTD, CompressionAlgorithms.SNAPPY, CompressionAlgorithms.LZ4])(
  'records in %s stop kafkajs with what to do, and the other client reads them',
  async (codec) => {
    await sendCompressed(CompressionAlgorithms.GZIP, ['v0', 'v1']);
    await sendCompressed(codec, ['v2', 'v3']);
    const fault = Promise.withResolvers<unknown>();
    await scene.consumer({ onFault: fault.resolve }).start();
    const error = await fault.promise;
    expect(error).toBeInstanceOf(UnreadableRecords);
    expect(String(error)).toContain('HEMTAG_KAFKA_CLIENT=platformatic');

    await scene.consumer({}, PlatformaticLogConsumer).start();
    await scene.database.until(4);
    expect(scene.database.values).toEqual(valuesUntil(4));
  },
);

test('topics that let such records through are named at start', async () => {
  const warned: unknown[] = [];
  const log = { ...scene.connection.log, warn: (fields: object, event: string) => warned.push([event, fields]) };
  await ensureTopics({
    brokers: scene.connection.brokers,
    definitions: ['uncompressed', 'gzip', 'zstd'].map((type) => ({ name: type, partitions: 1, config: { 'compression.type': type } })),
    prefix: scene.connection.topicPrefix,
  });
  const admin = new TopicAdmin(scene.connection);
  expect(await warnOfUnreadableRecords(admin, { topics: ['uncompressed', 'gzip', 'zstd', scene.topic], log })).toEqual(['zstd', scene.topic]);
  await admin.close();
  expect(warned).toEqual([
    ['kafka.topic_lets_unreadable_records_through', expect.objectContaining({ topic: 'zstd', compressionType: 'zstd' })],
    ['kafka.topic_lets_unreadable_records_through', expect.objectContaining({ topic: scene.topic, compressionType: 'producer' })],
  ]);
});
