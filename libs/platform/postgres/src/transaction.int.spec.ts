import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';

import { openDataSource } from './data-source.js';
import { ensureServiceSchema } from './service-schema.js';
import { inTransaction, retryTransaction, withTenant, type Transaction } from './transaction.js';

let database: TestDatabase;
let dataSource: DataSource;
let login: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  await ensureServiceSchema({ url: database.url, service: 'ingestion' });
  dataSource = await openDataSource({ url: database.url, service: 'ingestion', entities: [] });
  login = new Client({ connectionString: database.url });
  await login.connect();
  await dataSource.query('CREATE TABLE account (name text PRIMARY KEY, n int NOT NULL)');
});
afterAll(async () => {
  await login.end();
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query(`TRUNCATE account; INSERT INTO account VALUES ('a', 0), ('b', 0)`));

const numbers = async (): Promise<unknown> => dataSource.query('SELECT name, n FROM account ORDER BY name');
const add = (tx: Transaction, name: string): Promise<{ n: number }[]> => tx.query('UPDATE account SET n = n + 1 WHERE name = $1 RETURNING n', [name]);

test('an error rolls everything back and travels on', async () => {
  const failing = inTransaction(dataSource, async (tx) => {
    expect(await add(tx, 'a')).toEqual([{ n: 1 }]);
    throw new Error('after the first half');
  });
  await expect(failing).rejects.toThrow('after the first half');
  expect(await numbers()).toEqual([
    { name: 'a', n: 0 },
    { name: 'b', n: 0 },
  ]);
});

test('a deadlock repeats the whole of the transaction that lost', async () => {
  let meet: () => void = () => undefined;
  let waiting = 0;
  const both = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const crosswise = (first: string, second: string): Promise<void> =>
    retryTransaction({ attempts: 3, firstDelayMs: 10 }, () =>
      inTransaction(dataSource, async (tx) => {
        await add(tx, first);
        if ((waiting += 1) === 2) meet();
        await both;
        await add(tx, second);
      }),
    );
  await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')]);
  expect(waiting).toBe(3);
  expect(await numbers()).toEqual([
    { name: 'a', n: 2 },
    { name: 'b', n: 2 },
  ]);
});

test('a connection that is cut is marked as worth another run', async () => {
  let runs = 0;
  await retryTransaction({ attempts: 3, firstDelayMs: 10 }, () =>
    inTransaction(dataSource, async (tx) => {
      await add(tx, 'a');
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      if ((runs += 1) === 1) await login.query('SELECT pg_terminate_backend($1)', [own?.pid]);
      await add(tx, 'b');
    }),
  );
  expect(runs).toBe(2);
  expect(await numbers()).toEqual([
    { name: 'a', n: 1 },
    { name: 'b', n: 1 },
  ]);
});

test('a unit of work knows its tenant, and the next one on the same connection does not', async () => {
  const tenant = (tx: Transaction) => tx.query(`SELECT nullif(current_setting('hemtag.tenant', true), '') AS tenant`);
  expect(await withTenant(dataSource, 'SE-2281', tenant)).toEqual([{ tenant: 'SE-2281' }]);
  expect(await inTransaction(dataSource, tenant)).toEqual([{ tenant: null }]);
});
