import { Fenced, LogMoved } from '@hemtag/platform-kafka';
import { ensureServiceSchema, inTransaction, migrate, openDataSource } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';

import { ConsumedPartitionEntity } from './consumed-partition.entity.js';
import { advancePartition, partitionClaims, type AcceptedLog } from './inbox.js';
import { inboxMigrations } from './inbox-migrations.js';

const source = { topic: 't', partition: 0 };
let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  await ensureServiceSchema({ url: database.url, service: 'ingestion' });
  await migrate({ url: database.url, service: 'ingestion', sets: [inboxMigrations] });
  dataSource = await openDataSource({ url: database.url, service: 'ingestion', entities: [ConsumedPartitionEntity] });
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('TRUNCATE consumed_partition'));

const claim = () => partitionClaims(dataSource).claim(source);
const advance = (epoch: bigint, firstOffset: bigint, nextOffset: bigint): Promise<void> =>
  inTransaction(dataSource, (tx) => advancePartition(tx, { ...source, epoch, firstOffset, nextOffset }));

test('a claim starts at 0 and continues where the last owner stored', async () => {
  const first = await claim();
  expect(first).toEqual({ epoch: 1n, nextOffset: 0n });
  await advance(1n, 0n, 7n);
  expect(await claim()).toEqual({ epoch: 2n, nextOffset: 7n });
});

const FIRST_ID = '5b6c0f0e-26b1-4c5e-9f0b-0a4f4d1f8a11';
const SECOND_ID = '9d0e6a52-7d1b-4f3a-8c55-1f2c3b4a5d66';
const claimOf = (log: { topicId: string | null; low: bigint; high: bigint }, accepted: readonly AcceptedLog[] = []) =>
  partitionClaims(dataSource, accepted).claim({ ...source, log });
const rows = () => dataSource.query('SELECT epoch, next_offset, topic_id FROM consumed_partition');

test('a topic that was made anew is not taken for the one that was stored, until somebody says so, and then once', async () => {
  // A program that knew no topic ids stored this.
  await advance((await claim()).epoch, 0n, 7n);
  expect(await claimOf({ topicId: FIRST_ID, low: 0n, high: 7n })).toEqual({ epoch: 2n, nextOffset: 7n });

  const remade = { topicId: SECOND_ID, low: 0n, high: 20n };
  const refused = await claimOf(remade).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(LogMoved);
  expect(String(refused)).toContain(`HEMTAG_ACCEPT_LOG=t/0@7:${SECOND_ID}`);
  expect(await rows()).toEqual([{ epoch: '2', next_offset: '7', topic_id: FIRST_ID }]);
  await expect(claimOf(remade, [{ ...source, offset: 6n, topicId: SECOND_ID }])).rejects.toBeInstanceOf(LogMoved);
  await expect(claimOf(remade, [{ ...source, offset: 7n, topicId: FIRST_ID }])).rejects.toBeInstanceOf(LogMoved);

  const accepted = [{ ...source, offset: 7n, topicId: SECOND_ID }];
  expect(await claimOf(remade, accepted)).toEqual({ epoch: 3n, nextOffset: 0n });
  await advance(3n, 0n, 7n);
  expect(await claimOf(remade, accepted)).toEqual({ epoch: 4n, nextOffset: 7n });
});

test.each([
  ['begins behind', { low: 9n, high: 12n }],
  ['ends before', { low: 0n, high: 4n }],
])('a log that %s the stored offset is refused, or read from its beginning where that was accepted', async (_, range) => {
  const log = { topicId: FIRST_ID, ...range };
  await claimOf({ ...log, low: 0n, high: 7n });
  await advance(1n, 0n, 7n);
  await expect(claimOf(log)).rejects.toBeInstanceOf(LogMoved);
  expect(await claimOf(log, [{ ...source, offset: 7n, topicId: FIRST_ID }])).toEqual({ epoch: 2n, nextOffset: 0n });
});

test('a log that begins later is nothing new where nothing was stored yet', async () => {
  expect(await claimOf({ topicId: null, low: 9n, high: 12n })).toEqual({ epoch: 1n, nextOffset: 0n });
});

test('who lost the partition stores nothing more', async () => {
  const former = await claim();
  const owner = await claim();
  await expect(advance(former.epoch, 0n, 5n)).rejects.toBeInstanceOf(Fenced);
  await advance(owner.epoch, 0n, 5n);
  await expect(advance(former.epoch, 5n, 9n)).rejects.toBeInstanceOf(Fenced);
});

test('offsets are stored once, in order, and none is left out', async () => {
  const { epoch } = await claim();
  await expect(advance(epoch, 3n, 5n)).rejects.toBeInstanceOf(Fenced);
  await advance(epoch, 0n, 5n);
  await expect(advance(epoch, 0n, 5n)).rejects.toBeInstanceOf(Fenced);
  await expect(advance(epoch, 4n, 8n)).rejects.toBeInstanceOf(Fenced);
  await expect(advance(epoch, 6n, 8n)).rejects.toBeInstanceOf(Fenced);
  await advance(epoch, 5n, 8n);
  await expect(advance(epoch, 8n, 8n)).rejects.toBeInstanceOf(Fenced);
});

test('everything beside a refused step is rolled back with it', async () => {
  const { epoch } = await claim();
  const both = inTransaction(dataSource, async (tx) => {
    await tx.query(`INSERT INTO consumed_partition VALUES ('other', 0, 1, 0)`);
    await advancePartition(tx, { ...source, epoch: epoch + 1n, firstOffset: 0n, nextOffset: 1n });
  });
  await expect(both).rejects.toBeInstanceOf(Fenced);
  expect(await dataSource.manager.countBy(ConsumedPartitionEntity, { topic: 'other' })).toBe(0);
});

test('the entity does not drift from the migrated table', async () => {
  expect((await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)).toEqual([]);
});

test('many claims at once give as many epochs', async () => {
  const claims = await Promise.all(Array.from({ length: 8 }, claim));
  expect(claims.map(({ epoch }) => Number(epoch)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
