import { EventEmitter, once } from 'node:events';

import { ensureTopics, FencedProducer, KafkajsLogConsumer, type KafkaConnection, type OutgoingRecord } from '@hemtag/platform-kafka';
import { ensureServiceSchema, inTransaction, migrate, openDataSource, type Transaction } from '@hemtag/platform-postgres';
import { createTestDatabase, testKafkaBrokers, uniqueName, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';

import { outboxChannel } from './outbox.js';
import { OutboxEntity } from './outbox.entity.js';
import { outboxMigrations } from './outbox-migrations.js';
import { OutboxRelay, type RecordSink } from './outbox-relay.js';

const service = 'ingestion';
let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  await ensureServiceSchema({ url: database.url, service });
  await migrate({ url: database.url, service, sets: [outboxMigrations] });
  dataSource = await openDataSource({ url: database.url, service, entities: [OutboxEntity] });
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('TRUNCATE outbox'));

async function write(tx: Transaction, values: readonly string[]): Promise<void> {
  for (const value of values)
    await tx.query(`INSERT INTO outbox (topic, key, value) VALUES ('t', $1, $2)`, [Buffer.from(value.slice(0, 1)), Buffer.from(value)]);
  await tx.query(`SELECT pg_notify($1, '')`, [outboxChannel(service)]);
}
const append = (...values: readonly string[]): Promise<void> => inTransaction(dataSource, (tx) => write(tx, values));
const pending = (): Promise<number> => dataSource.manager.count(OutboxEntity);

/** A broker that can be away, and says what it got. */
class FakeBroker extends EventEmitter<{ got: [number]; refused: [] }> implements RecordSink {
  readonly values: string[] = [];
  readonly places: (string | undefined)[] = [];
  isAway = false;

  takeOver(): Promise<void> {
    return Promise.resolve();
  }

  send(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.isAway) {
      this.emit('refused');
      return Promise.reject(new Error('the broker is away'));
    }
    this.values.push(...records.map(({ value }) => String(value)));
    this.places.push(...records.map(({ partitionBy }) => partitionBy));
    this.emit('got', this.values.length);
    return Promise.resolve();
  }

  async until(count: number): Promise<void> {
    while (this.values.length < count) await once(this, 'got');
  }
}

const quiet = { info: () => undefined, warn: () => undefined };
const relayTo = (broker: RecordSink, onPending: (messages: number) => void = () => undefined): OutboxRelay =>
  // The poll is far away, so that only the notification can be what wakes the relay.
  new OutboxRelay({
    url: database.url,
    service,
    producer: broker,
    log: quiet,
    pollMs: 30_000,
    batchMessages: 3,
    partitionBy: ({ key }) => `place ${String(key)}`,
    onPending,
  });

test('messages leave in the order in which they were stored, woken by the commit, and are gone afterwards', async () => {
  const broker = new FakeBroker();
  await append('a1', 'b1', 'a2', 'b2', 'a3');
  const relay = relayTo(broker);
  relay.start();
  await broker.until(5);
  await append('c1');
  await broker.until(6);
  await relay.stop();
  expect(broker.values).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'c1']);
  expect(broker.places.slice(0, 2)).toEqual(['place a', 'place b']);
  expect(await pending()).toBe(0);
});

test('one send holds no more bytes than a topic takes at once, and one message at least', async () => {
  const broker = new FakeBroker();
  const sizes: number[][] = [];
  const send = broker.send.bind(broker);
  broker.send = (records) => {
    sizes.push(records.map(({ value }) => value?.length ?? 0));
    return send(records);
  };
  const mib = 1024 * 1024;
  await append('a'.repeat(1.5 * mib), 'b'.repeat(1.5 * mib), 'c'.repeat(1.5 * mib), 'd'.repeat(5 * mib), 'e', 'f');
  const pendings: number[] = [];
  const relay = relayTo(broker, (messages) => void pendings.push(messages));
  relay.start();
  await broker.until(6);
  await relay.stop();
  expect(sizes).toEqual([[1.5 * mib, 1.5 * mib], [1.5 * mib], [5 * mib], [1, 1]]);
  expect(pendings).toEqual([4, 3, 2, 0]);
});

test('a transaction that is rolled back publishes nothing', async () => {
  const broker = new FakeBroker();
  const relay = relayTo(broker);
  relay.start();
  const failing = inTransaction(dataSource, async (tx) => {
    await write(tx, ['never']);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await append('after');
  await broker.until(1);
  await relay.stop();
  expect(broker.values).toEqual(['after']);
});

test('nothing is deleted before the broker has it', async () => {
  const broker = new FakeBroker();
  broker.isAway = true;
  const relay = relayTo(broker);
  relay.start();
  const refused = once(broker, 'refused');
  await append('a1', 'a2');
  await refused;
  expect(await pending()).toBe(2);
  broker.isAway = false;
  await broker.until(2);
  await relay.stop();
  expect(broker.values).toEqual(['a1', 'a2']);
  expect(await pending()).toBe(0);
});

test('of two processes one publishes at a time, and each message goes out once', async () => {
  const broker = new FakeBroker();
  const relays = [relayTo(broker), relayTo(broker)];
  for (const relay of relays) relay.start();
  const values = Array.from({ length: 40 }, (_, index) => `m${String(index).padStart(2, '0')}`);
  for (const value of values) await append(value);
  await broker.until(40);
  await Promise.all(relays.map((relay) => relay.stop()));
  expect(broker.values).toEqual(values);
});

test('one that publishes and falls silent loses its place to another, and what it held goes out', async () => {
  const broker = new FakeBroker();
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const silent = {
    takeOver: () => Promise.resolve(),
    send: (): Promise<void> => {
      asked.resolve();
      return answered.promise;
    },
  };
  const options = { url: database.url, service, log: quiet, pollMs: 100, maxSilenceMs: 300 };
  const [first, second] = [new OutboxRelay({ ...options, producer: silent }), new OutboxRelay({ ...options, producer: broker })];
  await append('a1');
  first.start();
  await asked.promise;
  second.start();
  await broker.until(1);
  await second.stop();
  answered.resolve();
  await first.stop();
  expect(broker.values).toEqual(['a1']);
  expect(await pending()).toBe(0);
});

test('what a relay sends that was stopped in the middle never comes behind what its successor has sent', async () => {
  const log = { ...quiet, error: () => undefined };
  const connection: KafkaConnection = { brokers: testKafkaBrokers(), clientId: 'test', topicPrefix: `${uniqueName('relay')}.`, log };
  await ensureTopics({ brokers: connection.brokers, definitions: [{ name: 't', partitions: 1, config: {} }], prefix: connection.topicPrefix });
  const [asked, goesOn, refused] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<unknown>()];
  const [former, successor] = [new FencedProducer(connection, 'outbox'), new FencedProducer(connection, 'outbox')];
  // Stands still between reading the rows and sending them.
  const stopped: RecordSink = {
    takeOver: () => former.takeOver(),
    send: async (records) => {
      asked.resolve();
      await goesOn.promise;
      await former.send(records).catch((error: unknown) => {
        refused.resolve(error);
        throw error;
      });
    },
  };
  const options = { url: database.url, service, log: quiet, pollMs: 100, maxSilenceMs: 300 };
  const [first, second] = [new OutboxRelay({ ...options, producer: stopped }), new OutboxRelay({ ...options, producer: successor })];
  await append('a1');
  first.start();
  await asked.promise;
  second.start();
  const seen: string[] = [];
  const read = new EventEmitter<{ batch: [] }>();
  const reader = new KafkajsLogConsumer(['t'], {
    connection,
    groupId: 'reader',
    claims: { claim: () => Promise.resolve({ epoch: 1n, nextOffset: 0n }) },
    maxBatchRecords: 100,
    onBatch: ({ messages }) => {
      seen.push(...messages.map(({ value }) => String(value)));
      read.emit('batch');
      return Promise.resolve();
    },
    onFenced: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  await reader.start();
  while (!seen.includes('a1')) await once(read, 'batch');
  await append('a2');
  while (!seen.includes('a2')) await once(read, 'batch');
  goesOn.resolve();
  expect(await refused.promise).toMatchObject({ type: expect.stringMatching(/^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED)$/) });
  await append('a3');
  while (!seen.includes('a3')) await once(read, 'batch');
  expect(seen).toEqual(['a1', 'a2', 'a3']);
  await Promise.all([first.stop(), second.stop(), reader.stop()]);
  await Promise.all([former.close(), successor.close()]);
});

test('the entity does not drift from the migrated table', async () => {
  expect((await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)).toEqual([]);
});
