import { Fenced } from '@hemtag/platform-kafka';
import { claimPartition } from '@hemtag/platform-inbox';
import { inTransaction } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import type { UsageVolume } from '@hemtag/contracts';
import type { DataSource } from 'typeorm';
import { openDatabase } from './database.js';
import { RegisterVersionEntity } from './register-version.entity.js';
import { SourceEntity } from './source.entity.js';
import { TenantEntity } from './tenant.entity.js';
import { PostgresVolumeStore } from './volume.store.js';
import { PostgresVolumeWriter } from './volume-writer.store.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const SERIES_KEY = '00000000-0000-4000-8000-000000000001';
function volume(change: Partial<UsageVolume>): UsageVolume {
  const series = {
    key: SERIES_KEY, source: '/se/0000/robots/prod', subject: 'rpa-queue:invoices', unit: 'transaction', outcome: 'success', channel: 'robot', orgUnit: null,
    dimensions: { priority: 'high' }, measure: { name: 'amount', unit: 'SEK' },
  }; // prettier-ignore
  return { tenant: 'SE-0000', series, day: '2025-04-01', quantity: '10.5', events: 3, revision: 1, ...change };
}

async function batchOf(volumes: readonly UsageVolume[], topic: string) {
  const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, { topic, partition: 0 }));
  return { topic, partition: 0, epoch, firstOffset: nextOffset, nextOffset: nextOffset + BigInt(volumes.length), volumes };
}

const readUntil = (until: string) => new PostgresVolumeStore(dataSource).volumes({ tenant: 'SE-0000', wanted: () => true, until });
const stored = async () => (await readUntil('2025-12-31')).volumes;

test('entities and migrated schema do not drift', async () => {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test('the service works as its own role, which sees no other schema', async () => {
  expect(await dataSource.query('SELECT current_user AS role')).toEqual([{ role: 'hemtag_benefit' }]);
  await dataSource.query('SELECT 1 FROM published.source');
  await expect(dataSource.query('CREATE SCHEMA elsewhere')).rejects.toMatchObject({ code: '42501' });
});

test('a register version is never changed or deleted', async () => {
  await dataSource.manager.insert(RegisterVersionEntity, { tenant: '', kind: 'Tenant', name: 'SE-0009', version: 1, document: {}, author: 'a' });
  await expect(dataSource.query(`UPDATE register_version SET author = 'b'`)).rejects.toMatchObject({ code: '23001' });
  await expect(dataSource.query('DELETE FROM register_version')).rejects.toMatchObject({ code: '23001' });
});

test('a source URI has one owner, whoever is faster', async () => {
  await dataSource.manager.insert(TenantEntity, [
    { tenant: 'SE-0001', timeZone: 'Europe/Stockholm', currency: 'SEK' },
    { tenant: 'SE-0002', timeZone: 'Europe/Stockholm', currency: 'SEK' },
  ]);
  await dataSource.manager.insert(SourceEntity, { tenant: 'SE-0001', name: 'a', source: '/se/0001/a/prod', dimensions: [] });
  await expect(dataSource.manager.insert(SourceEntity, { tenant: 'SE-0002', name: 'b', source: '/se/0001/a/prod', dimensions: [] })).rejects.toMatchObject({
    code: '23505',
  });
});

test('the highest revision of a volume holds, in one batch and over batches; the quantity stays exact', async () => {
  const writer = new PostgresVolumeWriter(dataSource);
  const first = await writer.store(await batchOf([volume({ revision: 2, quantity: '20.000001' }), volume({ revision: 1 })], 'volumes'));
  expect(first).toEqual({ applied: 1, stale: 1 });
  const late = await writer.store(await batchOf([volume({ revision: 1, quantity: '1' })], 'volumes'));
  expect(late).toEqual({ applied: 0, stale: 1 });
  // Sent again by the relay: the row is not written a second time.
  const again = await writer.store(await batchOf([volume({ revision: 2, quantity: '20.000001' })], 'volumes'));
  expect(again).toEqual({ applied: 0, stale: 1 });
  const [only, ...rest] = await stored();
  expect(rest).toEqual([]);
  expect(only).toMatchObject({
    day: '2025-04-01',
    series: { key: SERIES_KEY, dimensions: { priority: 'high' }, measure: { name: 'amount', unit: 'SEK' }, orgUnit: null },
  });
  // 20.000001 = 20000001/1000000
  expect([only?.quantity.n, only?.quantity.d]).toEqual([20_000_001n, 1_000_000n]);
});

test('a series whose volumes are all later is known, without its volumes', async () => {
  const { series, volumes } = await readUntil('2025-03-31');
  expect([series.map(({ key }) => key), volumes]).toEqual([[SERIES_KEY], []]);
});

test('a batch of a consumer that lost its partition leaves nothing behind', async () => {
  const writer = new PostgresVolumeWriter(dataSource);
  const batch = await batchOf([volume({ revision: 9, quantity: '999' })], 'taken-over');
  await inTransaction(dataSource, (tx) => claimPartition(tx, { topic: 'taken-over', partition: 0 }));
  await expect(writer.store(batch)).rejects.toBeInstanceOf(Fenced);
  expect((await stored()).map(({ quantity }) => quantity.n)).toEqual([20_000_001n]);
});
