import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestDatabase, type TestDatabase } from '@hemtag/testing';

import { migrate, readMigrations, type MigrationSet } from './migrations.js';
import { ensureServiceSchema, serviceClient } from './service-schema.js';

const service = 'ingestion';
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await ensureServiceSchema({ url: database.url, service });
});
afterEach(() => database.drop());

const setOf = (...statements: readonly string[]): MigrationSet => ({
  scope: 'test',
  migrations: statements.map((sql, index) => ({ version: index + 1, what: `step-${index + 1}`, sql })),
});
const run = (...sets: readonly MigrationSet[]): Promise<number> => migrate({ url: database.url, service, sets });

async function query(sql: string): Promise<unknown[]> {
  const client = serviceClient({ url: database.url, service, purpose: 'test' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('are applied once, by several processes that start at the same time', async () => {
  const set = setOf('CREATE TABLE a (n int)', 'INSERT INTO a VALUES (1)');
  expect((await Promise.all([run(set), run(set), run(set)])).sort()).toEqual([0, 0, 2]);
  expect(await query('SELECT n FROM a')).toEqual([{ n: 1 }]);
  expect(await run(setOf('CREATE TABLE a (n int)', 'INSERT INTO a VALUES (1)', 'INSERT INTO a VALUES (2)'))).toBe(1);
  expect(await query('SELECT n FROM a ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('that were changed afterwards stop the start with their name', async () => {
  await run(setOf('CREATE TABLE a (n int)'));
  await expect(run(setOf('CREATE TABLE a (n bigint)'))).rejects.toThrow('migration 1 (step-1) of test was changed after it had been applied');
});

test('of a newer program are not run over by an older one', async () => {
  await run(setOf('CREATE TABLE a (n int)', 'CREATE TABLE b (n int)'));
  await expect(run(setOf('CREATE TABLE a (n int)'))).rejects.toThrow('start a newer version');
});

test('that fail leave nothing of themselves', async () => {
  await expect(run(setOf('CREATE TABLE a (n int)', 'CREATE TABLE b (n int); SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });
  expect(await query(`SELECT to_regclass('a') IS NOT NULL AS a, to_regclass('b') IS NOT NULL AS b`)).toEqual([{ a: true, b: false }]);
  expect(await run(setOf('CREATE TABLE a (n int)', 'CREATE TABLE b (n int)'))).toBe(1);
});

test('of several sets are numbered on their own', async () => {
  expect(await run(setOf('CREATE TABLE a (n int)'), { ...setOf('CREATE TABLE b (n int)'), scope: 'other' })).toBe(2);
  const gap: MigrationSet = { scope: 'gap', migrations: [{ version: 2, what: 'late', sql: 'SELECT 1' }] };
  await expect(run(gap)).rejects.toThrow('should have number 1');
});

test('are read from files that say their number and purpose', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hemtag-migrations-'));
  try {
    await writeFile(join(directory, 'V002__second.sql'), 'SELECT 2');
    await writeFile(join(directory, 'V001__first-table.sql'), 'SELECT 1');
    expect(await readMigrations({ scope: 'files', directory })).toEqual({
      scope: 'files',
      migrations: [
        { version: 1, what: 'first-table', sql: 'SELECT 1' },
        { version: 2, what: 'second', sql: 'SELECT 2' },
      ],
    });
    await writeFile(join(directory, 'V3__third.sql'), 'SELECT 3');
    await expect(readMigrations({ scope: 'files', directory })).rejects.toThrow('V001__what.sql');
  } finally {
    await rm(directory, { recursive: true });
  }
});
