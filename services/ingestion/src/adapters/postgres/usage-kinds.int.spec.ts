import { createTestDatabase } from '@hemtag/testing';
import { partitionClaims } from '@hemtag/platform-inbox';

import { freshProcess, ingestNext, TOPIC, type IngestionProcess } from '../../ingestion-process.builder.js';
import { SOURCE, TENANT, usageRecord, type UsageFields } from '../../usage-record.builder.js';

import { ingestionDatabase, publishRegister, type IngestionDatabase } from './ingestion-database.builder.js';
import { PublishedRegister } from './register.store.js';

let database: IngestionDatabase;
let register: PublishedRegister;
let process: IngestionProcess;
beforeEach(async () => {
  database = await ingestionDatabase(await createTestDatabase());
  await publishRegister(database.login);
  await database.login.query('UPDATE published.source SET accepts_aggregates = true');
  register = new PublishedRegister({
    url: database.url,
    dataSource: database.dataSource,
    log: { info: () => undefined, warn: () => undefined },
    waitMs: 10,
    patiently: (work) => work(),
  });
  await register.open();
  process = freshProcess(database, register);
});
afterEach(async () => {
  await register.close();
  await database.drop();
});

const query = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql);
let offset = 0;

/** Each list of events comes as a batch of its own, in the order given, to the partition given. */
async function send(...batches: readonly (readonly UsageFields[])[]): Promise<void> {
  const { epoch } = await partitionClaims(database.dataSource).claim({ topic: TOPIC, partition: 0 });
  for (const events of batches) {
    const messages = events.map((fields) => usageRecord((offset += 1), fields));
    expect(await ingestNext(messages, { database, process, epoch })).toEqual({ kind: 'stored' });
  }
}

/** Quantity and events of each series and day that is not zero. */
async function volumes(): Promise<readonly string[]> {
  const rows = await query<{ text: string }>(`SELECT concat_ws(' ', day, unit, outcome, measure_name, trim_scale(quantity), 'from', events) AS text
    FROM usage_volume JOIN usage_series USING (tenant, series_id) WHERE events > 0 ORDER BY 1`);
  return rows.map(({ text }) => text);
}
const refusals = async (): Promise<readonly string[]> =>
  (await query<{ code: string }>('SELECT code FROM rejected_event ORDER BY record_offset')).map(({ code }) => code);

const original: UsageFields = { id: 'o', data: { quantity: 5, measures: { pages: { value: 2, unit: 'page' } } } };
const correction = (id: string, time: string, quantity: number, more: object = {}): UsageFields => ({
  kind: 'corrected', id, time, data: { quantity, corrects: { source: SOURCE, id: 'o' }, ...more },
}); // prettier-ignore
const retraction: UsageFields = {
  kind: 'retracted',
  id: 'r',
  time: '2025-04-02T08:00:00Z',
  data: { corrects: { source: SOURCE, id: 'o', reason: 'test-data' } },
};

describe('corrections and retractions', () => {
  const first = correction('c-1', '2025-03-20T08:00:00Z', 7);
  const second = correction('c-2', '2025-03-21T08:00:00Z', 3, { outcome: 'failure' });

  test.each([
    ['in order', [[original], [first], [second]]],
    ['before their original', [[second], [first], [original]]],
    ['in one batch', [[second, original, first]]],
    ['around it', [[first], [original], [second]]],
  ] satisfies [string, UsageFields[][]][])('%s: the latest one holds, on the day of the original', async (_, batches) => {
    await send(...batches);
    expect(await volumes()).toEqual(['2025-03-10 letter failure 3 from 1']);
    // Every change of a volume has its own revision, and the last one is what the table says.
    const [revisions] = await query<{ stored: string; sent: string }>(
      `SELECT (SELECT sum(revision) FROM usage_volume) AS stored, (SELECT count(*) FROM outbox) AS sent`,
    );
    expect(revisions?.stored).toBe(revisions?.sent);
  });

  test.each([
    ['after', [[original], [first], [retraction]]],
    ['before', [[retraction], [original], [first]]],
    ['in one batch', [[first, retraction, original]]],
  ] satisfies [string, UsageFields[][]][])('a retraction %s the original is final', async (_, batches) => {
    await send(...batches);
    expect(await volumes()).toEqual([]);
    expect(await query(`SELECT accepted::int, rejected::int FROM source_counter`)).toEqual([{ accepted: 3, rejected: 0 }]);
  });

  test('sent twice count once, and other content under their id is a conflict', async () => {
    await send([original], [first], [first], [correction('c-1', '2025-03-20T08:00:00Z', 8)]);
    expect(await volumes()).toEqual(['2025-03-10 letter success 7 from 1']);
    expect(await query('SELECT duplicate::int, conflict::int FROM source_counter')).toEqual([{ duplicate: 1, conflict: 1 }]);
    const [row] = await query<{ kept_hash: string; refused_hash: string }>('SELECT kept_hash, refused_hash FROM rejected_event');
    expect(row?.kept_hash).toMatch(/^[0-9a-f-]{36}$/);
    expect(row?.refused_hash).not.toBe(row?.kept_hash);
  });

  test('of a correction are refused', async () => {
    await send([original], [first], [{ kind: 'retracted', id: 'x', data: { corrects: { source: SOURCE, id: 'c-1' } } }]);
    expect(await refusals()).toEqual(['INVALID_CORRECTION']);
    expect(await volumes()).toEqual(['2025-03-10 letter success 7 from 1']);
  });

  test('of an original whose month was detached are refused with the reason', async () => {
    await send([original]);
    await database.dataSource.query('ALTER TABLE usage_event DETACH PARTITION usage_event_2025_03');
    await send([first]);
    expect(await refusals()).toEqual(['ORIGINAL_NOT_KEPT']);
    expect(await volumes()).toEqual(['2025-03-10 letter success 5 from 1', '2025-03-10 letter success pages 2 from 1']);
    // The process knew the month; what comes late for it, and the detached event again, find their way.
    await send([{ id: 'late' }], [original]);
    expect(await volumes()).toEqual(['2025-03-10 letter success 6 from 2', '2025-03-10 letter success pages 2 from 1']);
    expect(await query('SELECT tableoid::regclass::text AS month, id FROM usage_event')).toEqual([{ month: 'usage_event_2025_03_late', id: 'late' }]);
  });
});

const aggregate = (id: string, quantity: number | string, period: object, more: UsageFields = {}): UsageFields => ({
  kind: 'aggregated', id, time: '2025-05-01T06:00:00Z', ...more, data: { quantity, period: { timeZone: 'Europe/Stockholm', mode: 'snapshot', ...period }, ...more.data },
}); // prettier-ignore
const NIGHT = { start: '2025-03-01T21:00:00+01:00', end: '2025-03-02T07:00:00+01:00' };
const THREE_DAYS = { start: '2025-03-10T00:00:00+01:00', end: '2025-03-13T00:00:00+01:00' };

describe('aggregates', () => {
  test('count a night on its first day, and a longer period on all of its days', async () => {
    await send([aggregate('a', 184, NIGHT), aggregate('b', 10, THREE_DAYS)]);
    expect(await volumes()).toEqual([
      '2025-03-01 letter success 184 from 1',
      '2025-03-10 letter success 4 from 1',
      '2025-03-11 letter success 3 from 1',
      '2025-03-12 letter success 3 from 1',
    ]);
  });

  test.each([
    ['upwards', [1, 2, 3]],
    ['downwards', [3, 2, 1]],
    ['mixed', [2, 3, 1]],
  ])('count with their highest revision, sent %s', async (_, revisions) => {
    const quantities = ['', '100', '120', '90'];
    await send(...revisions.map((revision) => [aggregate(`a-${revision}`, quantities[revision] ?? '', { ...NIGHT, revision })]));
    expect(await volumes()).toEqual(['2025-03-01 letter success 90 from 1']);
  });

  test.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[2, 0, 3, 1]]])('of a counter count what it gained, with its reset, in the order %j', async (order) => {
    // 10, 20, 5, 9 at the end of four days: 10 + 10 + 5 + 4.
    const samples = [10, 20, 5, 9].map((quantity, index) =>
      aggregate(`s-${index}`, quantity, { start: '2025-03-01T00:00:00+01:00', end: `2025-03-0${index + 2}T00:00:00+01:00`, mode: 'cumulative' }),
    );
    await send(...order.map((index) => [samples[index] as UsageFields]));
    expect(await volumes()).toEqual([
      '2025-03-01 letter success 10 from 1',
      '2025-03-02 letter success 10 from 1',
      '2025-03-03 letter success 5 from 1',
      '2025-03-04 letter success 4 from 1',
    ]);
  });

  test('can be corrected and retracted, whatever came first', async () => {
    const corrects = { source: SOURCE, id: 'a-2' };
    await send(
      [{ kind: 'corrected', id: 'c', data: { quantity: 50, corrects } }],
      [aggregate('a-1', 100, { ...NIGHT, revision: 1 }), aggregate('a-2', 120, { ...NIGHT, revision: 2 })],
    );
    expect(await volumes()).toEqual(['2025-03-01 letter success 50 from 1']);
    await send([{ kind: 'retracted', id: 'r', data: { corrects } }]);
    expect(await volumes()).toEqual(['2025-03-01 letter success 100 from 1']);
  });

  test('that are not complete leave their days incomplete until they are', async () => {
    const incomplete = () => query(`SELECT tenant, source, day::text FROM published.source_incomplete_day ORDER BY day`);
    const open = (day: string) => ({ tenant: TENANT, source: SOURCE, day });
    await database.login.query('SET ROLE hemtag_ingestion');
    await send([
      aggregate('a-1', 4, { start: '2025-03-05T08:00:00+01:00', end: '2025-03-05T09:00:00+01:00', complete: false }),
      aggregate('b-1', 4, { start: '2025-03-05T09:00:00+01:00', end: '2025-03-05T10:00:00+01:00', complete: false }),
    ]);
    expect(await incomplete()).toEqual([open('2025-03-05')]);
    await send([aggregate('a-2', 5, { start: '2025-03-05T08:00:00+01:00', end: '2025-03-05T09:00:00+01:00', revision: 1 })]);
    expect(await incomplete()).toEqual([open('2025-03-05')]);
    await send([aggregate('b-2', 6, { start: '2025-03-05T09:00:00+01:00', end: '2025-03-05T10:00:00+01:00', revision: 1 })]);
    expect(await incomplete()).toEqual([]);
    expect(await volumes()).toEqual(['2025-03-05 letter success 11 from 2']);
  });

  test('and single events of one subject and day exclude each other, unless the source says which is for reference', async () => {
    const event: UsageFields = { id: 'e', time: '2025-03-01T21:30:00+01:00' };
    await send([aggregate('a', 184, NIGHT)], [event]);
    expect(await refusals()).toEqual(['FEED_OVERLAP']);
    await database.login.query(`UPDATE published.source SET reference = 'events'`);
    await register.reload();
    await send([event], [aggregate('a-2', 190, { ...NIGHT, revision: 1 })]);
    expect(await refusals()).toEqual(['FEED_OVERLAP']);
    expect(await volumes()).toEqual(['2025-03-01 letter success 190 from 1']);
    expect(await query('SELECT id, reference FROM usage_event')).toEqual([{ id: 'e', reference: true }]);
  });

  test('that overlap without being equal are refused', async () => {
    await send([aggregate('a', 10, THREE_DAYS)], [aggregate('b', 4, { start: '2025-03-11T00:00:00+01:00', end: '2025-03-12T00:00:00+01:00' })]);
    expect(await refusals()).toEqual(['PERIOD_OVERLAP']);
  });
});

test('a heartbeat is activity of its source and no usage', async () => {
  await send([{ kind: 'heartbeat', id: 'h-1', time: '2025-03-31T21:59:00Z', data: {} }]);
  expect(await volumes()).toEqual([]);
  expect(await query('SELECT day::text, events::int FROM source_activity_day')).toEqual([{ day: '2025-03-31', events: 1 }]);
  expect(await query('SELECT accepted::int FROM source_counter')).toEqual([{ accepted: 1 }]);
});
