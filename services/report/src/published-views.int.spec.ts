import { PUBLISHED } from '@hemtag/contracts';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openDatabase } from './adapters/postgres/database.js';

const CONTENT = '{"a":1}';
const SNAPSHOT = 'a'.repeat(64);

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

test('what the report service publishes is documented column by column, and readers may read and not write it', async () => {
  const page = readFileSync(resolve(__dirname, '../../../docs/published-views.md'), 'utf8').split('# Views that the report service publishes')[1] ?? '';
  const documented = page.split(/^## /m).slice(1).flatMap((section) => {
    const view = `published.${section.slice(0, section.indexOf('\n'))}`;
    return [...section.matchAll(/^\| (\w+) \| ([\w ]+) \|/gm)].filter(([, name]) => name !== 'column').map(([, name, type]) => ({ view, column: `${name} ${type}`, reads: true, writes: false }));
  }); // prettier-ignore
  const columns = await dataSource.query<{ view: string }[]>(
    `SELECT 'published.' || table_name AS view, column_name || ' ' || data_type AS column, has_table_privilege('hemtag_reader', 'published.' || table_name, 'SELECT') AS reads,
       has_table_privilege('hemtag_reader', 'published.' || table_name, 'INSERT, UPDATE, DELETE') AS writes
     FROM information_schema.columns WHERE table_schema = 'published' ORDER BY table_name, ordinal_position`,
  );
  expect(columns).toEqual(documented);
  expect([...new Set(columns.map(({ view }) => view))]).toEqual([PUBLISHED.report, PUBLISHED.reportDelivery]);
});

const job = (id: string, period: string, rest: string): string =>
  `INSERT INTO statement_job (tenant, id, period, state, version, known_on, snapshot_hash, progress, done_at, fault_code, fault, departments)
   VALUES ('SE-2281', '${id}', '${period}', ${rest})`;
const delivery = (receiver: string, rest: string): string =>
  `INSERT INTO delivery (tenant, id, plan, language, formats, receiver, what, about, channel, role, progress, fault_code, fault, ended_at)
   VALUES ('SE-2281', '${hash('sha256', receiver)}', 'monthly', 'sv', '{pdf}', '${receiver}', ${rest})`;

async function fill(): Promise<void> {
  for (const statement of [
    job('SE-2281-2025-01-v1', '2025-01', `'FINAL', 1, '2025-02-10T08:00Z', '${SNAPSHOT}', 'done', now(), NULL, NULL, '{}'`),
    job('SE-2281-2025-02-v1', '2025-02', `'FINAL', 1, '2025-03-10T08:00Z', '${SNAPSHOT}', 'refused', NULL, 'NOT_RECONCILED', 'Anna says otherwise', '{}'`),
    job('SE-2281-2025-T1-at', '2025-T1', `'ON_DEMAND', NULL, '2025-03-11T08:00Z', NULL, 'waiting', NULL, NULL, NULL, '{"Vård"}'`),
    `INSERT INTO statement (tenant, id, period, state, version, fingerprint, content, language, known_on, snapshot_hash)
     VALUES ('SE-2281', 'SE-2281-2025-01-v1', '2025-01', 'FINAL', 1, '${hash('sha256', CONTENT)}', '${CONTENT}', 'sv', '2025-02-10T08:00Z', '${SNAPSHOT}')`,
    ...['pdf', 'csv'].map((format) => `INSERT INTO rendition (tenant, statement_id, format, language, fingerprint, content, renderer)
      VALUES ('SE-2281', 'SE-2281-2025-01-v1', '${format}', 'sv', '${hash('sha256', CONTENT)}', '${CONTENT}', 'test-1')`),
    delivery('anna@kommun.example', `'report', 'SE-2281-2025-01-v1', 'mail', 'controller', 'sent', NULL, NULL, now()`),
    delivery('bo@kommun.example', `'report', 'SE-2281-2025-01-v1', 'mail', 'controller', 'sent', NULL, NULL, now()`),
    delivery('eva@kommun.example', `'report', 'SE-2281-2025-01-v1', 'mail', 'finance director', 'failed', 'REPORT_REFUSED', 'no mailbox eva@kommun.example', now()`),
    delivery('archive', `'report', 'SE-2281-2025-01-v1', 'folder', NULL, 'waiting', NULL, NULL, NULL`),
    delivery('cia@kommun.example', `'late', '2025-02', 'mail', 'controller', 'unknown', 'UNKNOWN', 'ended', now()`),
  ]) await dataSource.query(statement);
} // prettier-ignore

test('each report stands with what became of it; deliveries are counted, and neither an address nor what somebody wrote is shown', async () => {
  await fill();
  const reports = await dataSource.query<unknown[]>(
    `SELECT report, to_char(month, 'YYYY-MM-DD') AS month, state, version, departments, progress, fault_code, fingerprint, made_at IS NOT NULL AS is_made, files
     FROM published.report ORDER BY report`,
  );
  const none = { month: null, departments: [], fault_code: null, fingerprint: null, is_made: false, files: 0 };
  expect(reports).toEqual([
    { ...none, report: 'SE-2281-2025-01-v1', month: '2025-01-01', state: 'FINAL', version: 1, progress: 'done', fingerprint: hash('sha256', CONTENT), is_made: true, files: 2 },
    { ...none, report: 'SE-2281-2025-02-v1', month: '2025-02-01', state: 'FINAL', version: 1, progress: 'refused', fault_code: 'NOT_RECONCILED' },
    { ...none, report: 'SE-2281-2025-T1-at', state: 'ON_DEMAND', version: null, progress: 'waiting', departments: ['Vård'] },
  ]); // prettier-ignore
  const deliveries = await dataSource.query<unknown[]>(
    'SELECT what, report, period, channel, target, role, progress, deliveries FROM published.report_delivery ORDER BY what DESC, role NULLS LAST, progress',
  );
  const report = { what: 'report', report: 'SE-2281-2025-01-v1', period: '2025-01', channel: 'mail', target: null };
  expect(deliveries).toEqual([
    { ...report, role: 'controller', progress: 'sent', deliveries: 2 },
    { ...report, role: 'finance director', progress: 'failed', deliveries: 1 },
    { ...report, channel: 'folder', target: 'archive', role: null, progress: 'waiting', deliveries: 1 },
    { what: 'late', report: null, period: '2025-02', channel: 'mail', target: null, role: 'controller', progress: 'unknown', deliveries: 1 },
  ]);
  const everything = JSON.stringify([
    await dataSource.query('SELECT * FROM published.report'),
    await dataSource.query('SELECT * FROM published.report_delivery'),
  ]);
  expect(everything).not.toMatch(/@|Anna says|no mailbox/);
  for (const receiver of ['anna', 'bo', 'eva', 'cia']) expect(everything).not.toContain(hash('sha256', `${receiver}@kommun.example`));
});
