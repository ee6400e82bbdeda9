import type { VerifyResponse } from '@hemtag/contracts';
import { dayFinders, SeriesBook } from '@hemtag/metering';
import { partitionClaims } from '@hemtag/platform-inbox';
import { createTestDatabase } from '@hemtag/testing';

import { Flusher } from '../../application/flusher.js';
import { dayOfTenants, ingest } from '../../application/ingest.js';
import { verifyLedger } from '../../application/verify-ledger.js';
import { sha256First128 } from '../../sha256.js';
import { SOURCE, TENANT, usageRecord, type UsageFields } from '../../usage-record.builder.js';

import { ingestionDatabase, publishRegister, type IngestionDatabase } from './ingestion-database.builder.js';
import { PostgresLedgerSnapshots } from './ledger.store.js';
import { PublishedRegister } from './register.store.js';
import { usageStore } from './usage.store.js';

const topic = 'usage.events.v1';
const log = { info: () => undefined, warn: () => undefined };
let database: IngestionDatabase;
let register: PublishedRegister;
const query = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql);

const RECORDED = 'io.hemtag.usage.recorded.v1';
const AGGREGATED = 'io.hemtag.usage.aggregated.v1';
interface Sent extends UsageFields {
  readonly type?: string;
  readonly subject?: string;
}

/** As the gateway would write it, of any kind. */
function record(offset: number, { type = RECORDED, subject = 'message:letter', data = {}, ...fields }: Sent) {
  const made = usageRecord(offset, fields);
  const own = type === RECORDED ? { quantity: 1, unit: 'letter', ...data } : data;
  const value = Buffer.from(JSON.stringify(own));
  return { ...made, value, headers: { ...made.headers, ce_type: type, ce_subject: subject } };
}

const month = (from: string, to: string) => ({ start: `2025-${from}T00:00:00+01:00`, end: `2025-${to}T00:00:00+01:00` });
const corrects = (id: string) => ({ corrects: { source: SOURCE, id } });

async function setUp(): Promise<void> {
  const dayOf = dayOfTenants(register, dayFinders());
  const metering = { dayOf, digest: sha256First128, book: new SeriesBook(sha256First128) };
  const store = usageStore({ dataSource: database.dataSource, ...metering, log, signal: new AbortController().signal });
  const limits = { minEvents: 1, maxEvents: 5_000, lingerMs: 0, maxWaiting: 10_000, maxBytes: 8_000_000 };
  const flusher = new Flusher({ ...limits, store, ...metering, now: () => performance.now(), onFlushed: () => undefined });
  const parts = { register, flusher, clock: () => Date.parse('2025-06-01T00:00:00Z'), ...metering };
  const sent: readonly Sent[] = [
    { id: 'a-1', data: { quantity: '0.25', measures: { pages: { value: 3, unit: 'page' } } } },
    { id: 'a-2', time: '2025-04-10T11:00:00Z', data: { quantity: 2, dimensions: { priority: 'high' } } },
    { id: 'a-3', data: { attempt: { final: false } } },
    { id: 'a-4', data: { quantity: 5 } },
    { id: 'a-5', data: { quantity: 7 } },
    // Corrected twice, in the wrong order, into another series; and taken back before it came.
    { id: 'c-2', type: 'io.hemtag.usage.corrected.v1', time: '2025-03-12T08:00:00Z', data: { quantity: 4, unit: 'page', ...corrects('a-4') } },
    { id: 'c-1', type: 'io.hemtag.usage.corrected.v1', time: '2025-03-11T08:00:00Z', data: { quantity: 9, unit: 'letter', ...corrects('a-4') } },
    { id: 'r-1', type: 'io.hemtag.usage.retracted.v1', time: '2025-03-11T08:00:00Z', data: corrects('a-6') },
    { id: 'a-6' },
    { id: 'r-2', type: 'io.hemtag.usage.retracted.v1', time: '2025-03-11T08:00:00Z', data: corrects('a-5') },
    { id: 'h-1', type: 'io.hemtag.source.heartbeat.v1', time: '2025-03-20T08:00:00Z' },
    // A count over the end of a month, a counter, and an open period.
    {
      id: 'g-1',
      type: AGGREGATED,
      subject: 'supervision:camera',
      data: { quantity: 40, unit: 'check', period: { ...month('03-30', '04-02'), mode: 'snapshot', complete: false } },
    },
    { id: 'g-2', type: AGGREGATED, subject: 'meter:a', data: { quantity: 10, unit: 'kwh', period: { ...month('03-01', '03-02'), mode: 'cumulative' } } },
    { id: 'g-3', type: AGGREGATED, subject: 'meter:a', data: { quantity: 25, unit: 'kwh', period: { ...month('03-01', '03-04'), mode: 'cumulative' } } },
    { id: 'a-1', data: { quantity: 9 } },
    { id: 'bad', data: { quantity: -1 } },
    { id: 'a-1', data: { quantity: '0.25', measures: { pages: { value: 3, unit: 'page' } } } },
  ];
  const messages = sent.map((fields, offset) => record(offset, fields));
  const { epoch } = await partitionClaims(database.dataSource).claim({ topic, partition: 0 });
  const { outcome } = await ingest({ topic, partition: 0, epoch, firstOffset: 0n, nextOffset: BigInt(sent.length), messages }, parts);
  expect(await outcome).toEqual({ kind: 'stored' });
}

const verify = (tenant: string | null = null): Promise<VerifyResponse> =>
  verifyLedger(tenant, {
    snapshots: new PostgresLedgerSnapshots(database.dataSource),
    dayOf: dayOfTenants(register, dayFinders()),
    topic,
  });
const places = async (tenant: string | null = null) =>
  (await verify(tenant)).differences.map(({ place, stored, recomputed }) => `${place}: ${stored} / ${recomputed}`);

/** What differs after the statement, which is taken back. */
async function after(statement: string, undo: string): Promise<readonly string[]> {
  await query(statement);
  try {
    return await places();
  } finally {
    await query(undo);
  }
}

beforeAll(async () => {
  database = await ingestionDatabase(await createTestDatabase());
  await publishRegister(database.login);
  await database.login.query('UPDATE published.source SET accepts_aggregates = true');
  register = new PublishedRegister({ url: database.url, dataSource: database.dataSource, log, waitMs: 10, patiently: (work) => work() });
  await register.open();
  await setUp();
});
afterAll(async () => {
  await register.close();
  await database.drop();
});

test('what was stored of all five kinds is what the ledger gives', async () => {
  const answer = await verify();
  expect(answer.differences).toEqual([]);
  // Usage events a-1 to a-6, three aggregates, two corrections and two retractions.
  expect(answer.compared).toMatchObject({ events: 6, aggregates: 3, amendments: 4 });
  expect(answer).toMatchObject({ tenants: [TENANT], differenceCount: 0, detachedMonths: [] });
  expect(Object.values(answer.compared).every((rows) => rows > 0)).toBe(true);
  expect((await verify(TENANT)).compared.partitions).toBe(0);
});

test('a volume that somebody changed is named with both numbers', async () => {
  const row = `FROM usage_series s WHERE s.series_id = v.series_id AND s.measure_name = 'pages'`;
  const found = await after(`UPDATE usage_volume v SET quantity = 4 ${row}`, `UPDATE usage_volume v SET quantity = 3 ${row}`);
  expect(found).toEqual([
    `volume of ["${SOURCE}","message:letter","letter","success",null,null,[],["pages","page"]] on 2025-03-10: 4 of 1 events / 3 of 1 events`,
  ]);
});

test('a row that was taken out of the ledger is named', async () => {
  await query("CREATE TABLE taken AS SELECT * FROM usage_event WHERE id = 'a-2'");
  const found = await after("DELETE FROM usage_event WHERE id = 'a-2'", 'INSERT INTO usage_event SELECT * FROM taken');
  expect(found.some((line) => /^event [-0-9a-f]{36} of \/se\/2281\/messaging\/prod on 2025-04-10: an identity \/ no row in the ledger$/.test(line))).toBe(true);
  expect(found.some((line) => line.startsWith('volume of') && line.endsWith('on 2025-04-10: 2 of 1 events / 0 of 0 events'))).toBe(true);
});

test.each([
  ['UPDATE source_counter SET accepted = accepted + 1', 'UPDATE source_counter SET accepted = accepted - 1', 'accepted heartbeats of all sources: 2 / 1'],
  ['UPDATE source_counter SET conflict = 2', 'UPDATE source_counter SET conflict = 1', `conflict of ${SOURCE}: 2 / 1`],
  [
    'UPDATE partition_count SET accepted = accepted - 1, skipped = skipped + 1',
    'UPDATE partition_count SET accepted = accepted + 1, skipped = skipped - 1',
    `accepted heartbeats of ${topic}: 0 / 1`,
  ],
  ['UPDATE source_incomplete_day SET aggregates = 2', 'UPDATE source_incomplete_day SET aggregates = 1', `open periods of ${SOURCE} on 2025-03-30: 2 / 1`],
  [
    "INSERT INTO subject_feed_day SELECT tenant, source, 'never:sent', day, feed FROM subject_feed_day WHERE subject = 'meter:a' LIMIT 1",
    "DELETE FROM subject_feed_day WHERE subject = 'never:sent'",
    `feed of ${SOURCE} for never:sent on 2025-03-01: aggregates / null`,
  ],
  [
    "UPDATE source_activity_day SET first_ms = first_ms - 1 WHERE day = '2025-04-10'",
    "UPDATE source_activity_day SET first_ms = first_ms + 1 WHERE day = '2025-04-10'",
    `activity of ${SOURCE} on 2025-04-10: 1 events from`,
  ],
])('%s', async (statement, undo, expected) => {
  const found = await after(statement, undo);
  expect(found.some((line) => line.startsWith(expected))).toBe(true);
  expect(await places()).toEqual([]);
});

test('a month that was detached is named, and the others are compared', async () => {
  await query('ALTER TABLE usage_event DETACH PARTITION usage_event_2025_04');
  const answer = await verify();
  expect(answer.detachedMonths).toEqual([{ tenant: TENANT, month: '2025-04', events: 1 }]);
  expect(answer.differences).toEqual([]);
  expect(answer.compared.events).toBe(5);
});
