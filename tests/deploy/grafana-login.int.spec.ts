import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED } from '@hemtag/contracts';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';
import { CHECKOUT } from './dockerfile.js';

const FIRST_PASSWORD = 'first-of-this-test';
const PASSWORD = "a 'quoted' one";
const [SERVICES_SQL, GRAFANA_SQL] = ['services.sql', 'grafana.sql'].map((file) => readFileSync(join(CHECKOUT, 'deploy/postgres', file), 'utf8')) as [
  string,
  string,
];

let database: TestDatabase;

async function withClient<T>(
  { user, password, setting }: { user?: string; password?: string; setting?: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const url = new URL(database.url);
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = encodeURIComponent(password);
  const client = new Client({
    connectionString: url.href,
    ...(setting === undefined ? {} : { options: `-c hemtag.password=${setting.replaceAll(' ', '\\ ')}` }),
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
const asAdministrator = <T>(work: (client: Client) => Promise<T>): Promise<T> => withClient({}, work);
const asGrafana = <T>(work: (client: Client) => Promise<T>): Promise<T> => withClient({ user: 'hemtag_grafana', password: PASSWORD }, work);

/** Somebody who knows that the login reads only by default, and puts it off. */
const asHostile = <T>(work: (client: Client) => Promise<T>): Promise<T> =>
  asGrafana(async (client) => {
    await client.query('SET default_transaction_read_only = off');
    return work(client);
  });

async function sqlState(client: Client, statement: string): Promise<string> {
  try {
    await client.query(statement);
    return 'done';
  } catch (error) {
    return String((error as { readonly code?: unknown }).code);
  }
}

interface Relation {
  readonly name: string;
  readonly kind: string;
}

const relations = (where: string): Promise<readonly Relation[]> =>
  asAdministrator(
    async (client) =>
      (
        await client.query<Relation>(
          `SELECT format('%I.%I', nspname, relname) AS name, relkind AS kind FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
           WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND ${where} ORDER BY 1`,
        )
      ).rows,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  await withClient({ setting: FIRST_PASSWORD }, (client) => client.query(SERVICES_SQL));
  const env = {
    HEMTAG_DATABASE_URL: database.url,
    HEMTAG_KAFKA_BROKERS: testKafkaBrokers().join(','),
    HEMTAG_TOPIC_PREFIX: `${uniqueName('grafana')}.`,
    // The report service needs one, and asks nothing of it here.
    HEMTAG_BENEFIT_URL: 'http://127.0.0.1:9',
  };
  const services = await Promise.all(
    ['ingestion', 'benefit', 'report'].map((name) => startServiceProcess({ main: join(CHECKOUT, `services/${name}/dist/main.js`), env })),
  );
  await Promise.all(services.map((service) => service.stop()));
  await withClient({ setting: FIRST_PASSWORD }, (client) => client.query(GRAFANA_SQL));
  await withClient({ setting: PASSWORD }, (client) => client.query(GRAFANA_SQL));
});
afterAll(async () => {
  await asAdministrator((client) => client.query('DROP OWNED BY hemtag_grafana, hemtag_services; DROP ROLE hemtag_grafana, hemtag_services'));
  await database.drop();
});

test('the file can be run again and then takes the new password over', async () => {
  await expect(withClient({ user: 'hemtag_grafana', password: FIRST_PASSWORD }, (client) => client.query('SELECT 1'))).rejects.toMatchObject({ code: '28P01' });
  expect(await asGrafana(async (client) => (await client.query('SELECT current_user AS name')).rows)).toEqual([{ name: 'hemtag_grafana' }]);
});

test('every published view is read, by its name alone too', async () => {
  const views = await relations("nspname = 'published'");
  expect(views.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(PUBLISHED)));
  await asGrafana(async (client) => {
    for (const { name } of views) expect([name, await sqlState(client, `SELECT * FROM ${name} LIMIT 1`)]).toEqual([name, 'done']);
    expect(await sqlState(client, 'SELECT count(*) FROM figure')).toBe('done');
  });
});

test('nothing else is read, and nothing at all is written', async () => {
  const others = await relations("nspname <> 'published'");
  expect(others.map(({ name }) => name)).toEqual(expect.arrayContaining(['benefit.figure', 'ingestion.schema_migration', 'report.delivery']));
  await asHostile(async (client) => {
    for (const { name, kind } of others) {
      const statements =
        kind === 'S' ? [`SELECT nextval('${name}')`] : [`SELECT FROM ${name} LIMIT 1`, `INSERT INTO ${name} DEFAULT VALUES`, `DELETE FROM ${name}`];
      for (const statement of statements) expect([statement, await sqlState(client, statement)]).toEqual([statement, '42501']);
    }
    for (const { name } of await relations("nspname = 'published'")) {
      // 55000 where the view is such that nobody could write through it.
      for (const statement of [`INSERT INTO ${name} DEFAULT VALUES`, `DELETE FROM ${name}`]) {
        expect([statement, await sqlState(client, statement)]).toEqual([statement, expect.stringMatching(/^(42501|55000)$/)]);
      }
      expect([name, await sqlState(client, `DROP VIEW ${name}`)]).toEqual([name, '42501']);
    }
  });
});

test.each([
  'CREATE TABLE published.own (n int)',
  'CREATE TABLE public.own (n int)',
  'CREATE TEMPORARY TABLE own (n int)',
  'CREATE SCHEMA own',
  'CREATE FUNCTION published.own() RETURNS int LANGUAGE sql RETURN 1',
  'CREATE ROLE own',
  'CREATE DATABASE own',
  'SELECT lo_create(0)',
  "SELECT lo_from_bytea(0, 'x')",
  "COPY (SELECT 1) TO PROGRAM 'true'",
  "SELECT pg_read_file('PG_VERSION')",
  'SET ROLE hemtag_benefit',
  'SET ROLE hemtag_ingestion',
  'SET ROLE hemtag_reader',
  'SET SESSION AUTHORIZATION hemtag_benefit',
  'GRANT hemtag_reader TO CURRENT_USER',
])('%s is refused, also to who puts the read-only transactions off', async (statement) => {
  expect(await asHostile((client) => sqlState(client, statement))).toBe('42501');
});

test('two statements at once, as a panel can send them, drop nothing', async () => {
  expect(await asGrafana((client) => sqlState(client, 'SELECT 1; DROP VIEW published.figure'))).toMatch(/^(42501|25006)$/);
  expect(await asHostile((client) => sqlState(client, 'SELECT 1; DROP SCHEMA published CASCADE'))).toBe('42501');
  expect((await relations("nspname = 'published' AND relname = 'figure'")).length).toBe(1);
});

test('a query that takes too long is cut off, a writing one is refused at once, and the connections are counted', async () => {
  const begun = performance.now();
  expect(await asGrafana((client) => sqlState(client, 'SELECT pg_sleep(30)'))).toBe('57014');
  expect(Math.round((performance.now() - begun) / 1_000)).toBeLessThan(20);
  expect(await asGrafana((client) => sqlState(client, 'CREATE TABLE published.own (n int)'))).toBe('25006');
  const rows = await asAdministrator(
    async (client) =>
      (await client.query("SELECT rolconnlimit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = 'hemtag_grafana'"))
        .rows as unknown[],
  );
  expect(rows).toEqual([{ rolconnlimit: 20, rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false }]);
});
