import { createTestDatabase, uniqueName, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';

import { migrate } from './migrations.js';
import { ensureServiceSchema, SchemaNotPrepared, serviceClient } from './service-schema.js';

let databases: readonly TestDatabase[];
beforeAll(async () => {
  databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

async function as<T>(service: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = serviceClient({ url: databases[0]?.url ?? '', service, purpose: 'test' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function dropRoles(roles: readonly string[]): Promise<void> {
  for (const { url } of databases) {
    const client = new Client({ connectionString: url });
    await client.connect();
    for (const role of roles) await client.query(`DROP OWNED BY ${role} CASCADE`);
    if (url === databases.at(-1)?.url) for (const role of roles) await client.query(`DROP ROLE ${role}`);
    await client.end();
  }
}

test('many services prepare two databases of one server at once, and again later', async () => {
  const prepare = () =>
    Promise.all(databases.flatMap(({ url }) => ['schema_a', 'schema_b', 'schema_a', 'schema_b'].map((service) => ensureServiceSchema({ url, service }))));
  await prepare();
  await prepare();
  expect(
    await as(
      'schema_a',
      async (client) => (await client.query<{ role: string; schema: string }>('SELECT current_user AS role, current_schema AS schema')).rows,
    ),
  ).toEqual([{ role: 'hemtag_schema_a', schema: 'schema_a' }]);

  await as('schema_a', (client) =>
    client.query('CREATE TABLE own (n int); CREATE VIEW published.shown AS SELECT 1 AS n; GRANT SELECT ON published.shown TO hemtag_reader'),
  );
  await as('schema_b', async (client) => {
    expect((await client.query('SELECT n FROM published.shown')).rows).toEqual([{ n: 1 }]);
    await expect(client.query('SELECT n FROM schema_a.own')).rejects.toMatchObject({ code: '42501' });
    await expect(client.query('CREATE TABLE schema_a.other (n int)')).rejects.toMatchObject({ code: '42501' });
    await expect(client.query('DROP VIEW published.shown')).rejects.toMatchObject({ code: '42501' });
    // A reset leads back to the role of the connection and not to the login.
    await client.query('RESET ROLE');
    expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role: 'hemtag_schema_b' }]);
  });
  await dropRoles(['hemtag_schema_a', 'hemtag_schema_b']);
});

/** A login that may connect and nothing else, and is gone afterwards. */
async function withLogin(work: (login: { readonly name: string; readonly url: string; readonly administrator: Client }) => Promise<void>): Promise<void> {
  const administrator = new Client({ connectionString: databases[0]?.url ?? '' });
  await administrator.connect();
  const name = uniqueName('login').replaceAll('-', '_');
  const url = new URL(databases[0]?.url ?? '');
  [url.username, url.password] = [name, 'of-this-test'];
  try {
    await administrator.query(`CREATE ROLE ${name} LOGIN PASSWORD 'of-this-test'`);
    await work({ name, url: url.href, administrator });
  } finally {
    await administrator.query(`DROP ROLE IF EXISTS ${name}`);
    await administrator.end();
  }
}

test('a login that may create nothing works where somebody else has prepared the database, and its migrations are there', async () => {
  const url = databases[0]?.url ?? '';
  const sets = [{ scope: 'test', migrations: [{ version: 1, what: 'table', sql: 'CREATE TABLE own (n int)' }] }];
  await ensureServiceSchema({ url, service: 'schema_c' });
  await migrate({ url, service: 'schema_c', sets });
  await withLogin(async (login) => {
    await login.administrator.query(`GRANT hemtag_schema_c TO ${login.name}`);
    await ensureServiceSchema({ url: login.url, service: 'schema_c' });
    expect(await migrate({ url: login.url, service: 'schema_c', sets })).toBe(0);
    const client = serviceClient({ url: login.url, service: 'schema_c', purpose: 'test' });
    await client.connect();
    expect((await client.query('SELECT n FROM own')).rows).toEqual([]);
    await client.end();
    // Also what a service makes outside its schema is made by whoever may.
    const trusted = { version: 2, what: 'extension', sql: 'SET LOCAL ROLE NONE; CREATE EXTENSION btree_gist' };
    const more = [{ scope: 'test', migrations: [...(sets[0]?.migrations ?? []), trusted] }];
    await expect(migrate({ url: login.url, service: 'schema_c', sets: more })).rejects.toThrow(
      /^migration 2 \(extension\) of test needs a right that the login lacks: permission denied to create extension "btree_gist"\. Start the service once with a login that may/,
    );
  });
  await dropRoles(['hemtag_schema_c']);
});

test('a login that may create nothing is told everything that is missing, and how it is made', async () => {
  await ensureServiceSchema({ url: databases[0]?.url ?? '', service: 'schema_d' });
  await withLogin(async ({ name, url, administrator }) => {
    const refused = await ensureServiceSchema({ url, service: 'schema_e' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SchemaNotPrepared);
    expect(String(refused)).toContain(
      `the login ${name} may not make it: role hemtag_schema_e; membership of the login in hemtag_schema_e; membership of hemtag_schema_e in hemtag_reader; ` +
        'schema schema_e; USAGE and CREATE on schema schema_e for hemtag_schema_e; USAGE and CREATE on schema published for hemtag_schema_e.',
    );
    // What it says is what helps.
    await administrator.query(/run in this database: (.*)$/.exec(String(refused))?.[1] ?? '');
    await ensureServiceSchema({ url, service: 'schema_e' });
    await expect(ensureServiceSchema({ url, service: 'schema_d' })).rejects.toThrow(
      /: membership of the login in hemtag_schema_d\. .*: GRANT hemtag_schema_d TO "login_[0-9a-f]+";$/,
    );
  });
  await dropRoles(['hemtag_schema_d', 'hemtag_schema_e']);
});

test('a login that may create roles and schemas and nothing else prepares a database', async () => {
  const fresh = await createTestDatabase();
  const path = new URL(fresh.url).pathname;
  await withLogin(async (login) => {
    const { href: url } = new URL(path, login.url);
    try {
      // The role of readers is one of the server, so another test may have made it.
      await login.administrator.query(
        `ALTER ROLE ${login.name} CREATEROLE; GRANT CREATE ON DATABASE "${path.slice(1)}" TO ${login.name}; GRANT hemtag_reader TO ${login.name} WITH ADMIN OPTION`,
      );
      await ensureServiceSchema({ url, service: 'schema_f' });
      const client = serviceClient({ url, service: 'schema_f', purpose: 'test' });
      await client.connect();
      await client.query('CREATE TABLE own (n int)');
      expect((await client.query('SELECT tableowner FROM pg_tables WHERE tablename = $1', ['own'])).rows).toEqual([{ tableowner: 'hemtag_schema_f' }]);
      await client.end();
    } finally {
      await fresh.drop();
      await login.administrator.query('DROP ROLE IF EXISTS hemtag_schema_f');
    }
  });
});

test('a name that is no plain identifier is refused', async () => {
  await expect(ensureServiceSchema({ url: databases[0]?.url ?? '', service: 'a; DROP SCHEMA b' })).rejects.toThrow('service name');
});
