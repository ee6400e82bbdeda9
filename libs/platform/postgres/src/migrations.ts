import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

import { sqlState } from './database-error.js';
import { serviceClient, type DatabaseClient } from './service-schema.js';

export interface Migration {
  /** 1, 2, 3, … without a gap. */
  readonly version: number;
  readonly what: string;
  readonly sql: string;
}

/** Migrations that belong together and are numbered together: a service's own, or those of a library that keeps tables in it. */
export interface MigrationSet {
  readonly scope: string;
  readonly migrations: readonly Migration[];
}

/** The stored schema and the program do not fit together; the message says which migration and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const NO_RIGHT = '42501';
const FILE = /^V(\d{3})__([a-z0-9-]+)\.sql$/;

/** Reads `V001__what.sql`, `V002__…` from a folder. */
export async function readMigrations(options: { readonly scope: string; readonly directory: URL | string }): Promise<MigrationSet> {
  const base = options.directory instanceof URL ? options.directory : new URL(`file://${options.directory}/`);
  const files = (await readdir(base)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    files.map(async (file) => {
      const match = FILE.exec(file);
      if (!match) throw new MigrationError(`${file}: a migration is named like V001__what.sql`);
      return { version: Number(match[1]), what: match[2] ?? '', sql: await readFile(new URL(file, base), 'utf8') };
    }),
  );
  return { scope: options.scope, migrations };
}

const checksum = (sql: string): string => createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');

interface Applied {
  readonly scope: string;
  readonly version: number;
  readonly checksum: string;
}

const HISTORY = `CREATE TABLE IF NOT EXISTS schema_migration (
  scope text NOT NULL, version integer NOT NULL, what text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, version))`;

function checkNumbers(set: MigrationSet): void {
  set.migrations.forEach(({ version, what }, index) => {
    if (version !== index + 1) throw new MigrationError(`migration ${version} (${what}) of ${set.scope} should have number ${index + 1}`);
  });
}

function pendingOf(set: MigrationSet, applied: readonly Applied[]): readonly Migration[] {
  checkNumbers(set);
  const known = new Map(applied.filter(({ scope }) => scope === set.scope).map((row) => [row.version, row.checksum]));
  const newest = Math.max(0, ...known.keys());
  if (newest > set.migrations.length) {
    throw new MigrationError(`the database has migration ${newest} of ${set.scope}, this program knows ${set.migrations.length}: start a newer version of it`);
  }
  for (const { version, what, sql } of set.migrations) {
    const stored = known.get(version);
    if (stored !== undefined && stored !== checksum(sql)) {
      throw new MigrationError(
        `migration ${version} (${what}) of ${set.scope} was changed after it had been applied: restore its text and add a new migration instead`,
      );
    }
  }
  return set.migrations.filter(({ version }) => !known.has(version));
}

async function run(client: DatabaseClient, set: MigrationSet, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migration (scope, version, what, checksum) VALUES ($1, $2, $3, $4)', [
      set.scope, migration.version, migration.what, checksum(migration.sql),
    ]); // prettier-ignore
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    if (sqlState(error) !== NO_RIGHT) throw error;
    const { version, what } = migration;
    throw new MigrationError(
      `migration ${version} (${what}) of ${set.scope} needs a right that the login lacks: ${error instanceof Error ? error.message : String(error)}. ` +
        'Start the service once with a login that may create in this database, or let an administrator make what is missing first',
      { cause: error },
    );
  }
}

/** Brings the service's schema up to date, each migration in a transaction of its own, one process at a time. Resolves with the number applied. */
export async function migrate(options: { readonly url: string; readonly service: string; readonly sets: readonly MigrationSet[] }): Promise<number> {
  const client = serviceClient({ url: options.url, service: options.service, purpose: 'migrations' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`hemtag.migrations.${options.service}`]);
    await client.query(HISTORY);
    const applied = (await client.query<Applied>('SELECT scope, version, checksum FROM schema_migration')).rows;
    const pending = options.sets.flatMap((set) => pendingOf(set, applied).map((migration) => ({ set, migration })));
    for (const { set, migration } of pending) await run(client, set, migration);
    return pending.length;
  } finally {
    // Ending the session releases the lock.
    await client.end();
  }
}
