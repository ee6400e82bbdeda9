import { claimPartition, advancePartition } from '@hemtag/platform-inbox';
import { formatQuantity } from '@hemtag/kernel';
import { inTransaction } from '@hemtag/platform-postgres';
import { createTestDatabase, until, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';
import { openDatabase } from './database.js';
import { PostgresPeriodStore } from './period.store.js';
import { forgetVolumes } from './rebuild.js';
import { PostgresRegisterStore } from './register.store.js';
import { PostgresVolumeStore } from './volume.store.js';
import { PostgresVolumeWriter } from './volume-writer.store.js';

const TENANT = 'SE-0000';
const TOPIC = 'usage.volumes.v1';
const SERIES = {
  key: '00000000-0000-4000-8000-000000000001', source: '/se/0000/robots/prod', subject: 'rpa-queue:invoices', unit: 'transaction', outcome: 'success',
  channel: null, orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore

let database: TestDatabase;
let dataSource: DataSource;
let periods: PostgresPeriodStore;
beforeEach(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  periods = new PostgresPeriodStore(dataSource);
});
afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

interface Said {
  readonly offset: number;
  readonly quantity: string;
  readonly revision: number;
  /** When the log says that it took it. */
  readonly recordedAt: number;
  readonly day?: string;
}
/** Stores volumes in one batch as a consumer does that reads on where the partition was left. */
async function store(...batch: readonly Said[]): Promise<void> {
  const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, { topic: TOPIC, partition: 0 }));
  const volumes = batch.map(({ offset, day = '2026-03-01', ...said }) => ({
    ...said, tenant: TENANT, series: SERIES, day, offset: BigInt(offset), events: 1, usageAt: null, ledgerAt: null,
  })); // prettier-ignore
  await new PostgresVolumeWriter(dataSource).store({
    topic: TOPIC, partition: 0, epoch, firstOffset: nextOffset, nextOffset: (volumes.at(-1)?.offset ?? -1n) + 1n, volumes,
  }); // prettier-ignore
}
async function cutOf(tenant: string): Promise<number> {
  const cut = await periods.cut(tenant, await periods.usageEpoch());
  if (!cut.ok) throw new Error(cut.error.kind);
  return cut.value;
}
async function known(asKnownOn: number | null): Promise<{ readonly series: number; readonly quantities: string[] }> {
  const read = await new PostgresVolumeStore(dataSource).volumes({ tenant: TENANT, wanted: () => true, until: '2026-12-31', asKnownOn, stretches: null });
  return { series: read.series.length, quantities: read.volumes.map(({ quantity }) => formatQuantity(quantity)) };
}

test('what the log took before a cut and the service stored after it is known after it, volume and series', async () => {
  const cut = await cutOf(TENANT);
  await store({ offset: 0, quantity: '10', revision: 1, recordedAt: cut - 60_000 });
  expect(await known(cut)).toEqual({ series: 0, quantities: [] });
  expect(await known(cut + 1)).toEqual({ series: 1, quantities: ['10'] });
});

test('what a volume was on a cut is kept, also where it was another one within the second', async () => {
  await store({ offset: 0, quantity: '10', revision: 1, recordedAt: Date.now() });
  await store({ offset: 1, quantity: '11', revision: 2, recordedAt: Date.now() });
  const first = await cutOf(TENANT);
  await store({ offset: 2, quantity: '12', revision: 3, recordedAt: first - 5 });
  const second = await cutOf(TENANT);
  await store({ offset: 3, quantity: '13', revision: 4, recordedAt: first - 4 });
  await store({ offset: 4, quantity: '14', revision: 5, recordedAt: first - 3 });
  expect([await known(first), await known(second), await known(null)].map(({ quantities }) => quantities)).toEqual([['11'], ['12'], ['14']]);
});

test('a volume of which the log says a time to come is known on the next cut', async () => {
  await store({ offset: 0, quantity: '10', revision: 1, recordedAt: Date.now() + 3_600_000 });
  expect(await known(await cutOf(TENANT))).toEqual({ series: 1, quantities: ['10'] });
});

test('what is stored anew from the log is known since the same cut as before', async () => {
  await store({ offset: 0, quantity: '10', revision: 1, recordedAt: Date.now() - 60_000 });
  const cut = await cutOf(TENANT);
  await forgetVolumes(dataSource);
  await store({ offset: 0, quantity: '10', revision: 1, recordedAt: cut - 60_000 });
  expect((await known(cut)).quantities).toEqual(['10']);
  await forgetVolumes(dataSource);
  await store({ offset: 1, quantity: '11', revision: 2, recordedAt: cut - 60_000 });
  expect((await known(cut)).quantities).toEqual([]);
  expect((await known(cut + 1)).quantities).toEqual(['11']);
});

test('one batch that reaches over a cut leaves known on it what lies before it, series, day and revision', async () => {
  const first = { offset: 0, quantity: '10', revision: 1, recordedAt: Date.now() - 60_000 };
  await store(first);
  const cut = await cutOf(TENANT);
  await forgetVolumes(dataSource);
  const behind = { recordedAt: first.recordedAt, offset: 1, quantity: '7', revision: 1, day: '2026-03-02' };
  await store(first, behind, { ...first, offset: 2, quantity: '11', revision: 2 });
  expect(await known(cut)).toEqual({ series: 1, quantities: ['10'] });
  expect((await known(cut + 1)).quantities.sort()).toEqual(['11', '7']);
});

test('volumes that were emptied, and a reader that took over, let no cut through that was asked for before, and it gives nothing up', async () => {
  await store({ offset: 9, quantity: '10', revision: 1, recordedAt: Date.now() });
  const cut = await cutOf(TENANT);
  const epoch = await periods.usageEpoch();
  await forgetVolumes(dataSource);
  expect(await periods.cut(TENANT, epoch)).toEqual({ ok: false, error: { kind: 'usage-anew' } });
  expect(await dataSource.query('SELECT DISTINCT taken_at FROM volume_cut')).toEqual([{ taken_at: new Date(cut) }]);
  const emptied = await periods.usageEpoch();
  await inTransaction(dataSource, (tx) => claimPartition(tx, { topic: TOPIC, partition: 0 }));
  expect(await periods.change(TENANT, (transaction) => transaction.usageEpoch())).toBeGreaterThan(emptied);
});

test('while a step is kept nobody empties the volumes', async () => {
  await periods
    .change(TENANT, async (transaction) => {
      const epoch = await transaction.usageEpoch();
      const emptying = forgetVolumes(dataSource);
      await until(async () => (await dataSource.query<unknown[]>('SELECT FROM pg_locks WHERE NOT granted')).length > 0);
      expect(await transaction.usageEpoch()).toBe(epoch);
      return { emptying };
    })
    .then(({ emptying }) => emptying);
});

test('an instant that is no cut, taken amid a rebuild, leaves every cut as it is', async () => {
  const first = { offset: 0, quantity: '10', revision: 1, recordedAt: Date.now() - 60_000 };
  const second = { ...first, offset: 1, quantity: '7', day: '2026-03-02' };
  await store(first, second);
  const cut = await cutOf(TENANT);
  await forgetVolumes(dataSource);
  await store(first);
  const instant = await periods.instant(TENANT);
  expect(instant.ok && instant.value).toBeGreaterThan(cut);
  await store(second);
  expect((await known(cut)).quantities.sort()).toEqual(['10', '7']);
  expect(await dataSource.query('SELECT DISTINCT taken_at FROM volume_cut')).toEqual([{ taken_at: new Date(cut) }]);
});

test('a step of the tenant that lies ahead of the clock comes before the next cut', async () => {
  const ahead = Date.now() + 500;
  await periods.change(TENANT, (transaction) => {
    const head = { tenant: TENANT, month: '2026-03', version: 1, state: 'PRELIMINARY' } as const;
    const entry = { month: '2026-03', version: 1, actor: 'anna', reason: null, sequence: 1, state: 'PRELIMINARY', at: ahead } as const;
    return transaction.append(entry, { head, figures: [], hash: 'of nothing' });
  });
  expect(await cutOf(TENANT)).toBe(ahead + 1);
});

test('a clock that stands a minute before the last cut takes none and holds nobody up', async () => {
  await dataSource.query(`INSERT INTO volume_cut (partition_id, next_offset, taken_at) VALUES (0, 0, now() + interval '1 minute')`);
  const behind = { ok: false, error: { kind: 'clock-behind' } };
  expect([await periods.cut(TENANT, await periods.usageEpoch()), await periods.instant(TENANT)]).toEqual([behind, behind]);
});

test('cuts of a log that was replaced part nothing in the new one', async () => {
  await store({ offset: 99, quantity: '10', revision: 1, recordedAt: Date.now() });
  const old = await cutOf(TENANT);
  await dataSource.query('UPDATE consumed_partition SET next_offset = 0');
  const cut = await cutOf(TENANT);
  expect(cut).toBeGreaterThan(old);
  await store({ offset: 150, quantity: '11', revision: 2, recordedAt: old - 5 });
  expect((await known(cut)).quantities).toEqual(['10']);
});

test('a cut waits for a batch that is being stored, and for a change of the register, and holds up those that follow', async () => {
  const { epoch } = await inTransaction(dataSource, (tx) => claimPartition(tx, { topic: TOPIC, partition: 0 }));
  const order: string[] = [];
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const goesOn = Promise.withResolvers<void>();
  const batch = inTransaction(dataSource, async (tx) => {
    await advancePartition(tx, { topic: TOPIC, partition: 0, epoch, firstOffset: 0n, nextOffset: 1n });
    begun[0].resolve();
    await goesOn.promise;
    order.push('batch');
  });
  const change = new PostgresRegisterStore(dataSource).change(async () => {
    begun[1].resolve();
    await goesOn.promise;
    order.push('register');
  });
  await Promise.all(begun.map(({ promise }) => promise));
  const cut = cutOf(TENANT).then((at) => {
    order.push('cut');
    return at;
  });
  await until(async () => (await dataSource.query<unknown[]>('SELECT FROM pg_locks WHERE NOT granted')).length > 0);
  goesOn.resolve();
  await Promise.all([batch, change, cut]);
  expect(order.at(-1)).toBe('cut');
  expect(await dataSource.query('SELECT next_offset::int FROM volume_cut WHERE partition_id = 0')).toEqual([{ next_offset: 1 }]);
});

test('many cuts at once have instants of their own, none before what was recorded', async () => {
  const before = Date.now();
  const cuts = await Promise.all(Array.from({ length: 6 }, (_, index) => cutOf(`SE-000${index}`)));
  expect(new Set(cuts).size).toBe(6);
  expect(Math.min(...cuts)).toBeGreaterThanOrEqual(before);
});
