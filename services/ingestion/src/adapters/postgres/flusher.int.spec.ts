import { createTestDatabase } from '@hemtag/testing';
import { partitionClaims } from '@hemtag/platform-inbox';

import { ingest } from '../../application/ingest.js';
import type { UsageStore } from '../../application/ports.js';
import { freshProcess, ingestNext, TOPIC } from '../../ingestion-process.builder.js';
import { usageRecord, type UsageFields } from '../../usage-record.builder.js';

import { addSource, ingestionDatabase, publishRegister, type IngestionDatabase } from './ingestion-database.builder.js';
import { PublishedRegister } from './register.store.js';

let database: IngestionDatabase;
let register: PublishedRegister;
beforeEach(async () => {
  database = await ingestionDatabase(await createTestDatabase());
  await publishRegister(database.login);
  register = new PublishedRegister({
    url: database.url,
    dataSource: database.dataSource,
    log: { info: () => undefined, warn: () => undefined },
    waitMs: 10,
    patiently: (work) => work(),
  });
  await register.open();
});
afterEach(async () => {
  await register.close();
  await database.drop();
});

const query = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql);
const claim = async (partition = 0): Promise<bigint> => (await partitionClaims(database.dataSource).claim({ topic: TOPIC, partition })).epoch;
const records = (events: readonly UsageFields[], first = 0) => events.map((fields, index) => usageRecord(first + index, fields));
const letters = async (): Promise<string> => (await query<{ n: string }>('SELECT coalesce(sum(quantity), 0)::text AS n FROM usage_volume'))[0]?.n ?? '';
const account = () =>
  query('SELECT first_offset::int, next_offset::int, accepted::int, duplicate::int, conflict::int, rejected::int, skipped::int FROM partition_count');

test('a record that the database refuses is found, kept as a reject, and its neighbours count', async () => {
  // A rule of the database that the program knows nothing of.
  await database.login.query(`ALTER TABLE ingestion.usage_event ADD CONSTRAINT no_poison CHECK (id <> 'e-37')`);
  const events = Array.from({ length: 100 }, (_, n) => ({ id: `e-${n}` }));
  expect(await ingestNext(records(events), { database, process: freshProcess(database, register), epoch: await claim() })).toEqual({ kind: 'stored' });
  expect(await letters()).toBe('99');
  expect(await query('SELECT record_offset, code FROM rejected_event')).toEqual([{ record_offset: '37', code: 'UNSTORABLE' }]);
  expect(await account()).toEqual([{ first_offset: 0, next_offset: 100, accepted: 99, duplicate: 0, conflict: 0, rejected: 1, skipped: 0 }]);
});

test('a flush of two partitions, of which one is lost, stores the other', async () => {
  const process = freshProcess(database, register);
  const [lost, own] = [await claim(0), await claim(1)];
  await claim(0);
  const batch = (partition: number, epoch: bigint, id: string) =>
    ingest({ topic: TOPIC, partition, epoch, firstOffset: 0n, nextOffset: 1n, messages: [usageRecord(0, { id })] }, process);
  const both = await Promise.all([batch(0, lost, 'a'), batch(1, own, 'b')]);
  expect(await Promise.all(both.map(({ outcome }) => outcome))).toEqual([{ kind: 'fenced' }, { kind: 'stored' }]);
  expect(await query('SELECT id FROM usage_event')).toEqual([{ id: 'b' }]);
});

test('what changes between reading and writing is decided anew', async () => {
  const process = freshProcess(database, register);
  const epochs = [await claim(0), await claim(1)];
  // Another process stores the very event while this one has read that nobody has it.
  const write = process.store.write.bind(process.store);
  let writes = 0;
  const interrupted: UsageStore['write'] = async (plan) => {
    writes += 1;
    if (writes === 1)
      await ingestNext(records([{ id: 'same' }]), { database, process: freshProcess(database, register), epoch: epochs[1] ?? 0n, partition: 1 });
    return write(plan);
  };
  Object.assign(process.store, { write: interrupted });
  expect(await ingestNext(records([{ id: 'same' }, { id: 'other' }]), { database, process, epoch: epochs[0] ?? 0n })).toEqual({ kind: 'stored' });
  expect(writes).toBe(2);
  expect(await letters()).toBe('2');
  expect(await query('SELECT accepted::int, duplicate::int FROM source_counter')).toEqual([{ accepted: 2, duplicate: 1 }]);
});

describe('a source that sends nothing but rejects', () => {
  const good = Array.from({ length: 10 }, (_, n) => ({ id: `good-${n}` }));
  const bad = Array.from({ length: 300 }, (_, n) => ({ id: `bad-${n}`, source: '/se/2281/new' }));

  test('holds its partition after 100 of them, and goes on by itself when it is registered', async () => {
    const process = freshProcess(database, register);
    const all = records([...good, ...bad, { id: 'last' }]);
    expect(await ingestNext(all, { database, process, epoch: await claim() })).toMatchObject({
      kind: 'held',
      source: '',
      offset: 110n,
      fault: { code: 'UNKNOWN_SOURCE' },
    });
    // The first hundred are in the quarantine; the position stands at the first that was not let in.
    expect(await account()).toEqual([{ first_offset: 0, next_offset: 110, accepted: 10, duplicate: 0, conflict: 0, rejected: 100, skipped: 0 }]);
    expect(await ingestNext(all.slice(110), { database, process, epoch: await claim() })).toMatchObject({ kind: 'held', offset: 110n });
    await addSource(database.login, '/se/2281/new');
    expect(await ingestNext(all.slice(110), { database, process, epoch: await claim() })).toEqual({ kind: 'stored' });
    expect(await letters()).toBe('211');
  });

  test('goes into the quarantine as a whole when an operator lets it', async () => {
    const process = freshProcess(database, register);
    await database.dataSource.query(`INSERT INTO rejection_allowance VALUES ('', now() + interval '1 hour', 'an operator')`);
    expect(await ingestNext(records([...good, ...bad]), { database, process, epoch: await claim() })).toEqual({ kind: 'stored' });
    expect(await account()).toMatchObject([{ next_offset: 310, rejected: 300 }]);
  });

  test('holds nothing where it only trickles between what is good', async () => {
    const process = freshProcess(database, register);
    // 150 of them, each behind ten good events.
    const trickle = bad.slice(0, 150).flatMap((one, n) => [...Array.from({ length: 10 }, (_, k) => ({ id: `ok-${n}-${k}` })), one]);
    expect(await ingestNext(records(trickle), { database, process, epoch: await claim() })).toEqual({ kind: 'stored' });
    expect(await account()).toMatchObject([{ accepted: 1_500, rejected: 150 }]);
  });

  test('does not hold back what another partition has', async () => {
    const process = freshProcess(database, register);
    const [zero, one] = [await claim(0), await claim(1)];
    const batch = (partition: number, epoch: bigint, events: readonly UsageFields[]) =>
      ingest({ topic: TOPIC, partition, epoch, firstOffset: 0n, nextOffset: BigInt(events.length), messages: records(events) }, process);
    const both = await Promise.all([batch(0, zero, bad), batch(1, one, good)]);
    expect(await Promise.all(both.map(({ outcome }) => outcome))).toMatchObject([{ kind: 'held', offset: 100n }, { kind: 'stored' }]);
    expect(await letters()).toBe('10');
  });
});
