import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import { createBenchDatabase } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import type { LedgerFile } from './ingestion-tables.js';

/** (b) One COPY of the rendered ledger rows into a table without index, its commit included: rows per second. */
export async function measureCopy(servers: BenchServers, ledger: LedgerFile): Promise<number> {
  const database = await createBenchDatabase(servers.databaseUrl);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`CREATE TABLE ledger_copy (${ledger.columns})`);
    const startedAtMs = performance.now();
    const copy = client.query(copyFrom('COPY ledger_copy FROM STDIN'));
    await pipeline(createReadStream(ledger.path, { highWaterMark: 1024 * 1024 }), copy);
    const seconds = (performance.now() - startedAtMs) / 1_000;
    if (copy.rowCount !== ledger.rows) throw new Error(`COPY stored ${copy.rowCount} of ${ledger.rows} rows`);
    return ledger.rows / seconds;
  } finally {
    await client.end();
    await database.drop();
  }
}
