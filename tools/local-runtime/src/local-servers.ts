import { join } from 'node:path';
import { err, ok, type Result } from '@hemtag/kernel';
import { containersRun, startKafkaContainer, startPostgresContainer, type ServerContainer } from './containers.js';
import { findKafka, provideKafka } from './kafka-distribution.js';
import type { ProxiedPorts } from './kafka-properties.js';
import { KafkaServer } from './kafka-server.js';
import type { OwnProcess, OwnProcesses } from './own-process.js';
import { DATABASE_NAME, findPostgres, keptPassword, PostgresServer, ROLE_NAME } from './postgres-server.js';
import type { RuntimeProblem } from './runtime-problem.js';

export type ServerKind = 'existing' | 'embedded' | 'container';

export interface ServerOptions {
  /** Downloads and what speeds later starts up; `CHECKOUT/.hemtag/cache`. May be shared by several runtimes. */
  readonly cacheDir: string;
  /** False only for tests: acknowledged data survive the death of every process, but not a crash of the machine. */
  readonly durable?: boolean;
  /** HEMTAG_KAFKA_BROKERS, HEMTAG_DATABASE_URL, JAVA_HOME, KAFKA_HOME and PATH are read from it. This process's own where not given. */
  readonly env?: NodeJS.ProcessEnv;
  /** A second listener of the embedded broker, for a proxy of fault tests. */
  readonly kafkaProxied?: ProxiedPorts;
}

export interface ServerContext {
  readonly dataDir: string;
  readonly processes: OwnProcesses;
  readonly log: (line: string) => void;
  readonly logFile: (name: string) => string;
  /** Starts under supervision; resolves when ready. */
  readonly supervise: (name: string, start: () => Promise<Result<OwnProcess, RuntimeProblem>>) => Promise<Result<void, RuntimeProblem>>;
  readonly adoptContainer: (container: ServerContainer) => Promise<void>;
}

export interface StartedServer<Address> {
  readonly kind: ServerKind;
  readonly address: Address;
}

export async function startKafka(options: ServerOptions, context: ServerContext): Promise<Result<StartedServer<readonly string[]>, RuntimeProblem>> {
  const env = options.env ?? process.env;
  const existing = env['HEMTAG_KAFKA_BROKERS'];
  if (existing) return ok({ kind: 'existing', address: existing.split(',').map((broker) => broker.trim()) });
  const found = await findKafka({ env, cacheDir: options.cacheDir });
  if (!found.ok) {
    if (!(await containersRun())) return err(missing(KAFKA_WAYS_OUT, found.error));
    const container = await startKafkaContainer({ dataDir: context.dataDir });
    await context.adoptContainer(container);
    return ok({ kind: 'container', address: [container.address] });
  }
  const { processes, log } = context;
  const distribution = await provideKafka(found.value, { cacheDir: options.cacheDir, processes, env, log, logFile: context.logFile('maven') });
  if (!distribution.ok) return distribution;
  const logFile = context.logFile('kafka');
  const server = new KafkaServer({
    folder: join(context.dataDir, 'kafka'),
    distribution: distribution.value,
    processes,
    env,
    logFile,
    ...(options.kafkaProxied === undefined ? {} : { proxied: options.kafkaProxied }),
  });
  const started = await context.supervise('kafka', () => server.start());
  return started.ok ? ok({ kind: 'embedded', address: server.brokers }) : started;
}

export async function startPostgres(options: ServerOptions, context: ServerContext): Promise<Result<StartedServer<string>, RuntimeProblem>> {
  const env = options.env ?? process.env;
  const existing = env['HEMTAG_DATABASE_URL'];
  if (existing) return ok({ kind: 'existing', address: existing });
  const folder = join(context.dataDir, 'postgres');
  const found = await findPostgres({ folder, cacheDir: options.cacheDir, env });
  if (!found.ok) {
    if (!(await containersRun())) return err(missing(POSTGRES_WAYS_OUT, found.error));
    const account = { role: ROLE_NAME, password: keptPassword(folder), database: DATABASE_NAME };
    const container = await startPostgresContainer({ dataDir: context.dataDir, ...account });
    await context.adoptContainer(container);
    return ok({ kind: 'container', address: container.address });
  }
  const { processes } = context;
  const logFile = context.logFile('postgres');
  const server = new PostgresServer({ folder, installation: found.value, processes, env, logFile, durable: options.durable ?? true });
  const started = await context.supervise('postgres', () => server.start());
  return started.ok ? ok({ kind: 'embedded', address: server.databaseUrl() }) : started;
}

interface WaysOut {
  readonly server: string;
  readonly install: string;
  readonly variable: string;
}

const KAFKA_WAYS_OUT: WaysOut = {
  server: 'Apache Kafka',
  install: 'install Java 17 or newer and Maven (on Debian: apt install openjdk-17-jre-headless maven; JAVA_HOME names a Java that is not on the PATH)',
  variable: 'HEMTAG_KAFKA_BROKERS=host:port',
};

const POSTGRES_WAYS_OUT: WaysOut = {
  server: 'PostgreSQL',
  install: 'let npm install the optional packages of this checkout (npm ci), or install PostgreSQL 15 or newer',
  variable: 'HEMTAG_DATABASE_URL=postgres://user:password@host:port/database',
};

function missing(ways: WaysOut, reason: string): RuntimeProblem {
  const message = `${ways.server} cannot be started here: ${reason}, and no container engine answers. Either ${ways.install}, or start Docker, or use an existing server with ${ways.variable}.`;
  return { code: 'MISSING_PROGRAM', message };
}
