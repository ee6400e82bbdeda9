import { EventEmitter, once } from 'node:events';

import { testKafkaBrokers, uniqueName } from '@hemtag/testing';

import { kafkaClient, type KafkaConnection } from './connection.js';
import { EventProducer } from './event-producer.js';
import { KafkajsLogConsumer } from './kafkajs-log-consumer.js';
import type { LogConsumerOptions } from './log-consumer-options.js';
import { Fenced, type PartitionClaims, type RecordBatch } from './log-consumer.js';
import { LogMoved } from './log-moved.js';
import { ensureTopics } from './topic-admin.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The part of a database that matters here: who owns a partition, and what is stored. */
class FakeDatabase extends EventEmitter<{ stored: [] }> implements PartitionClaims {
  readonly values: string[] = [];
  readonly batches: RecordBatch[] = [];
  private readonly rows = new Map<number, { epoch: bigint; nextOffset: bigint }>();

  claim({ partition }: { readonly partition: number }): Promise<{ epoch: bigint; nextOffset: bigint }> {
    const row = this.rows.get(partition) ?? { epoch: 0n, nextOffset: 0n };
    row.epoch += 1n;
    this.rows.set(partition, row);
    return Promise.resolve({ ...row });
  }

  store(batch: RecordBatch): void {
    const row = this.rows.get(batch.partition);
    if (!row || row.epoch !== batch.epoch || row.nextOffset !== batch.firstOffset) throw new Fenced(batch);
    row.nextOffset = batch.nextOffset;
    this.batches.push(batch);
    this.values.push(...batch.messages.map(({ value }) => String(value)));
    this.emit('stored');
  }

  position(partition: number, nextOffset: bigint): void {
    this.rows.set(partition, { epoch: this.rows.get(partition)?.epoch ?? 0n, nextOffset });
  }

  positionOf(partition: number): bigint {
    return this.rows.get(partition)?.nextOffset ?? 0n;
  }

  async until(count: number): Promise<void> {
    while (this.values.length < count) await once(this, 'stored');
  }
}

let connection: KafkaConnection;
let producer: EventProducer;
let database: FakeDatabase;
let consumers: KafkajsLogConsumer[];
const definition = { name: 'events', partitions: 2, config: {} };
beforeEach(async () => {
  connection = { brokers: testKafkaBrokers(), clientId: 'test', topicPrefix: `${uniqueName('consumer')}.`, log: silent };
  await ensureTopics({ brokers: connection.brokers, definitions: [definition], prefix: connection.topicPrefix });
  producer = new EventProducer(connection);
  database = new FakeDatabase();
  consumers = [];
});
afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  await producer.close();
});

function consumerWith(options: Partial<LogConsumerOptions> = {}): KafkajsLogConsumer {
  const consumer = new KafkajsLogConsumer([definition.name], {
    connection,
    groupId: 'group',
    claims: database,
    maxBatchRecords: 100,
    onBatch: (batch) => Promise.resolve(database.store(batch)),
    onFenced: () => undefined,
    onFault: (error) => {
      throw error;
    },
    ...options,
  });
  consumers.push(consumer);
  return consumer;
}

/** All with one key, so all in one partition. */
const send = (from: number, until: number): Promise<void> =>
  producer.send(Array.from({ length: until - from }, (_, n) => ({ topic: definition.name, key: 'same', value: `v${from + n}` })));
const valuesUntil = (count: number): string[] => Array.from({ length: count }, (_, n) => `v${n}`);

test('hands over whole batches in order, bounded, with their bounds', async () => {
  await send(0, 250);
  await consumerWith().start();
  await database.until(250);
  expect(database.values).toEqual(valuesUntil(250));
  expect(database.batches.map(({ firstOffset, nextOffset, messages }) => [firstOffset, nextOffset, messages.length])).toEqual([
    [0n, 100n, 100],
    [100n, 200n, 100],
    [200n, 250n, 50],
  ]);
  expect(database.batches[0]).toMatchObject({ topic: 'events', epoch: 1n, highWatermark: 250n });
  await send(250, 260);
  await database.until(260);
  expect(database.batches.at(-1)).toMatchObject({ firstOffset: 250n, nextOffset: 260n });
});

test('goes on at the stored position: back where the broker is ahead, forward where it is behind', async () => {
  await send(0, 40);
  const first = consumerWith();
  await first.start();
  await database.until(40);
  await first.stop();
  const partition = database.batches[0]?.partition ?? 0;

  database.values.length = 0;
  database.position(partition, 10n);
  await send(40, 45);
  const second = consumerWith();
  await second.start();
  await database.until(35);
  expect(database.values).toEqual(valuesUntil(45).slice(10));
  await second.stop();

  database.values.length = 0;
  database.position(partition, 43n);
  // Another group has no offset at the broker and would begin at 0.
  await consumerWith({ groupId: 'other' }).start();
  await database.until(2);
  expect(database.values).toEqual(['v43', 'v44']);
});

test('goes on where everything that the first batch holds is stored already', async () => {
  await send(0, 40);
  const first = consumerWith();
  await first.start();
  await database.until(40);
  await first.stop();

  await consumerWith({ groupId: 'other' }).start();
  await send(40, 43);
  await database.until(43);
  expect(database.values).toEqual(valuesUntil(43));
});

test('a fenced batch is claimed anew and stored once', async () => {
  const fenced: number[] = [];
  let stolen = false;
  const consumer = consumerWith({
    onFenced: ({ partition }) => fenced.push(partition),
    onBatch: async (batch) => {
      if (!stolen) {
        stolen = true;
        await database.claim(batch);
      }
      database.store(batch);
    },
  });
  await send(0, 5);
  await consumer.start();
  await database.until(5);
  await send(5, 8);
  await database.until(8);
  expect(database.values).toEqual(valuesUntil(8));
  expect(fenced).toEqual([database.batches[0]?.partition]);
});

test('an error ends reading: it is reported once, and nothing is passed over', async () => {
  const reported = new EventEmitter<{ fault: [unknown] }>();
  const faults: unknown[] = [];
  const consumer = consumerWith({
    onBatch: (batch) => (batch.firstOffset >= 5n ? Promise.reject(new Error('no space left')) : Promise.resolve(database.store(batch))),
    onFault: (error) => {
      faults.push(error);
      reported.emit('fault', error);
    },
  });
  await send(0, 5);
  await consumer.start();
  await database.until(5);
  await Promise.all([once(reported, 'fault'), send(5, 9)]);
  await consumer.stop();
  expect(faults).toEqual([new Error('no space left')]);
  expect(database.values).toEqual(valuesUntil(5));

  await consumerWith().start();
  await database.until(9);
  expect(database.values).toEqual(valuesUntil(9));
});

test('stopping waits for the running batch and starts no other', async () => {
  const running = new EventEmitter<{ begun: []; end: [] }>();
  const consumer = consumerWith({
    maxBatchRecords: 2,
    onBatch: async (batch) => {
      const end = once(running, 'end');
      running.emit('begun');
      await end;
      database.store(batch);
    },
  });
  await send(0, 6);
  const [begun] = [once(running, 'begun'), consumer.start()];
  await begun;
  const stopped = consumer.stop();
  expect(database.values).toEqual([]);
  running.emit('end');
  await stopped;
  expect(database.values).toEqual(['v0', 'v1']);
});

test('when another member joins and leaves, each record is stored once and in order', async () => {
  const first = consumerWith({ maxBatchRecords: 20 });
  await first.start();
  await producer.send(Array.from({ length: 200 }, (_, n) => ({ topic: definition.name, key: `k${n}`, value: `v${n}` })));
  const second = consumerWith({ maxBatchRecords: 20 });
  await second.start();
  await producer.send(Array.from({ length: 200 }, (_, n) => ({ topic: definition.name, key: `k${n}`, value: `v${200 + n}` })));
  await second.stop();
  await producer.send(Array.from({ length: 200 }, (_, n) => ({ topic: definition.name, key: `k${n}`, value: `v${400 + n}` })));
  await database.until(600);
  expect([...database.values].sort()).toEqual(valuesUntil(600).sort());
  for (const partition of [0, 1]) {
    const offsets = database.batches.filter((batch) => batch.partition === partition).flatMap(({ messages }) => messages.map(({ offset }) => offset));
    expect(offsets).toEqual(offsets.map((_, n) => BigInt(n)));
  }
});

test('a log that does not hold the stored position stops the consumer', async () => {
  await send(0, 3);
  database.position(0, 900n);
  database.position(1, 900n);
  const reported = new EventEmitter<{ fault: [unknown] }>();
  const fault = once(reported, 'fault');
  await consumerWith({ onFault: (error) => reported.emit('fault', error) }).start();
  expect((await fault)[0]).toBeInstanceOf(LogMoved);
  expect(database.values).toEqual([]);
});

/** Writes `values` in one transaction and ends it. */
async function transact(values: readonly string[], end: 'commit' | 'abort'): Promise<void> {
  const transactional = kafkaClient(connection).producer({ transactionalId: uniqueName('transactional'), maxInFlightRequests: 1, idempotent: true });
  await transactional.connect();
  const transaction = await transactional.transaction();
  await transaction.send({ topic: connection.topicPrefix + definition.name, messages: values.map((value) => ({ value, partition: 0 })) });
  await transaction[end]();
  await transactional.disconnect();
}

test('the stored position passes the markers of transactions and what was aborted, up to the end of the log', async () => {
  // The broker writes a marker after it has answered the producer, so the log's end is not asked for but known.
  const reaches = async (position: bigint): Promise<void> => {
    while (database.positionOf(0) < position) await once(database, 'stored');
    expect(database.positionOf(0)).toBe(position);
  };
  await transact(['v0', 'v1'], 'commit');
  const first = consumerWith();
  await first.start();
  // Two records and their marker, then one aborted record and its marker, then one record and its marker.
  await reaches(3n);
  await transact(['lost'], 'abort');
  await reaches(5n);
  await transact(['v2'], 'commit');
  await reaches(7n);
  await first.stop();

  // As a program left it that did not store markers: everything is there but the last one.
  database.position(0, 6n);
  await consumerWith({ groupId: 'other' }).start();
  await reaches(7n);
  expect(database.values).toEqual(['v0', 'v1', 'v2']);
});
