import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { BROKERS_VARIABLE, DATABASE_VARIABLE } from './test-servers.js';

export interface TestDatabase {
  readonly url: string;
  /** Ends the connections that are still open, then the database. */
  drop(): Promise<void>;
}

/** A fresh, empty database on the server of this test run, so that suites can run beside each other. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = fromEnvironment(DATABASE_VARIABLE);
  const name = uniqueName('test').replaceAll('-', '_');
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** The brokers of this test run. They are shared, so topics and groups need unique names. */
export function testKafkaBrokers(): readonly string[] {
  return fromEnvironment(BROKERS_VARIABLE).split(',');
}

/** `prefix-` and ten hexadecimal digits: a valid topic, group or transactional id that no other suite uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(5).toString('hex')}`;
}

async function runOn(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function fromEnvironment(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set: tests that need servers run in the Jest project \`int\``);
  return value;
}
