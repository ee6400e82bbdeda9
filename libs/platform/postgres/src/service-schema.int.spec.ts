import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';

import { ensureServiceSchema, serviceClient } from './service-schema.js';

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

test('a name that is no plain identifier is refused', async () => {
  await expect(ensureServiceSchema({ url: databases[0]?.url ?? '', service: 'a; DROP SCHEMA b' })).rejects.toThrow('service name');
});
