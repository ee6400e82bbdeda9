import { Fenced } from '@hemtag/platform-kafka';
import { ensureServiceSchema, inTransaction, migrate, openDataSource } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';

import { ConsumedPartitionEntity } from './consumed-partition.entity.js';
import { advancePartition, partitionClaims } from './inbox.js';
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
