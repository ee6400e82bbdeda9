import { Fenced } from '@hemtag/platform-kafka';
import { claimPartition, inboxMigrations } from '@hemtag/platform-inbox';
import { ensureServiceSchema, inTransaction, migrate, readMigrations } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { tenantOf, type RegisterDocument, type SourceSpec } from '@hemtag/register';
import type { DataSource } from 'typeorm';
import pg from 'pg';
import type { RecordedVolume } from '../../application/ports.js';
import { openDatabase } from './database.js';
import { RegisterVersionEntity } from './register-version.entity.js';
import { PostgresRegisterStore } from './register.store.js';
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
function volume(change: Partial<RecordedVolume>): RecordedVolume {
  const series = {
    key: SERIES_KEY, source: '/se/0000/robots/prod', subject: 'rpa-queue:invoices', unit: 'transaction', outcome: 'success', channel: 'robot', orgUnit: null,
    dimensions: { priority: 'high' }, measure: { name: 'amount', unit: 'SEK' },
  }; // prettier-ignore
  return {
    tenant: 'SE-0000',
    series,
    day: '2025-04-01',
    quantity: '10.5',
    events: 3,
    revision: 1,
    offset: 0n,
    recordedAt: 0,
    usageAt: null,
    ledgerAt: null,
    ...change,
  };
}

async function batchOf(volumes: readonly RecordedVolume[], topic: string) {
  const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, { topic, partition: 0 }));
  return { topic, partition: 0, epoch, firstOffset: nextOffset, nextOffset: nextOffset + BigInt(volumes.length), volumes };
}

const readUntil = (until: string) =>
  new PostgresVolumeStore(dataSource).volumes({ tenant: 'SE-0000', wanted: () => true, until, asKnownOn: null, stretches: null });
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
  const row = { source: '/se/0001/a/prod', dimensions: [], acceptsAggregates: false, reference: null, safePatterns: {} };
  await dataSource.manager.insert(SourceEntity, { tenant: 'SE-0001', name: 'a', ...row });
  await expect(dataSource.manager.insert(SourceEntity, { tenant: 'SE-0002', name: 'b', ...row })).rejects.toMatchObject({ code: '23505' });
});

const sourceDocument = (name: string, spec: Partial<SourceSpec>): RegisterDocument => ({
  apiVersion: 'hemtag/v1',
  kind: 'Source',
  metadata: { tenant: 'SE-0003', name },
  spec: { source: `/se/0003/${name}/prod`, timeZone: 'Europe/Stockholm', ...spec },
});
const TOWN: RegisterDocument = {
  apiVersion: 'hemtag/v1',
  kind: 'Tenant',
  metadata: { name: 'SE-0003' },
  spec: { title: 'Town', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' },
};
const PUBLISHED_SOURCES = `SELECT name, dimensions, accepts_aggregates, reference, safe_patterns, expected_every FROM published.source WHERE tenant = 'SE-0003' ORDER BY name`;

test('published.source says of a source what the intake needs, with the defaults filled in, and follows a change', async () => {
  const store = new PostgresRegisterStore(dataSource);
  const write = (version: number, documents: readonly RegisterDocument[]): Promise<void> =>
    store.change((transaction) =>
      transaction.append(
        documents.map((document) => {
          const { kind, metadata } = document;
          const tenant = 'tenant' in metadata ? (metadata.tenant ?? null) : null;
          return { kind, tenant, name: metadata.name, version, document, result: version === 1 ? 'created' : 'versioned' };
        }),
        'anna',
      ),
    );
  const full: Partial<SourceSpec> = {
    events: 'aggregate', acceptsAggregates: false, reference: 'events', dimensions: ['priority'], safePatterns: { id: ['inv-##########'], subject: ['*'] },
    expectedEvery: 'PT6H',
  }; // prettier-ignore
  await write(1, [
    TOWN,
    sourceDocument('a', {}),
    sourceDocument('b', { events: 'record' }),
    sourceDocument('c', { events: 'aggregate' }),
    sourceDocument('d', full),
  ]);
  const plain = { dimensions: [], accepts_aggregates: false, reference: null, safe_patterns: {}, expected_every: null };
  const everything = {
    name: 'd', dimensions: ['priority'], accepts_aggregates: false, reference: 'events', safe_patterns: { id: ['inv-##########'], subject: ['*'] },
    expected_every: 'PT6H',
  }; // prettier-ignore
  expect(await dataSource.query(PUBLISHED_SOURCES)).toEqual([
    { name: 'a', ...plain },
    { name: 'b', ...plain },
    { name: 'c', ...plain, accepts_aggregates: true },
    everything,
  ]);
  await write(2, [sourceDocument('b', { events: 'record', acceptsAggregates: true, reference: 'aggregates' })]);
  expect((await dataSource.query<object[]>(PUBLISHED_SOURCES))[1]).toEqual({ name: 'b', ...plain, accepts_aggregates: true, reference: 'aggregates' });
});

test('what was known at an instant is the newest version recorded up to it, told to the millisecond', async () => {
  const store = new PostgresRegisterStore(dataSource);
  const recorded: readonly (readonly [string, number, string])[] = [
    ['e', 1, '2026-01-01T00:00:00.000900Z'],
    ['f', 1, '2026-01-01T00:00:00.000900Z'],
    ['e', 2, '2026-02-01T00:00:00.000Z'],
  ];
  for (const [name, version, at] of recorded) {
    const document = sourceDocument(name, { title: `${name} ${version}` });
    await dataSource.query(`INSERT INTO register_version VALUES ('SE-0004', 'Source', $1, $2, $3, 'anna', $4)`, [name, version, document, at]);
  }
  const titles = async (instant: string | null): Promise<unknown[]> =>
    (await store.documentsOf('SE-0004', instant === null ? null : Date.parse(instant)))
      .filter(({ kind }) => kind === 'Source')
      .map(({ spec }) => (spec as SourceSpec).title);
  expect(await titles('2025-12-31T23:59:59.999Z')).toEqual([]);
  expect(await titles('2026-01-01T00:00:00.000Z')).toEqual(['e 1', 'f 1']);
  expect(await titles('2026-01-31T23:59:59.999Z')).toEqual(['e 1', 'f 1']);
  expect(await titles('2026-02-01T00:00:00.000Z')).toEqual(['e 2', 'f 1']);
  expect(await titles(null)).toEqual(['e 2', 'f 1']);
});

test('a set is recorded at one instant, so that no instant knows half of it', async () => {
  const store = new PostgresRegisterStore(dataSource);
  const documents = [{ ...TOWN, metadata: { name: 'SE-0005' } }, sourceDocument('g', {}), sourceDocument('h', {})] as RegisterDocument[];
  await store.change((transaction) =>
    transaction.append(
      documents.map((document) => ({ kind: document.kind, tenant: tenantOf(document), name: document.metadata.name, version: 1, document, result: 'created' })),
      'anna',
    ),
  );
  const [{ instants }] = await dataSource.query<[{ instants: number }]>(
    `SELECT count(DISTINCT recorded_at)::int AS instants FROM register_version WHERE name IN ('SE-0005', 'g', 'h')`,
  );
  expect(instants).toBe(1);
});

test('sources that were stored before they said so are published by their newest document', async () => {
  const older = await createTestDatabase();
  await ensureServiceSchema({ url: older.url, service: 'benefit' });
  const own = await readMigrations({ scope: 'benefit', directory: new URL('../../../migrations/', `file://${__filename}`) });
  await migrate({ url: older.url, service: 'benefit', sets: [inboxMigrations, { ...own, migrations: own.migrations.slice(0, 1) }] });
  const client = new pg.Client({ connectionString: older.url });
  await client.connect();
  await client.query(`INSERT INTO benefit.tenant VALUES ('SE-0003', 'Europe/Stockholm', 'SEK')`);
  const versions: readonly (readonly [string, number, Partial<SourceSpec>])[] = [
    ['a', 1, {}],
    ['b', 1, { events: 'aggregate' }],
    ['b', 2, { events: 'record' }],
    ['c', 1, { events: 'record', acceptsAggregates: false }],
    ['c', 2, { events: 'record', acceptsAggregates: true }],
    ['d', 1, { events: 'aggregate', expectedEvery: 'P1D' }],
  ];
  for (const [name, version, spec] of versions) {
    if (version === 1) await client.query(`INSERT INTO benefit.source VALUES ('SE-0003', $1, $2, '{}')`, [name, `/se/0003/${name}/prod`]);
    await client.query(`INSERT INTO benefit.register_version (tenant, kind, name, version, document, author) VALUES ('SE-0003', 'Source', $1, $2, $3, 'anna')`, [
      name, version, JSON.stringify(sourceDocument(name, spec)),
    ]); // prettier-ignore
  }
  await migrate({ url: older.url, service: 'benefit', sets: [inboxMigrations, own] });
  const { rows } = await client.query<{ name: string; accepts_aggregates: boolean }>(PUBLISHED_SOURCES);
  await client.end();
  await older.drop();
  expect(rows).toEqual(
    [['a', false, null], ['b', false, null], ['c', true, null], ['d', true, 'P1D']].map(([name, accepts, rhythm]) => ({
      name, dimensions: [], accepts_aggregates: accepts, reference: null, safe_patterns: {}, expected_every: rhythm,
    })), // prettier-ignore
  );
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
