import { once } from 'node:events';

import { ADAPTERS, ConsumerScene, valuesUntil } from '../test/consumer-scene.js';

import { kafkaClient } from './connection.js';
import { Held, type RecordBatch } from './log-consumer.js';
import { LogMoved } from './log-moved.js';
import { TopicAdmin } from './topic-admin.js';

describe.each(ADAPTERS)('%s', (_, Client) => {
  let scene: ConsumerScene;
  beforeEach(async () => {
    scene = await ConsumerScene.open(Client);
  });
  afterEach(() => scene.close());

  /** Takes each batch over at once, and makes it durable when the test says so. */
  function slowStore() {
    const batches: RecordBatch[] = [];
    const open = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    return {
      batches,
      letGo: () => open.resolve(),
      /** Resolves when so many batches wait. */
      async until(count: number): Promise<void> {
        while (batches.length < count) await new Promise((resolve) => setImmediate(resolve));
      },
      onBatch: (batch: RecordBatch) => {
        batches.push(batch);
        taken.resolve();
        return Promise.resolve({ stored: open.promise.then(() => scene.database.store(batch)) });
      },
    };
  }

  test('batches are fetched and handed over while earlier ones are being stored, and stopping waits until all are', async () => {
    const store = slowStore();
    await scene.send(0, 100);
    const consumer = scene.consumer({ maxBatchRecords: 40, onBatch: store.onBatch });
    await consumer.start();
    await store.until(3);
    await scene.send(100, 130);
    await store.until(4);
    expect(scene.database.values).toEqual([]);
    expect(store.batches.map(({ firstOffset, nextOffset }) => [firstOffset, nextOffset])).toEqual([[0n, 40n], [40n, 80n], [80n, 100n], [100n, 130n]]); // prettier-ignore
    const stopped = consumer.stop();
    store.letGo();
    await stopped;
    expect(scene.database.values).toEqual(valuesUntil(130));
  });

  test('what does not become durable within the limit is read again by the next member', async () => {
    await scene.send(0, 10);
    const never = scene.consumer({ drainLimitMs: 50, onBatch: () => Promise.resolve({ stored: new Promise(() => undefined) }) });
    const claimed = once(scene.database, 'claimed');
    await never.start();
    await claimed;
    await never.stop();
    expect(scene.database.values).toEqual([]);
    await scene.consumer().start();
    await scene.database.until(10);
    expect(scene.database.values).toEqual(valuesUntil(10));
  });

  test('a fence with several batches on their way is reported once, and every record is stored once', async () => {
    const fenced: number[] = [];
    const store = slowStore();
    let isFirst = true;
    await scene.send(0, 90);
    const consumer = scene.consumer({
      maxBatchRecords: 30,
      onFenced: ({ partition }) => fenced.push(partition),
      onBatch: (batch) => (isFirst ? store.onBatch(batch) : Promise.resolve(scene.database.store(batch))),
    });
    await consumer.start();
    await store.until(3);
    isFirst = false;
    await scene.database.claim(store.batches[0] ?? { topic: scene.topic, partition: 0 });
    store.letGo();
    await scene.database.until(90);
    expect(scene.database.values).toEqual(valuesUntil(90));
    expect(fenced).toEqual([store.batches[0]?.partition]);
  });

  test('a held partition goes on by itself, from the stored position, while the others are read', async () => {
    const held: unknown[] = [];
    let isHolding = true;
    await scene.sendSpread(0, 40);
    const consumer = scene.consumer({
      maxBatchRecords: 5,
      onHeld: ({ partition, retryAfterMs }) => held.push([partition, retryAfterMs]),
      onBatch: (batch) => {
        if (batch.partition === 0 && batch.firstOffset >= 5n && isHolding) {
          isHolding = false;
          return Promise.resolve({ stored: Promise.reject(new Held({ topic: batch.topic, partition: 0, retryAfterMs: 300 })) });
        }
        return Promise.resolve(scene.database.store(batch));
      },
    });
    await consumer.start();
    await scene.database.until(40);
    expect([...scene.database.values].sort()).toEqual(valuesUntil(40).sort());
    expect(held).toEqual([[0, 300]]);
    const [zero, one] = [0, 1].map((partition) => scene.database.batches.findLastIndex((batch) => batch.partition === partition));
    expect(zero).toBeGreaterThan(one ?? 0);
  });

  test('the stored positions reach the broker, in time and at the end', async () => {
    const offsets = async (): Promise<string[]> => {
      const admin = kafkaClient(scene.connection).admin();
      await admin.connect();
      const [topic] = await admin.fetchOffsets({ groupId: `${scene.connection.topicPrefix}group`, topics: [scene.connection.topicPrefix + scene.topic] });
      await admin.disconnect();
      return (topic?.partitions ?? []).map(({ offset }) => offset).sort();
    };
    await scene.send(0, 7);
    const consumer = scene.consumer({ hintMs: 20 });
    await consumer.start();
    await scene.database.until(7);
    while ((await offsets()).at(-1) !== '7') await new Promise((resolve) => setImmediate(resolve));
    await scene.send(7, 12);
    await scene.database.until(12);
    await consumer.stop();
    expect(await offsets()).toEqual(['-1', '12']);
  });

  test('tombstones, empty values and headers that were sent several times come as they are', async () => {
    const send = kafkaClient(scene.connection).producer();
    await send.connect();
    const topic = scene.connection.topicPrefix + scene.topic;
    const headers = { once: 'a', many: ['b', 'c'], __proto__x: 'd' };
    await send.send({ topic, messages: [{ partition: 0, key: 'k', value: null }, { partition: 0, key: null, value: '' , headers, timestamp: '1700000000000' }] }); // prettier-ignore
    await send.disconnect();
    await scene.consumer().start();
    await scene.database.until(2);
    const [tombstone, empty] = scene.database.batches.flatMap(({ messages }) => messages);
    expect(tombstone).toMatchObject({ offset: 0n, key: Buffer.from('k'), value: null, headers: {} });
    expect(empty).toMatchObject({ offset: 1n, key: null, value: Buffer.alloc(0), timestamp: 1_700_000_000_000 });
    expect(empty?.headers).toEqual({ once: Buffer.from('a'), many: [Buffer.from('b'), Buffer.from('c')], __proto__x: Buffer.from('d') });
  });

  test('two members of either client share a group, and none is left without records when one goes', async () => {
    const other = ADAPTERS.map(([, Adapter]) => Adapter).find((Adapter) => Adapter !== Client) ?? Client;
    await scene.consumer().start();
    await scene.sendSpread(0, 100);
    const leaving = scene.consumer({}, other);
    await leaving.start();
    await scene.sendSpread(100, 200);
    await scene.database.until(200);
    await leaving.stop();
    await scene.sendSpread(200, 300);
    await scene.database.until(300);
    expect([...scene.database.values].sort()).toEqual(valuesUntil(300).sort());
  });

  test('a topic that was made anew under the same name stops the consumer', async () => {
    const faults: unknown[] = [];
    const fault = Promise.withResolvers<void>();
    await scene.send(0, 5);
    await scene.consumer({ hintMs: 100, onFault: (error) => { faults.push(error); fault.resolve(); } }).start(); // prettier-ignore
    await scene.database.until(5);
    const admin = kafkaClient(scene.connection).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [scene.connection.topicPrefix + scene.topic] });
    await admin.disconnect();
    const topics = new TopicAdmin(scene.connection);
    while (await topics.isReady([scene.topic])) await new Promise((resolve) => setImmediate(resolve));
    await topics.close();
    await scene.makeTopic(2);
    await scene.send(0, 3);
    await fault.promise;
    expect(faults).toEqual([expect.any(LogMoved)]);
    expect(scene.database.values).toEqual(valuesUntil(5));
  });
});

test.each(ADAPTERS)('%s: a topic of many partitions is read evenly, with few bytes for each', async (_, Client) => {
  const scene = await ConsumerScene.open(Client, 70);
  await scene.sendSpread(0, 2_000);
  await scene.consumer({ maxBytes: 64 * 1024 }).start();
  await scene.database.until(2_000);
  expect([...scene.database.values].sort()).toEqual(valuesUntil(2_000).sort());
  expect(new Set(scene.database.batches.map(({ partition }) => partition)).size).toBe(70);
  await scene.close();
});
