import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@hemtag/kernel';
import pg from 'pg';
import { freeLoopbackPort, isFreePort, LOOPBACK } from './loopback-port.js';
import type { OwnProcess, OwnProcesses } from './own-process.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { resolvePostgresAccount, type PostgresAccount } from './postgres-account.js';
import { clearOrphans } from './postgres-orphans.js';
import { waitUntilReady } from './readiness.js';
import { startFailed, type RuntimeProblem } from './runtime-problem.js';

export const DATABASE_NAME = 'hemtag';
export const ROLE_NAME = 'hemtag';
const READY_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const MAX_PORT_ATTEMPTS = 3;

export interface PostgresInstallation {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
}

export interface PostgresOptions {
  /** `DATA_DIR/postgres`; the cluster is its folder `data`. */
  readonly folder: string;
  readonly installation: PostgresInstallation;
  readonly processes: OwnProcesses;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** False gives up safety against a crash of the machine for speed: right for tests, whose data nobody needs afterwards. */
  readonly durable: boolean;
}

/** The error says why PostgreSQL cannot be started by binaries on this machine. */
export async function findPostgres(options: {
  readonly folder: string;
  readonly cacheDir: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<Result<PostgresInstallation, string>> {
  const clusterDir = existsSync(clusterOf(options.folder)) ? clusterOf(options.folder) : undefined;
  const dataMajor = clusterDir === undefined ? undefined : Number(readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8'));
  const [binaries, account] = await Promise.all([findPostgresBinaries({ ...options, dataMajor }), resolvePostgresAccount({ clusterDir, env: options.env })]);
  if (!binaries.ok) return binaries;
  if (!account.ok) return account;
  return ok({ binaries: binaries.value, account: account.value });
}

/** One server on loopback. Its port is found at the first start and kept at every further one, so that clients find it again. */
export class PostgresServer {
  readonly #options: PostgresOptions;
  #port: number | undefined;
  #password = '';
  #lastProbeError = '';

  constructor(options: PostgresOptions) {
    this.#options = options;
  }

  databaseUrl(database: string = DATABASE_NAME): string {
    return `postgres://${ROLE_NAME}:${this.#password}@${LOOPBACK}:${this.#port}/${database}`;
  }

  async start(): Promise<Result<OwnProcess, RuntimeProblem>> {
    const { folder } = this.#options;
    this.#password = keptPassword(folder);
    const initialised = await this.#initialise();
    if (!initialised.ok) return initialised;
    await clearOrphans(clusterOf(folder));
    for (let attempt = 1; ; attempt += 1) {
      const fixedPort = this.#port;
      this.#port ??= await freeLoopbackPort();
      const started = await this.#startOnPort(this.#port);
      if (started.ok || fixedPort !== undefined || attempt === MAX_PORT_ATTEMPTS || (await isFreePort(this.#port))) return started;
      this.#port = undefined; // another process was faster
    }
  }

  // The cluster gets its final name only when it is complete, so an interrupted initialisation is simply done again.
  async #initialise(): Promise<Result<void, RuntimeProblem>> {
    const { folder, installation, processes, env, logFile, durable } = this.#options;
    for (const entry of readdirSync(folder).filter((name) => name.startsWith('init-'))) rmSync(join(folder, entry), { recursive: true });
    if (existsSync(clusterOf(folder))) return ok(undefined);
    const aside = join(folder, `init-${randomBytes(6).toString('hex')}`);
    const { command, args } = installation.account(installation.binaries.initdb, [
      `--pgdata=${aside}`,
      `--username=${ROLE_NAME}`,
      `--pwfile=${passwordFile(folder)}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
      ...(durable ? [] : ['--no-sync']),
    ]);
    const spec = { name: 'postgres-init', kind: 'task', command, args, cwd: '/', env: { ...env, ...installation.binaries.env }, logFile } as const;
    const { exit, lines } = await processes.run(spec);
    if (exit.kind === 'not-started') return err(startFailed('postgres', exit.reason));
    if (exit.code !== 0) return err(startFailed('postgres', 'the data folder could not be initialised', lines));
    renameSync(aside, clusterOf(folder));
    return ok(undefined);
  }

  async #startOnPort(port: number): Promise<Result<OwnProcess, RuntimeProblem>> {
    const { folder, installation, processes, env, logFile, durable } = this.#options;
    const settings = { ...BASE_SETTINGS, ...(durable ? {} : FAST_SETTINGS), port: String(port) };
    const { command, args } = installation.account(installation.binaries.postgres, [
      '-D',
      clusterOf(folder),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const server = processes.start({
      name: 'postgres',
      kind: 'server',
      command,
      args,
      cwd: '/',
      env: { ...env, ...installation.binaries.env },
      logFile,
      stopSignal: 'SIGINT', // fast shutdown: rolls open transactions back instead of waiting for their clients
      killSignal: 'SIGQUIT', // the server ends at once and takes its worker processes along, which a SIGKILL would leave behind
    });
    const readiness = await waitUntilReady({ process: server, probe: () => this.#hasDatabase(), timeoutMs: READY_TIMEOUT_MS });
    if (readiness === 'ready') return ok(server);
    await server.stop({ graceMs: STOP_GRACE_MS });
    const reason = readiness === 'exited' ? 'the process ended' : `not ready within ${READY_TIMEOUT_MS / 1000} s (${this.#lastProbeError})`;
    return err(startFailed('postgres', reason, server.lastLines()));
  }

  // Ready means that the product's database can be used; a fresh cluster does not have it yet.
  async #hasDatabase(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.databaseUrl('postgres'), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined); // a connection that breaks while the server starts is answered by the next probe
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_NAME}`);
      return true;
    } catch (error) {
      this.#lastProbeError = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

const BASE_SETTINGS = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

const FAST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;

const clusterOf = (folder: string): string => join(folder, 'data');
const passwordFile = (folder: string): string => join(folder, 'password');

export function keptPassword(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = passwordFile(folder);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  if (existsSync(clusterOf(folder))) throw new Error(`the password of the local PostgreSQL is missing: ${path}`);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(`${path}.new`, `${password}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return password;
}
