import { UsageVolume } from '@hemtag/contracts';
import { partitionClaims } from '@hemtag/platform-inbox';
import { createTestDatabase, leaksOf } from '@hemtag/testing';

import type { BatchOutcome } from '../../application/flusher.js';
import { ingest as take } from '../../application/ingest.js';
import type { IncomingRecord } from '../../application/ports.js';
import { freshProcess, ingestNext, TOPIC as topic } from '../../ingestion-process.builder.js';
import { rawRecord, SOURCE, TENANT, usageRecord } from '../../usage-record.builder.js';

import { addSource, ingestionDatabase, publishRegister, type IngestionDatabase } from './ingestion-database.builder.js';
import { PublishedRegister } from './register.store.js';

let database: IngestionDatabase;
let register: PublishedRegister;
beforeAll(async () => {
  database = await ingestionDatabase(await createTestDatabase());
  await publishRegister(database.login);
  const log = { info: () => undefined, warn: () => undefined };
  register = new PublishedRegister({ url: database.url, dataSource: database.dataSource, log, waitMs: 10, patiently: (work) => work() });
  await register.open();
});
afterAll(async () => {
  await register.close();
  await database.drop();
});
const TABLES = [
  'consumed_partition',
  'event_identity',
  'usage_event',
  'usage_aggregate',
  'aggregate_series',
  'usage_amendment',
  'subject_feed_day',
  'source_incomplete_day',
  'usage_series',
  'usage_volume',
  'rejected_event',
  'source_activity_day',
  'source_counter',
  'source_hour',
  'reject_hour',
  'partition_count',
  'outbox',
];
beforeEach(() => database.dataSource.query(`TRUNCATE ${TABLES.join(', ')}`));

const query = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql);
const claim = async (partition = 0): Promise<bigint> => (await partitionClaims(database.dataSource).claim({ topic, partition })).epoch;

const ingest = (
  messages: readonly IncomingRecord[],
  owner: { readonly epoch: bigint; readonly partition?: number },
  process = freshProcess(database, register),
): Promise<BatchOutcome> => ingestNext(messages, { database, process, ...owner });

const volumes = () =>
  query(`SELECT measure_name AS measure, day::text AS day, quantity::text, v.events::int, revision::int
  FROM usage_volume v JOIN usage_series USING (tenant, series_id) ORDER BY measure NULLS FIRST, day`);
const counters = () => query('SELECT source, accepted::int, duplicate::int, conflict::int, rejected::int FROM source_counter ORDER BY source');
const letters = (quantity: string, events: number, revision: number, day = '2025-03-10') => ({ measure: null, day, quantity, events, revision });

describe('the same event', () => {
  const counted = (duplicate: number) => [{ source: SOURCE, accepted: 1, duplicate, conflict: 0, rejected: 0 }];

  test('twice in one batch counts once', async () => {
    await ingest([usageRecord(0), usageRecord(1)], { epoch: await claim() });
    expect(await volumes()).toEqual([letters('1', 1, 1)]);
    expect(await counters()).toEqual(counted(1));
  });

  test('in two batches counts once, and the volume keeps its revision', async () => {
    const epoch = await claim();
    await ingest([usageRecord(0)], { epoch });
    await ingest([usageRecord(1)], { epoch });
    expect(await volumes()).toEqual([letters('1', 1, 1)]);
    expect(await counters()).toEqual(counted(1));
  });

  test('on two partitions at the same moment counts once', async () => {
    const [zero, one] = await Promise.all([claim(0), claim(1)]);
    await Promise.all([ingest([usageRecord(0)], { epoch: zero }), ingest([usageRecord(0)], { epoch: one, partition: 1 })]);
    expect(await volumes()).toEqual([letters('1', 1, 1)]);
    expect(await counters()).toEqual(counted(1));
  });

  test('read again after a crash between commit and acknowledgement counts once', async () => {
    const epoch = await claim();
    const batch = [usageRecord(0), usageRecord(1, { id: 'e-2' })];
    await ingest(batch, { epoch });
    const again = { topic, partition: 0, epoch, firstOffset: 0n, nextOffset: 2n, messages: batch };
    expect(await (await take(again, freshProcess(database, register))).outcome).toEqual({ kind: 'fenced' });
    // A fresh process claims anew and learns that these offsets are stored.
    expect(await partitionClaims(database.dataSource).claim({ topic, partition: 0 })).toEqual({ epoch: epoch + 1n, nextOffset: 2n });
    expect(await volumes()).toEqual([letters('2', 2, 1)]);
  });
});

test('another content under the same source and id is a conflict: the first one counts, the other is kept', async () => {
  const epoch = await claim();
  const other = usageRecord(2, { data: { quantity: 7 } });
  await ingest([usageRecord(0), usageRecord(1, { id: 'e-2' }), other], { epoch });
  await ingest([usageRecord(3, { id: 'e-2', time: '2025-03-11T11:00:00Z' })], { epoch });
  expect(await volumes()).toEqual([letters('2', 2, 1)]);
  expect(await counters()).toEqual([{ source: SOURCE, accepted: 2, duplicate: 0, conflict: 2, rejected: 0 }]);
  const kept = await query<{ record_offset: string; code: string; record_value: Buffer }>(
    'SELECT record_offset, code, record_value FROM rejected_event ORDER BY record_offset',
  );
  expect(kept.map(({ record_offset, code }) => [record_offset, code])).toEqual([
    ['2', 'CONFLICT'],
    ['3', 'CONFLICT'],
  ]);
  expect(kept[0]?.record_value).toEqual(other.value);
});

test('a process that lost its partition stores nothing of its batch', async () => {
  const former = await claim();
  const owner = await claim();
  const batch = [
    usageRecord(0),
    rawRecord(1, { value: Buffer.from('?') }),
    usageRecord(2, { id: 'e-2', data: { measures: { amount: { value: '1', unit: 'SEK' } } } }),
  ];
  expect(await ingest(batch, { epoch: former })).toEqual({ kind: 'fenced' });
  for (const table of TABLES.filter((name) => name !== 'consumed_partition' && name !== 'usage_series'))
    expect([table, await query(`SELECT * FROM ${table}`)]).toEqual([table, []]);
  expect(await query('SELECT epoch, next_offset FROM consumed_partition')).toEqual([{ epoch: owner.toString(), next_offset: '0' }]);
});

/** Everything in all tables, headers decoded. */
async function everything(): Promise<Readonly<Record<string, string>>> {
  const textOf = (value: unknown): string => {
    if (!Buffer.isBuffer(value)) return typeof value === 'string' ? value : JSON.stringify(value);
    const text = value.toString('utf8');
    if (!text.startsWith('[[')) return text;
    return (JSON.parse(text) as [string, string][]).map(([name, content]) => `${name} ${Buffer.from(content, 'base64').toString()}`).join('\n');
  };
  const pages = TABLES.map(async (table) => [
    table,
    (await query<object>(`SELECT * FROM ${table}`)).flatMap((row) => Object.values(row).map(textOf)).join('\n'),
  ]);
  return Object.fromEntries((await Promise.all(pages)) as [string, string][]);
}

test('a number of a person is in no table, whatever the record was refused for', async () => {
  // Published by Skatteverket and MedCom for tests.
  const secrets = ['19821105-9954', '251248-9996', '8211059954'];
  const [id = '', key = ''] = secrets;
  const records = [
    usageRecord(0, { id }),
    usageRecord(1, { id: 'e-1', data: { dimensions: { priority: id } } }),
    usageRecord(2, { id: 'e-2', source: `/se/${id}` }),
    rawRecord(3, { key: Buffer.from(key), value: Buffer.from(`{"pnr": "${id}"`), headers: { [key]: 'x', user: [Buffer.from(id)] } }),
    usageRecord(4, { id: 'e-4', data: { [key]: 1 } }),
    { ...usageRecord(5, { id: 'e-5' }), key: Buffer.from(key) },
    usageRecord(6, { id: 'e-6', data: { unit: 'parsec' } }),
    // Only suspect, and in a field that the contract does not know: refused for the field, and masked all the same.
    usageRecord(7, { id: 'e-7', data: { note: '8211059954' } }),
  ];
  await ingest(records, { epoch: await claim() });
  expect(leaksOf(secrets, await everything())).toEqual([]);
  expect(await query('SELECT record_offset::int AS at, code, masked FROM rejected_event ORDER BY record_offset')).toEqual([
    ...[0, 1, 2].map((at) => ({ at, code: 'IDENTITY_NUMBER', masked: true })),
    { at: 3, code: 'NOT_A_CLOUDEVENT', masked: true },
    ...[4, 5].map((at) => ({ at, code: 'IDENTITY_NUMBER', masked: true })),
    { at: 6, code: 'UNKNOWN_UNIT', masked: false },
    { at: 7, code: 'INVALID_DATA', masked: true },
  ]);
});

test('rejects are kept with bytes, headers, reason and position while their neighbours count', async () => {
  const key = Buffer.from([0, 1, 255]);
  const value = Buffer.from([0x7b, 0x00, 0xff, 0xfe]);
  const headers = { ce_id: [Buffer.from('a'), Buffer.from([0xff])], 'od\u0000d': Buffer.from([0]) };
  await ingest(
    [
      usageRecord(10),
      rawRecord(11, { key, value, headers }),
      rawRecord(12),
      usageRecord(13, { id: 'e-2', data: { unit: 'parsec' } }),
      usageRecord(14, { id: 'e-3' }),
    ],
    {
      epoch: await claim(),
    },
  );
  expect(await volumes()).toEqual([letters('2', 2, 1)]);
  expect(await counters()).toEqual([
    { source: '', accepted: 0, duplicate: 0, conflict: 0, rejected: 2 },
    { source: SOURCE, accepted: 2, duplicate: 0, conflict: 0, rejected: 1 },
  ]);
  const rows = await query<{ record_headers: Buffer }>(
    'SELECT tenant, topic, partition_id, record_offset, source, code, pointer, record_key, record_value, record_headers FROM rejected_event ORDER BY record_offset',
  );
  const place = { topic, partition_id: 0 };
  expect(rows).toMatchObject([
    { ...place, tenant: '', source: '', record_offset: '11', code: 'NOT_A_CLOUDEVENT', record_key: key, record_value: value },
    { ...place, tenant: '', source: '', record_offset: '12', code: 'NOT_A_CLOUDEVENT', record_key: null, record_value: null },
    { ...place, tenant: TENANT, source: SOURCE, record_offset: '13', code: 'UNKNOWN_UNIT', pointer: '/data/unit' },
  ]);
  // 'a', the byte 255 and the byte 0 in base64.
  expect(JSON.parse(rows[0]?.record_headers.toString('utf8') ?? '')).toEqual([
    ['ce_id', 'YQ=='],
    ['ce_id', '/w=='],
    ['od\u0000d', 'AA=='],
  ]);
});

test('measures are summed in series of their own', async () => {
  const amount = (value: string) => ({ measures: { amount: { value, unit: 'SEK' } } });
  await ingest([usageRecord(0, { data: amount('0.1') }), usageRecord(1, { id: 'e-2', data: { ...amount('0.2'), quantity: '2.5' } })], { epoch: await claim() });
  expect(await volumes()).toEqual([letters('3.5', 2, 1), { ...letters('0.3', 2, 1), measure: 'amount' }]);
});

test('an attempt that is not final is stored and does not count', async () => {
  await ingest(
    [usageRecord(0, { data: { attempt: { number: 1, final: false } } }), usageRecord(1, { id: 'e-2', data: { attempt: { number: 2, final: true } } })],
    { epoch: await claim() },
  );
  expect(await volumes()).toEqual([letters('1', 1, 1)]);
  expect(await query('SELECT id, final FROM usage_event ORDER BY id')).toEqual([
    { id: 'e-1', final: false },
    { id: 'e-2', final: true },
  ]);
  expect(await counters()).toMatchObject([{ accepted: 2 }]);
});

test('the time zone of the tenant decides the day', async () => {
  await ingest([usageRecord(0, { time: '2025-03-31T22:30:00Z' }), usageRecord(1, { id: 'e-2', time: '2025-03-31T21:59:59Z' })], { epoch: await claim() });
  expect(await volumes()).toEqual([letters('1', 1, 1, '2025-03-31'), letters('1', 1, 1, '2025-04-01')]);
  expect(await query('SELECT id, day::text AS day FROM usage_event ORDER BY id')).toEqual([
    { id: 'e-1', day: '2025-04-01' },
    { id: 'e-2', day: '2025-03-31' },
  ]);
});

test('the ledger holds what the event said', async () => {
  const data = {
    quantity: '2.50',
    outcome: 'failure',
    channel: 'digital-mail',
    orgUnit: '4711',
    dimensions: { priority: 'A, "b" {c}' },
    measures: { amount: { value: 3, unit: 'SEK' } },
  };
  await ingest([usageRecord(7, { data, time: '2025-03-10T12:00:00.250+01:00' })], { epoch: await claim() });
  const ledger = `SELECT tenant, source, id, subject, time_ms, quantity, unit, outcome, channel, org_unit, dimensions, measures, record_partition, record_offset
    FROM usage_event JOIN usage_series USING (tenant, series_id)`;
  expect(await query(ledger)).toEqual([
    {
      tenant: TENANT, source: SOURCE, id: 'e-1', subject: 'message:letter', time_ms: String(Date.parse('2025-03-10T11:00:00.250Z')), quantity: '2.5', unit: 'letter',
      outcome: 'failure', channel: 'digital-mail', org_unit: '4711', dimensions: { priority: 'A, "b" {c}' }, measures: { amount: { value: '3', unit: 'SEK' } },
      record_partition: 0, record_offset: '7',
    },
  ]); // prettier-ignore
});

test('each batch puts the absolute volumes with their revision into the outbox', async () => {
  const epoch = await claim();
  await ingest([usageRecord(0, { data: { dimensions: { priority: 'a' } } })], { epoch });
  await ingest([usageRecord(1, { id: 'e-2', data: { quantity: '0.5', dimensions: { priority: 'a' } } })], { epoch });
  await ingest([usageRecord(2, { id: 'e-2', data: { quantity: '0.5', dimensions: { priority: 'a' } } })], { epoch });
  const rows = await query<{ topic: string; key: Buffer; value: Buffer }>('SELECT topic, key, value FROM outbox ORDER BY id');
  const messages = rows.map(({ value }) => UsageVolume.parse(JSON.parse(String(value))));
  expect(messages.map(({ quantity, events, revision, day }) => [quantity, events, revision, day])).toEqual([
    ['1', 1, 1, '2025-03-10'],
    ['1.5', 2, 2, '2025-03-10'],
  ]);
  const key = messages[0]?.series.key ?? '';
  expect(messages[0]?.series).toEqual({
    key, source: SOURCE, subject: 'message:letter', unit: 'letter', outcome: 'success', channel: null, orgUnit: null, dimensions: { priority: 'a' }, measure: null,
  }); // prettier-ignore
  expect(rows.map((row) => [row.topic, String(row.key)])).toEqual(Array(2).fill(['usage.volumes.v1', `${TENANT}|${key}|2025-03-10`]));
});

test('activity shows the first and last event of each local day, and the views show what others may know', async () => {
  await ingest([usageRecord(0, { time: '2025-03-10T08:00:00Z' }), usageRecord(1, { id: 'e-2', time: '2025-03-10T06:00:00Z' })], { epoch: await claim() });
  await database.login.query('SET ROLE hemtag_reader');
  try {
    expect((await database.login.query('SELECT tenant, source, day::text AS day, first_ms, last_ms, events FROM published.source_activity')).rows).toEqual([
      {
        tenant: TENANT,
        source: SOURCE,
        day: '2025-03-10',
        first_ms: String(Date.parse('2025-03-10T06:00:00Z')),
        last_ms: String(Date.parse('2025-03-10T08:00:00Z')),
        events: '2',
      },
    ]);
    expect((await database.login.query('SELECT * FROM published.ingestion_progress')).rows).toEqual([{ topic, partition_id: 0, next_offset: '2' }]);
    const [outbox] = (await database.login.query<{ last_id: string; first_pending_id: string }>('SELECT * FROM published.ingestion_outbox')).rows;
    expect(outbox?.first_pending_id).toBe(outbox?.last_id);
    await expect(database.login.query('SELECT * FROM ingestion.usage_event')).rejects.toMatchObject({ code: '42501' });
  } finally {
    await database.login.query('RESET ROLE');
  }
});

test('boards see what was received by hour and reject code, and the last event of each source', async () => {
  const epoch = await claim();
  const conflict = usageRecord(2, { data: { quantity: 2 } });
  await ingest([usageRecord(0), usageRecord(1), conflict, usageRecord(3, { id: 'e-3', data: { unit: '' } })], { epoch });
  await ingest([usageRecord(4, { id: 'e-4', time: '2025-03-10T13:00:00Z' }), usageRecord(5, { source: '/nobody' })], { epoch });
  // An hour may have turned between the two batches.
  const sum = ['accepted', 'duplicate', 'conflict', 'rejected', 'gateway_rejected'].map((column) => `sum(${column})::int AS ${column}`).join(', ');
  const nothing = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, gateway_rejected: 0 };
  expect(await query(`SELECT tenant, source, ${sum} FROM published.source_hour WHERE hour > now() - interval '2 hours' GROUP BY 1, 2 ORDER BY 1`)).toEqual([
    { tenant: '', source: '', ...nothing, rejected: 1 },
    { tenant: TENANT, source: SOURCE, ...nothing, accepted: 2, duplicate: 1, conflict: 1, rejected: 1 },
  ]);
  expect(await query('SELECT tenant, source, code, origin, sum(rejects)::int AS rejects FROM published.reject_hour GROUP BY 1, 2, 3, 4 ORDER BY 1, 3')).toEqual(
    [
      { tenant: '', source: '', code: 'UNKNOWN_SOURCE', origin: 'ingestion', rejects: 1 },
      { tenant: TENANT, source: SOURCE, code: 'CONFLICT', origin: 'ingestion', rejects: 1 },
      { tenant: TENANT, source: SOURCE, code: 'UNKNOWN_UNIT', origin: 'ingestion', rejects: 1 },
    ],
  );
  expect(await query(`SELECT source, accepted::int, last_event_at FROM published.source_counter ORDER BY 1`)).toEqual([
    { source: '', accepted: 0, last_event_at: null },
    { source: SOURCE, accepted: 2, last_event_at: new Date('2025-03-10T13:00:00Z') },
  ]);
});

test('a source that was registered a moment ago is known before its events are refused', async () => {
  const source = '/se/2281/new';
  const epoch = await claim();
  await ingest([usageRecord(0, { source })], { epoch });
  await addSource(database.login, source);
  await ingest([usageRecord(1, { source })], { epoch });
  expect(await counters()).toEqual([
    { source: '', accepted: 0, duplicate: 0, conflict: 0, rejected: 1 },
    { source, accepted: 1, duplicate: 0, conflict: 0, rejected: 0 },
  ]);
});

test('partitions that change the same volumes and share events get along', async () => {
  const partitions = [0, 1, 2, 3];
  const epochs = await Promise.all(partitions.map((partition) => claim(partition)));
  // 60 events on six days, each on two partitions, in opposite orders.
  const events = Array.from({ length: 60 }, (_, n) => ({
    id: `e-${n}`,
    time: `2025-03-1${n % 6}T11:00:00Z`,
    data: { measures: { amount: { value: '0.25', unit: 'SEK' } } },
  }));
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      partitions.map((partition) => {
        const own = events.filter((_, n) => n % 4 === partition || n % 4 === (partition + 1) % 4);
        const ordered = partition % 2 === 0 ? own : [...own].reverse();
        return ingest(
          ordered.map((event, n) => usageRecord(round * 100 + n, event)),
          { epoch: epochs[partition] ?? 0n, partition },
        );
      }),
    );
  }
  expect(
    await query(`SELECT measure_name AS measure, sum(quantity)::text AS quantity, sum(v.events)::int AS events
    FROM usage_volume v JOIN usage_series USING (tenant, series_id) GROUP BY measure_name ORDER BY measure_name NULLS FIRST`),
  ).toEqual([
    { measure: null, quantity: '60', events: 60 },
    { measure: 'amount', quantity: '15.00', events: 60 },
  ]);
  expect(await counters()).toEqual([{ source: SOURCE, accepted: 60, duplicate: 300, conflict: 0, rejected: 0 }]);
});

test('the service works under its own role, which sees no other schema', async () => {
  await database.login.query('CREATE SCHEMA IF NOT EXISTS benefit; CREATE TABLE benefit.figure (n int)');
  expect(await query('SELECT current_user AS role')).toEqual([{ role: 'hemtag_ingestion' }]);
  await expect(query('SELECT * FROM benefit.figure')).rejects.toMatchObject({ code: '42501' });
});

test('entities and migrated schema do not drift', async () => {
  const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query: statement }) => statement)).toEqual([]);
});
