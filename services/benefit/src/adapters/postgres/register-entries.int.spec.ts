import { REPORT_PLAN_DAYS } from '@hemtag/contracts';
import { createTestDatabase, uniqueName, type TestDatabase } from '@hemtag/testing';
import { decideApply, entryHistory, registerState, type GivenDocument } from '@hemtag/register';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabase } from './database.js';
import { PostgresRegisterStore } from './register.store.js';

let database: TestDatabase;
let dataSource: DataSource;
let store: PostgresRegisterStore;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  store = new PostgresRegisterStore(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const document = (kind: GivenDocument['kind'], metadata: GivenDocument['metadata'], spec: object): GivenDocument => ({
  apiVersion: 'hemtag/v1',
  kind,
  metadata,
  spec,
});
const rate = (...versions: object[]): GivenDocument => document('Rate', { name: 'hourly' }, { unit: 'SEK/h', versions });
const apply = (author: string, ...documents: GivenDocument[]): Promise<void> =>
  store.change(async (transaction) => {
    const decision = decideApply({ current: registerState(await transaction.current()), documents, planDays: REPORT_PLAN_DAYS });
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    await transaction.append(decision.value, author);
  });

const TOWN = document('Tenant', { name: 'SE-0006' }, { title: 'Town', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' });
const post = (benefit: object, spec: object = {}): GivenDocument =>
  document('Initiative', { tenant: 'SE-0006', name: 'post' }, { title: 'Post', currency: 'SEK', ...spec, benefits: [{ name: 'letters', ...benefit }] });
const ROWS = `SELECT name, path, entry_key, valid::text AS valid, version, author, reason, source, superseded_at IS NOT NULL AS superseded
FROM register_entry ORDER BY entry_id`;

test('a correction supersedes the row of its entry, and a next entry the end of the one before', async () => {
  await apply('anna', TOWN, rate({ validFrom: '2025-01-01', value: '300', source: 'PO 2025' }));
  await apply('bert', rate({ validFrom: '2026-01-01', value: '310' }));
  await apply('cleo', rate({ validFrom: '2025-01-01', value: '305', source: 'PO 2025', corrects: true, reason: 'wrong column' }));
  await apply('cleo', rate({ validFrom: '2025-01-01', value: '305' }));
  const row = { name: 'hourly', path: 'versions', reason: null, source: null };
  const year = { ...row, entry_key: '2025-01-01', source: 'PO 2025' };
  expect(await dataSource.query(ROWS)).toEqual([
    { ...year, valid: '[2025-01-01,)', version: 1, author: 'anna', superseded: true },
    { ...year, valid: '[2025-01-01,2026-01-01)', version: 1, author: 'anna', superseded: true },
    { ...row, entry_key: '2026-01-01', valid: '[2026-01-01,)', version: 2, author: 'bert', superseded: false },
    { ...year, valid: '[2025-01-01,2026-01-01)', version: 3, author: 'cleo', reason: 'wrong column', superseded: false },
  ]);
});

test('the database itself refuses two entries of one list that hold on the same day, and any change of the past', async () => {
  const insert = (valid: string, superseded: string | null = null) =>
    dataSource.query(
      `INSERT INTO register_entry (tenant, kind, name, path, entry_key, valid, recorded_at, superseded_at, content, version, author)
       VALUES ('', 'Rate', 'hourly', 'versions', $1::text, $1::text::daterange, now(), $2::timestamptz, '{}', 1, 'anna')`,
      [valid, superseded],
    );
  await expect(insert('[2027-01-01,2028-01-01)')).rejects.toMatchObject({ code: '23P01' });
  await expect(insert('[2024-12-31,2025-01-02)')).rejects.toMatchObject({ code: '23P01' });
  // Half-open: the day on which the next one begins is free, and what is superseded is in nobody's way.
  await insert('[2024-01-01,2025-01-01)');
  await insert('[2027-01-01,2028-01-01)', '2999-01-01');
  await expect(dataSource.query(`UPDATE register_entry SET content = '{"value": "1"}'`)).rejects.toMatchObject({ code: '23001' });
  await expect(dataSource.query('UPDATE register_entry SET superseded_at = NULL')).rejects.toMatchObject({ code: '23001' });
  await expect(dataSource.query('DELETE FROM register_entry')).rejects.toMatchObject({ code: '23001' });
});

test('a login that owns its database and no more can bring it up to date, extension and all', async () => {
  const own = await createTestDatabase();
  const login = uniqueName('owner').replaceAll('-', '_');
  const server = new pg.Client({ connectionString: database.url });
  await server.connect();
  await server.query(`CREATE ROLE ${login} LOGIN NOSUPERUSER PASSWORD 'only-for-this-test'`);
  await server.query(`GRANT hemtag_benefit, hemtag_reader TO ${login} WITH ADMIN OPTION`);
  const url = new URL(own.url);
  await server.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${login}`);
  [url.username, url.password] = [login, 'only-for-this-test'];
  const opened = await openDatabase(url.href);
  const found = await opened.query<object[]>(`SELECT conname FROM pg_constraint WHERE conname = 'register_entry_holds_alone'`);
  await opened.destroy();
  await own.drop();
  await server.query(`DROP ROLE ${login}`);
  await server.end();
  expect(found).toHaveLength(1);
});

test('the rows say what the versions say, also of a register that was filled before there were rows', async () => {
  const estimates = [1, 2].map((version) => ({ version, validFrom: `202${7 - version}-01-01`, annualVolume: '12' }));
  const costs = [{ name: 'run', kind: 'RUNNING', perYear: '250' }, { name: 'start', kind: 'ONE_OFF', amount: '400', date: '2025-01-01' }]; // prettier-ignore
  const whole = { title: 'Letters', type: 'FINANCIAL', evidence: 'BEDOMD', meter: { units: ['letter'] } };
  const value = (validFrom: string, unitValue: string): object => ({ validFrom, formula: 'unit-value', unitValue });
  await apply('anna', post({ ...whole, value: [value('2025-01-01', '15')], estimate: estimates }, { costs }));
  await apply('bert', post({ value: [value('2026-01-01', '16')], adjust: [{ validFrom: '2025-01-01', validTo: '2025-07-01' }] }));
  await apply('cleo', post({ cap: 'year' }));
  const versions = await store.versions({ kind: 'Initiative', tenant: 'SE-0006', name: 'post' });
  expect(versions).toHaveLength(3);
  const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  const expected = entryHistory(versions).map((entry) => ({
    path: entry.path, entry_key: entry.key, content: entry.content, version: entry.version, author: entry.author,
    from: entry.validFrom === entry.validTo ? null : entry.validFrom, to: entry.validFrom === entry.validTo ? null : entry.validTo,
    recorded: instant(entry.recordedAt), superseded: instant(entry.supersededAt),
  })); // prettier-ignore
  const stored = async (): Promise<object[]> => {
    const rows = await dataSource.query<Record<'recorded' | 'superseded', Date | null>[]>(
      `SELECT path, entry_key, content, version, author, lower(valid)::text AS from, upper(valid)::text AS to, recorded_at AS recorded, superseded_at AS superseded
       FROM register_entry WHERE name = 'post' ORDER BY path COLLATE "C", coalesce(lower(valid)::text, content ->> 'validFrom', '') , entry_key, recorded_at`,
    );
    return rows.map((row) => ({ ...row, recorded: instant(row.recorded?.getTime() ?? null), superseded: instant(row.superseded?.getTime() ?? null) }));
  };
  // Two costs, two estimates, an adjustment, and two values of which the first is known with two ends.
  expect(expected).toHaveLength(8);
  expect(await stored()).toEqual(expected);
  await dataSource.query('TRUNCATE register_entry');
  await (await openDatabase(database.url)).destroy();
  expect(await stored()).toEqual(expected);
});
