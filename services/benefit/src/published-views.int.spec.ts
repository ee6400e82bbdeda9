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

/** `| name | type | …` rows below each `## view`. */
function documented(): Record<string, string[]> {
  const page = readFileSync(resolve(__dirname, '../../../docs/published-views.md'), 'utf8');
  const sections = page.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const rows = [...section.matchAll(/^\| (\w+) \| (\w+) \|/gm)].map(([, name, type]) => `${name} ${type}`).filter((row) => row !== 'column type');
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
  const others = [PUBLISHED.sourceActivity, PUBLISHED.sourceIncompleteDay, PUBLISHED.ingestionProgress, PUBLISHED.ingestionOutbox] as readonly string[];
  expect(views.map(({ view }) => view)).toEqual(Object.values(PUBLISHED).filter((view) => !others.includes(view)).sort()); // prettier-ignore
});

test('a fraction has 20 decimals, and a sum of three thirds is one', async () => {
  const [row] = await dataSource.query<object[]>(
    `SELECT published.decimal_of('11/9')::text AS long, published.decimal_of('-7')::text AS whole, published.decimal_of('347.04')::text AS decimal,
       round(3 * published.decimal_of('1000000000/3'), 2)::text AS sum, published.decimal_of(NULL) AS nothing`,
  );
  expect(row).toEqual({ long: '1.22222222222222222222', whole: '-7', decimal: '347.04', sum: '1000000000.00', nothing: null });
});
