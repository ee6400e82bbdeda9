import type { VerifyResponse } from '@hemtag/contracts';
import { dayFinders, SeriesBook } from '@hemtag/metering';
import { partitionClaims } from '@hemtag/platform-inbox';
import { createTestDatabase } from '@hemtag/testing';

import { Flusher } from '../../application/flusher.js';
import { dayOfTenants, ingest } from '../../application/ingest.js';
import { listEvents, type LedgerPlace } from '../../application/list-events.js';
import { verifyLedger } from '../../application/verify-ledger.js';
import { sha256First128 } from '../../sha256.js';
import { SOURCE, TENANT, usageRecord, type UsageFields } from '../../usage-record.builder.js';

import { PostgresEventLists } from './event-lists.store.js';
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

interface VolumeRow {
  readonly key: string;
  readonly subject: string;
  readonly measure: string | null;
  readonly unit: string;
  readonly day: string;
  readonly quantity: string;
  readonly events: number;
}
const storedVolumes = (): Promise<VolumeRow[]> =>
  query(`SELECT s.series_key AS key, s.subject, s.measure_name AS measure, s.unit, v.day::text, trim_scale(v.quantity)::text AS quantity, v.events::int
    FROM usage_volume v JOIN usage_series s USING (tenant, series_id) ORDER BY s.subject, s.unit, s.measure_name, v.day`);

/** All events of one volume, in pages of so many. */
async function eventsOf({ key, day }: VolumeRow, limit: number, asKnownOn: number | null = null) {
  const ports = { lists: new PostgresEventLists(database.dataSource), dayOf: dayOfTenants(register, dayFinders()) };
  const events = [];
  let unlistable: readonly object[] = [];
  for (let after: LedgerPlace | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page = await listEvents({ tenant: TENANT, series: key, from: day, until: day, asKnownOn, after, limit }, ports);
    if (page === null) throw new Error('no such series');
    expect(page.events.length).toBeLessThanOrEqual(limit);
    events.push(...page.events);
    unlistable = page.unlistable;
    after = page.next;
  }
  return { events, unlistable };
}

test('the events of every volume add up to it, corrected, retracted and spread ones too, page by page', async () => {
  const volumes = await storedVolumes();
  expect(volumes.length).toBeGreaterThan(8);
  for (const volume of volumes) {
    const { events } = await eventsOf(volume, 1);
    const micros = events.reduce((total, { quantity }) => total + Math.round(Number(quantity) * 1e6), 0);
    expect([volume.subject, volume.day, micros / 1e6, events.length]).toEqual([volume.subject, volume.day, Number(volume.quantity), volume.events]);
    expect((await eventsOf(volume, 100)).events).toEqual(events);
  }
});

test('an event says its id, its place and what it adds after its correction', async () => {
  const pages = (await storedVolumes()).find(({ unit, measure, day }) => unit === 'page' && measure === null && day === '2025-03-10');
  if (pages === undefined) throw new Error('the corrected event has a volume');
  // a-4 was corrected twice; the later correction makes 4 pages of it.
  expect((await eventsOf(pages, 10)).events).toEqual([
    expect.objectContaining({ id: 'a-4', quantity: '4', isCorrected: true, kind: 'recorded', period: null }),
  ]);
  const checks = (await storedVolumes()).find(({ subject, day }) => subject === 'supervision:camera' && day === '2025-04-01');
  if (checks === undefined) throw new Error('the count has a volume in April');
  // 40 checks over the four local days from 30 March to 2 April, on which clocks go forward.
  expect((await eventsOf(checks, 10)).events).toEqual([
    expect.objectContaining({ id: 'g-1', kind: 'aggregated', quantity: '10', period: expect.objectContaining({ mode: 'snapshot' }) }),
  ]);
});

test('what was stored later, events, counts and corrections, is not among the events of an instant before it', async () => {
  const named = async (subject: string, unit: string, day: string): Promise<VolumeRow> => {
    const volume = (await storedVolumes()).find((row) => row.subject === subject && row.unit === unit && row.measure === null && row.day === day);
    if (volume === undefined) throw new Error('there is one');
    return volume;
  };
  const [pages, letters, checks] = [
    await named('message:letter', 'page', '2025-03-10'),
    await named('message:letter', 'letter', '2025-03-10'),
    await named('supervision:camera', 'check', '2025-04-01'),
  ];
  const [{ at }] = (await query('SELECT recorded_at AS at FROM usage_event LIMIT 1')) as [{ at: Date }];
  const ids = async (volume: VolumeRow, instant: number): Promise<string[]> =>
    (await eventsOf(volume, 2, instant)).events.map(({ id, quantity }) => `${id} ${quantity}`);
  const later = async (hours: number): Promise<void> => {
    for (const table of ['usage_amendment', 'usage_aggregate']) await query(`UPDATE ${table} SET recorded_at = recorded_at + ${hours} * interval '1 hour'`);
  };
  // To the millisecond: an instant is told without what the database has below it.
  const told = Math.floor(at.getTime());
  await later(1);
  try {
    // a-4 is a letter until it is corrected into 4 pages, a-5 is there until it is retracted, and nothing was counted of the camera.
    expect([await ids(pages, told), await ids(checks, told)]).toEqual([[], []]);
    expect((await ids(letters, told)).sort()).toEqual(['a-1 0.25', 'a-4 5', 'a-5 7', 'a-6 1']);
    expect([await ids(pages, told + 3_600_000), await ids(checks, told + 3_600_000)]).toEqual([['a-4 4'], ['g-1 10']]);
    expect(await ids(letters, told - 1)).toEqual([]);
  } finally {
    await later(-1);
  }
});

test('events of a month whose table was taken out are counted, not listed', async () => {
  const letters = (await storedVolumes()).find(
    ({ subject, unit, measure, day }) => subject === 'message:letter' && unit === 'letter' && measure === null && day.startsWith('2025-04'),
  );
  if (letters === undefined) throw new Error('April has letters');
  await query('ALTER TABLE usage_event DETACH PARTITION usage_event_2025_04');
  try {
    expect(await eventsOf(letters, 10)).toEqual({ events: [], unlistable: [{ month: '2025-04', events: 1 }] });
  } finally {
    await query(`ALTER TABLE usage_event ATTACH PARTITION usage_event_2025_04 FOR VALUES FROM ('2025-04-01') TO ('2025-05-01')`);
  }
  expect((await eventsOf(letters, 10)).events).toMatchObject([{ id: 'a-2', quantity: '2' }]);
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
