import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PUBLISHED } from '@hemtag/contracts';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { openDatabase } from './adapters/postgres/database.js';

let database: TestDatabase;
let dataSource: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** `| name | type…` rows below each `## view` of this service. */
function documented(): Record<string, string[]> {
  const page = readFileSync(resolve(__dirname, '../../../docs/published-views.md'), 'utf8');
  const [own = ''] = page.split('# Views that ingestion publishes');
  const sections = own.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const rows = [...section.matchAll(/^\| (\w+) \| ([\w ]+) \|/gm)].map(([, name, type]) => `${name} ${type}`).filter((row) => row !== 'column type');
      return [section.slice(0, section.indexOf('\n')), rows];
    }),
  );
}

test('every view is documented column by column, with its types, in order', async () => {
  const rows = await dataSource.query<{ view: string; column: string }[]>(
    `SELECT table_name AS view, column_name || ' ' || data_type AS column FROM information_schema.columns
     WHERE table_schema = 'published' ORDER BY table_name, ordinal_position`,
  );
  const actual: Record<string, string[]> = {};
  for (const { view, column } of rows) (actual[view] ??= []).push(column);
  expect(documented()).toEqual(actual);
});

test('readers may read every view and write none, and every view that a service reads by name is there', async () => {
  const views = await dataSource.query<{ view: string; reads: boolean; writes: boolean }[]>(
    `SELECT 'published.' || viewname AS view, has_table_privilege('hemtag_reader', 'published.' || viewname, 'SELECT') AS reads,
       has_table_privilege('hemtag_reader', 'published.' || viewname, 'INSERT, UPDATE, DELETE') AS writes
     FROM pg_views WHERE schemaname = 'published' ORDER BY 1`,
  );
  expect(views.filter(({ reads, writes }) => !reads || writes)).toEqual([]);
  const others: readonly string[] = [
    PUBLISHED.sourceActivity,
    PUBLISHED.sourceIncompleteDay,
    PUBLISHED.sourceHour,
    PUBLISHED.rejectHour,
    PUBLISHED.sourceCounter,
    PUBLISHED.ingestionProgress,
    PUBLISHED.ingestionOutbox,
    PUBLISHED.report,
    PUBLISHED.reportDelivery,
  ];
  expect(views.map(({ view }) => view)).toEqual(Object.values(PUBLISHED).filter((view) => !others.includes(view)).sort()); // prettier-ignore
});

test('a fraction has 20 decimals, and a sum of three thirds is one', async () => {
  const [row] = await dataSource.query<object[]>(
    `SELECT published.decimal_of('11/9')::text AS long, published.decimal_of('-7')::text AS whole, published.decimal_of('347.04')::text AS decimal,
       round(3 * published.decimal_of('1000000000/3'), 2)::text AS sum, published.decimal_of(NULL) AS nothing`,
  );
  expect(row).toEqual({ long: '1.22222222222222222222', whole: '-7', decimal: '347.04', sum: '1000000000.00', nothing: null });
});

test('published.initiative has the goals of the newest manifest, and an empty list where it names none', async () => {
  const versions = [['a', 1, { goals: ['Old'] }], ['a', 2, { goals: ['Easier', '3.2 Climate'] }], ['b', 1, {}]] as const; // prettier-ignore
  for (const [name, version, spec] of versions) {
    await dataSource.query(
      `INSERT INTO register_version (tenant, kind, name, version, document, author) VALUES ('SE-0001', 'Initiative', $1, $2, $3, 'anna')`,
      [name, version, JSON.stringify({ spec })],
    );
  }
  expect(await dataSource.query(`SELECT initiative, goals FROM published.initiative WHERE tenant = 'SE-0001' ORDER BY 1`)).toEqual([
    { initiative: 'a', goals: ['Easier', '3.2 Climate'] },
    { initiative: 'b', goals: [] },
  ]);
});

test('published.period shows the newest step of a month, and the approval of what is kept now only', async () => {
  const steps = [
    ['2025-01', 1, 'PRELIMINARY', 1, 'anna', '2025-02-03', 'a'],
    ['2025-01', 2, 'CLOSED', 1, 'bo', '2025-02-05', 'b'],
    ['2025-01', 3, 'REOPENED', 1, 'cecilia', '2025-03-01', null],
    ['2025-02', 1, 'PRELIMINARY', 1, 'anna', '2025-03-03', 'c'],
  ];
  for (const [month, sequence, state, version, actor, day, hash] of steps) {
    const values = [month, sequence, state, version, actor, state === 'REOPENED' ? 'late' : null, `${day}T08:00:00Z`, hash];
    await dataSource.query(`INSERT INTO period_entry VALUES ('SE-0001', $1, $2, $3, $4, $5, $6, $7, $8)`, values);
  }
  await dataSource.query(`INSERT INTO period_approval VALUES ('SE-0001', '2025-01', 2, 'eva', '2025-02-06T08:00:00Z')`);
  await dataSource.query(`INSERT INTO period_approval VALUES ('SE-0001', '2025-02', 1, 'eva', '2025-03-06T08:00:00Z')`);
  const periods = (): Promise<object[]> =>
    dataSource.query(
      `SELECT month::text, state, version, to_char(closed_at, 'MM-DD') AS closed, to_char(reopened_at, 'MM-DD') AS reopened, to_char(approved_at, 'MM-DD') AS approved,
         snapshot_hash AS hash FROM published.period WHERE tenant = 'SE-0001' ORDER BY month`,
    );
  const february = { month: '2025-02-01', state: 'PRELIMINARY', version: 1, closed: null, reopened: null, approved: '03-06', hash: 'c' };
  expect(await periods()).toEqual([
    { month: '2025-01-01', state: 'REOPENED', version: 1, closed: '02-05', reopened: '03-01', approved: '02-06', hash: 'b' },
    february,
  ]);
  await dataSource.query(`INSERT INTO period_entry VALUES ('SE-0001', '2025-01', 4, 'PRELIMINARY', 2, 'anna', NULL, '2025-03-02T08:00:00Z', 'd')`);
  expect(await periods()).toEqual([
    { month: '2025-01-01', state: 'PRELIMINARY', version: 2, closed: '02-05', reopened: '03-01', approved: null, hash: 'd' },
    february,
  ]);
});
