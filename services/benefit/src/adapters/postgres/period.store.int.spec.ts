import { snapshotText, type KeptFigure, type NextEntry } from '@hemtag/benefit';
import { PeriodChange } from '@hemtag/contracts';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import type { DataSource } from 'typeorm';
import type { Snapshot } from '../../application/period-ports.js';
import { sha256 } from '../../sha256.js';
import { openDatabase } from './database.js';
import { PostgresPeriodStore } from './period.store.js';

let database: TestDatabase;
let dataSource: DataSource;
let store: PostgresPeriodStore;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  store = new PostgresPeriodStore(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const TENANT = 'SE-2281';
const figure = (terms: Partial<KeptFigure>): KeptFigure => ({
  id: `${TENANT}:digital-post:postage:2026-03`,
  initiative: 'digital-post',
  benefit: 'postage',
  kind: 'ORIGINAL',
  originalMonth: null,
  unit: 'SEK',
  gross: '99750',
  adjusted: '33250/3',
  counted: '6650',
  asReported: null,
  printed: '{"amount":{"gross":"99750.00"}}',
  ...terms,
});
const entry = (terms: Partial<NextEntry>): NextEntry => ({
  month: '2026-03',
  sequence: 1,
  state: 'PRELIMINARY',
  version: 1,
  actor: 'anna',
  reason: null,
  ...terms,
});
function snapshotOf({ month, version, state }: NextEntry, figures: readonly KeptFigure[]): Snapshot | null {
  if (state === 'REOPENED') return null;
  const head = { tenant: TENANT, month, version, state };
  return { head, figures, hash: sha256(snapshotText(head, figures)) };
}
const step = async (next: NextEntry, figures: readonly KeptFigure[] = []) => {
  const cut = await store.cut(TENANT, await store.usageEpoch());
  if (!cut.ok) throw new Error(cut.error.kind);
  return store.change(TENANT, (transaction) => transaction.append({ ...next, at: cut.value }, snapshotOf(next, figures)));
};

const facts = async (instant: number | null) => {
  const { log, reported } = await store.factsOf(TENANT, instant);
  return { states: log.map(({ state, version }) => `${state} ${version}`), reported: reported.map(({ asReported }) => asReported?.toFraction()) };
};

test('a closing, a reopening and a second closing are known from their instant on, and the first version stays as it was', async () => {
  const adjustment = figure({
    id: `${TENANT}:digital-post:postage:2026-03:ADJUSTMENT:2026-02`,
    kind: 'ADJUSTMENT',
    originalMonth: '2026-02',
    asReported: '1/3',
  });
  await step(entry({}), [figure({})]);
  const first = await step(entry({ sequence: 2, state: 'CLOSED', actor: 'bo' }), [figure({ asReported: '99750' }), adjustment]);
  const reopened = await step(entry({ sequence: 3, state: 'REOPENED', actor: 'cecilia', reason: 'a file came late' }));
  await step(entry({ sequence: 4, version: 2 }), [figure({ gross: '100500' })]);
  const second = await step(entry({ sequence: 5, version: 2, state: 'CLOSED', actor: 'bo' }), [figure({ gross: '100500', asReported: '100500' })]);

  expect(await facts(first.at - 1)).toMatchObject({ reported: [] });
  expect(await facts(first.at)).toEqual({ states: ['PRELIMINARY 1', 'CLOSED 1'], reported: ['99750', '1/3'] });
  expect((await facts(reopened.at)).reported).toEqual(['99750', '1/3']);
  expect(await facts(null)).toEqual({
    states: ['PRELIMINARY 1', 'CLOSED 1', 'REOPENED 1', 'PRELIMINARY 2', 'CLOSED 2'],
    reported: ['100500'],
  });
  const kept = await store.keptFigures(TENANT, first);
  expect(kept).toEqual([figure({ asReported: '99750' }), adjustment]);
  // The hash can be computed again from what is kept.
  expect(sha256(snapshotText({ tenant: TENANT, month: '2026-03', version: 1, state: 'CLOSED' }, kept))).toBe(first.hash);
  expect(first.hash).not.toBe(second.hash);
});

test('every step stands in the outbox, in the transaction that made it true', async () => {
  const rows = await dataSource.query<{ topic: string; key: Buffer; value: Buffer }[]>('SELECT topic, key, value FROM outbox ORDER BY id');
  expect(rows.map(({ topic, key }) => [topic, String(key)])).toEqual(Array.from({ length: 5 }, () => ['benefit.periods.v1', 'SE-2281|2026-03']));
  const changes = rows.map(({ value }) => PeriodChange.parse(JSON.parse(String(value))));
  expect(changes.map(({ sequence, state, version, snapshotHash }) => [sequence, state, version, snapshotHash !== null])).toEqual([
    [1, 'PRELIMINARY', 1, true],
    [2, 'CLOSED', 1, true],
    [3, 'REOPENED', 1, false],
    [4, 'PRELIMINARY', 2, true],
    [5, 'CLOSED', 2, true],
  ]);
  const failing = store.change(TENANT, async (transaction) => {
    await transaction.append({ ...entry({ month: '2026-09' }), at: Date.now() }, snapshotOf(entry({ month: '2026-09' }), []));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await dataSource.query('SELECT count(*)::int AS count FROM outbox')).toEqual([{ count: 5 }]);
});

test.each([
  ['a step from a state that has none', entry({ month: '2026-04', state: 'CLOSED' })],
  ['a gap in the numbering', entry({ month: '2026-04', sequence: 2 })],
  ['another version', entry({ month: '2026-04', version: 2 })],
  ['a reopening by the one who closed', entry({ sequence: 6, version: 2, state: 'REOPENED', actor: 'Bo ', reason: 'why' })],
  ['a reopening without a reason', entry({ sequence: 6, version: 2, state: 'REOPENED', actor: 'cecilia', reason: ' ' })],
  ['a month that is none', entry({ month: '2026-13' })],
])('the database refuses %s, too', async (_, next) => {
  await expect(step(next)).rejects.toMatchObject({ code: '23514' });
});

test('a step that is under way lets no other one of the tenant through, and the later one sees it', async () => {
  const [begun, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const march = store.change('SE-0001', async (transaction) => {
    begun.resolve();
    await goesOn.promise;
    await transaction.append({ ...entry({}), at: Date.now() }, snapshotOf(entry({}), []));
  });
  await begun.promise;
  const seen = store.change('SE-0001', async (transaction) => (await transaction.log()).length);
  goesOn.resolve();
  await march;
  expect(await seen).toBe(1);
});

test('nothing that was kept is changed or taken away', async () => {
  for (const table of ['period_entry', 'period_figure']) await expect(dataSource.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '23001' });
  await expect(dataSource.query(`UPDATE period_figure SET gross = '0'`)).rejects.toMatchObject({ code: '23001' });
});

test('the mark tells a changed volume of the month or before, a new register version and a step', async () => {
  const mark = () => store.mark('SE-0002', '2026-03-31');
  const seen = [await mark()];
  const SERIES = '00000000-0000-4000-8000-000000000009';
  await dataSource.query(
    `INSERT INTO usage_series (tenant, series_key, source, subject, unit, outcome, dimensions, recorded_at) VALUES ('SE-0002', $1, 's', 's', 'letter', 'success', '{}', now())`,
    [SERIES],
  );
  const volume = (day: string) =>
    dataSource.query(`INSERT INTO usage_volume (tenant, series_key, day, quantity, events, revision, recorded_at) VALUES ('SE-0002', $1, $2, 1, 1, 1, now())`, [
      SERIES,
      day,
    ]);
  await volume('2026-04-01');
  expect(await mark()).toBe(seen[0]);
  await volume('2026-03-31');
  seen.push(await mark());
  await dataSource.query('UPDATE usage_volume SET revision = 2');
  seen.push(await mark());
  await dataSource.query(`INSERT INTO register_version (tenant, kind, name, version, document, author) VALUES ('', 'Rate', 'hourly', 1, '{}', 'anna')`);
  seen.push(await mark());
  await store.change('SE-0002', (transaction) => transaction.append({ ...entry({}), at: Date.now() }, snapshotOf(entry({}), [])));
  seen.push(await mark());
  expect(new Set(seen).size).toBe(5);
});
