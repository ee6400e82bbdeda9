import { claimPartition } from '@hemtag/platform-inbox';
import { inTransaction } from '@hemtag/platform-postgres';
import { formatQuantity, parseInstant } from '@hemtag/kernel';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';
import type { RecordedVolume } from '../../application/ports.js';
import { openDatabase } from './database.js';
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

const SERIES = {
  key: '00000000-0000-4000-8000-000000000001', source: '/se/0000/robots/prod', subject: 'rpa-queue:invoices', unit: 'transaction', outcome: 'success',
  channel: null, orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore
const at = (time: string): number => parseInstant(`2026-03-10T${time}+01:00`) ?? NaN;

interface Change {
  readonly tenant?: string;
  readonly day?: string;
  readonly quantity: string;
  readonly revision: number;
  readonly at: string;
}
const volume = ({ tenant = 'SE-0000', day = '2026-03-01', quantity, revision, at: time }: Change): RecordedVolume => ({
  tenant, day, quantity, revision, events: 1, series: SERIES, offset: 0n, recordedAt: at(time), usageAt: null, ledgerAt: null,
}); // prettier-ignore

async function store(...changes: readonly Change[]): Promise<void> {
  const topic = 'usage.volumes.v1';
  const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, { topic, partition: 0 }));
  const batch = {
    topic,
    partition: 0,
    epoch,
    firstOffset: nextOffset,
    nextOffset: nextOffset + BigInt(changes.length),
    volumes: changes.map((change, index) => ({ ...volume(change), offset: nextOffset + BigInt(index) })),
  };
  await new PostgresVolumeWriter(dataSource).store(batch);
}

const read = (time: string | null, tenant: string, stretches: readonly string[] | null = null) =>
  new PostgresVolumeStore(dataSource).volumes({
    tenant, wanted: () => true, until: '2026-12-31', asKnownOn: time === null ? null : at(time), stretches,
  }); // prettier-ignore
const known = async (time: string | null, tenant = 'SE-0000', stretches: readonly string[] | null = null): Promise<string[]> =>
  (await read(time, tenant, stretches)).volumes.map(({ day, quantity }) => `${day} ${formatQuantity(quantity)}`);
const kept = (tenant: string): Promise<{ revision: string }[]> =>
  dataSource.query('SELECT revision::text FROM usage_volume_revision WHERE tenant = $1 ORDER BY usage_volume_revision.revision', [tenant]);

test('volumes as they were known at an instant, to the second; a revision superseded within its second is not kept', async () => {
  await store({ quantity: '10', revision: 1, at: '08:00:10.100' });
  await store({ quantity: '11', revision: 2, at: '08:00:10.900' });
  await store({ quantity: '12', revision: 3, at: '08:05:00' }, { quantity: '7', day: '2026-03-02', revision: 1, at: '08:05:00' });
  await store({ quantity: '0', revision: 4, at: '09:00:00' });
  expect(await known('08:00:00')).toEqual([]);
  expect(await known('08:00:11')).toEqual(['2026-03-01 11']);
  expect(await known('08:04:59')).toEqual(['2026-03-01 11']);
  expect(await known('08:05:00')).toEqual(['2026-03-01 12', '2026-03-02 7']);
  expect(await known('09:00:00')).toEqual(['2026-03-01 0', '2026-03-02 7']);
  expect(await known(null)).toEqual(['2026-03-01 0', '2026-03-02 7']);
  expect(await kept('SE-0000')).toEqual([{ revision: '2' }, { revision: '3' }]);
});

test('a series is known from its first volume on', async () => {
  await store({ tenant: 'SE-0001', quantity: '10', revision: 1, at: '08:00:00' });
  expect((await read('07:59:59', 'SE-0001')).series).toEqual([]);
  expect((await read('08:00:00', 'SE-0001')).series).toEqual([SERIES]);
});

test('a revision that the log took before the one that is stored counts as known since then, and none as known in the future', async () => {
  await store({ tenant: 'SE-0002', quantity: '10', revision: 1, at: '08:00:00' });
  await store({ tenant: 'SE-0002', quantity: '20', revision: 2, at: '07:00:00' });
  expect(await known('07:30:00', 'SE-0002')).toEqual([]);
  expect(await known('08:00:00', 'SE-0002')).toEqual(['2026-03-01 20']);
  const ahead = { ...volume({ tenant: 'SE-0002', quantity: '30', revision: 3, at: '08:00:00' }), recordedAt: Date.now() + 3_600_000 };
  const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, { topic: 'ahead', partition: 0 }));
  await new PostgresVolumeWriter(dataSource).store({ topic: 'ahead', partition: 0, epoch, firstOffset: nextOffset, nextOffset: 1n, volumes: [ahead] });
  const now = await new PostgresVolumeStore(dataSource).volumes({
    tenant: 'SE-0002', wanted: () => true, until: '2026-12-31', asKnownOn: Date.now() + 1_000, stretches: null,
  }); // prettier-ignore
  expect(now.volumes.map(({ quantity }) => formatQuantity(quantity))).toEqual(['30']);
});

test('volumes within a month and between two given days come as one, exactly, now as then', async () => {
  const days = ['2026-03-01', '2026-03-14', '2026-03-15', '2026-03-31', '2026-04-01'];
  await store(...days.map((day, index) => ({ tenant: 'SE-0003', day, quantity: `${index + 1}.000001`, revision: 1, at: '08:00:00' })));
  const summed = ['2026-03-01 3.000002', '2026-03-15 7.000002', '2026-04-01 5.000001'];
  expect(await known(null, 'SE-0003', ['2026-03-15'])).toEqual(summed);
  expect(await known(null, 'SE-0003', [])).toEqual(['2026-03-01 10.000004', '2026-04-01 5.000001']);
  await store({ tenant: 'SE-0003', day: '2026-03-14', quantity: '100', revision: 2, at: '09:00:00' });
  expect(await known('08:30:00', 'SE-0003', ['2026-03-15'])).toEqual(summed);
  expect(await known(null, 'SE-0003', ['2026-03-15'])).toEqual(['2026-03-01 101.000001', ...summed.slice(1)]);
});
