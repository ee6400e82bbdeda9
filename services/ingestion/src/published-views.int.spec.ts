import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { PUBLISHED } from '@hemtag/contracts';
import { createTestDatabase } from '@hemtag/testing';

import { ingestionDatabase, type IngestionDatabase } from './adapters/postgres/ingestion-database.builder.js';

let database: IngestionDatabase;
beforeAll(async () => {
  database = await ingestionDatabase(await createTestDatabase());
});
afterAll(() => database.drop());

/** Those for the other services are no interface for readers of SQL. */
const FOR_SERVICES: readonly string[] = [PUBLISHED.sourceActivity, PUBLISHED.sourceIncompleteDay, PUBLISHED.ingestionProgress, PUBLISHED.ingestionOutbox];

test('what ingestion publishes is documented column by column, and readers may read all of it', async () => {
  const page = readFileSync(resolve(__dirname, '../../../docs/published-views.md'), 'utf8').split('# Views that ingestion publishes')[1] ?? '';
  const [own = ''] = page.split('# Views that the report service publishes');
  const sections = own.split(/^## /m).slice(1);
  const documented = Object.fromEntries(
    sections.map((section) => [
      `published.${section.slice(0, section.indexOf('\n'))}`,
      [...section.matchAll(/^\| (\w+) \| ([\w ]+) \|/gm)].map(([, name, type]) => `${name} ${type}`).filter((row) => row !== 'column type'),
    ]),
  );
  const columns = await database.dataSource.query<{ view: string; column: string; is_read: boolean }[]>(
    `SELECT 'published.' || table_name AS view, column_name || ' ' || data_type AS column, has_table_privilege('hemtag_reader', 'published.' || table_name, 'SELECT') AS is_read
     FROM information_schema.columns WHERE table_schema = 'published' ORDER BY table_name, ordinal_position`,
  );
  expect(columns.filter(({ is_read }) => !is_read)).toEqual([]);
  const actual: Record<string, string[]> = {};
  for (const { view, column } of columns) if (!FOR_SERVICES.includes(view)) (actual[view] ??= []).push(column);
  expect(documented).toEqual(actual);
  expect(Object.values(PUBLISHED)).toEqual(expect.arrayContaining([...Object.keys(actual), ...FOR_SERVICES]));
});
