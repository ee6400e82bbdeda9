import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface BenchDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** Runs statements one by one on a connection of their own and resolves with the rows of the last one. */
export async function runOn<Row extends pg.QueryResultRow>(url: string, ...statements: readonly string[]): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/**
 * A database of its own for each run, empty or as a copy of another one. The checkpoint makes all runs alike: each pays for the first change of
 * every page with a full image of it.
 */
export async function createBenchDatabase(serverUrl: string, template?: BenchDatabase): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(5).toString('hex')}`;
  const copied = template === undefined ? '' : ` TEMPLATE ${template.name} STRATEGY FILE_COPY`;
  await runOn(serverUrl, `CREATE DATABASE ${name}${copied}`, 'CHECKPOINT');
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: async () => void (await runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
}
