import { EventEmitter, once } from 'node:events';
import { zstdCompressSync } from 'node:zlib';

import { TOPICS } from '@hemtag/contracts';
import { testKafkaBrokers, uniqueName } from '@hemtag/testing';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';

import { kafkaClient, type KafkaConnection } from './connection.js';
import { EventProducer } from './event-producer.js';
import { KafkajsLogConsumer, LogMoved, type LogConsumerOptions } from './kafkajs-log-consumer.js';
import { Fenced, type PartitionClaims, type RecordBatch } from './log-consumer.js';
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
    if (!row || row.epoch !== batch.epoch || row.nextOffset > batch.firstOffset) throw new Fenced(batch);
    row.nextOffset = batch.nextOffset;
    this.batches.push(batch);
    this.values.push(...batch.messages.map(({ value }) => String(value)));
    this.emit('stored');
  }

  position(partition: number, nextOffset: bigint): void {
    this.rows.set(partition, { epoch: this.rows.get(partition)?.epoch ?? 0n, nextOffset });
  }

  async until(count: number): Promise<void> {
    while (this.values.length < count) await once(this, 'stored');
  }

  async untilPosition(partition: number, nextOffset: bigint): Promise<void> {
    while ((this.rows.get(partition)?.nextOffset ?? 0n) < nextOffset) await once(this, 'stored');
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

function consumerWith(options: Partial<LogConsumerOptions> = {}, topic = definition.name): KafkajsLogConsumer {
  const consumer = new KafkajsLogConsumer([topic], {
    connection,
    groupId: 'group',
    claims: database,
    maxBatchRecords: 100,
    concurrentPartitions: 2,
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

test('the position moves over the ends of transactions and over what was aborted', async () => {
  const transactional = kafkaClient(connection).producer({ transactionalId: connection.topicPrefix, idempotent: true, maxInFlightRequests: 1 });
  const publish = async (value: string, end: 'commit' | 'abort'): Promise<void> => {
    const transaction = await transactional.transaction();
    await transaction.send({ topic: connection.topicPrefix + definition.name, messages: [{ value, partition: 0 }] });
    await transaction[end]();
  };
  await transactional.connect();
  await consumerWith().start();
  // Offsets: the record and the end of its transaction are 0 and 1, the aborted ones 2 and 3.
  await publish('v0', 'commit');
  await database.untilPosition(0, 2n);
  await publish('aborted', 'abort');
  await database.untilPosition(0, 4n);
  await publish('v1', 'commit');
  await database.untilPosition(0, 6n);
  await transactional.disconnect();
  expect(database.values).toEqual(['v0', 'v1']);
});

test('what a system publishes to the topic of usage events is readable, whatever codec it compresses with', async () => {
  const compress = ({ buffer }: { readonly buffer: Buffer }): Promise<Buffer> => Promise.resolve(zstdCompressSync(buffer));
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({ compress, decompress: () => Promise.reject(new Error('this codec cannot be read')) });
  await ensureTopics({ brokers: connection.brokers, definitions: [TOPICS.usageEvents], prefix: connection.topicPrefix });
  const foreign = kafkaClient(connection).producer();
  await foreign.connect();
  await foreign.send({
    topic: connection.topicPrefix + TOPICS.usageEvents.name,
    compression: CompressionTypes.ZSTD,
    messages: [{ value: 'v0' }, { value: 'v1' }].map((message) => ({ ...message, partition: 0 })),
  });
  await foreign.disconnect();
  const reported = new EventEmitter<{ fault: [unknown] }>();
  const fault = once(reported, 'fault').then(([error]) => Promise.reject(error as Error));
  await consumerWith({ onFault: (error) => reported.emit('fault', error) }, TOPICS.usageEvents.name).start();
  await Promise.race([database.until(2), fault]);
  expect(database.values).toEqual(valuesUntil(2));
});
