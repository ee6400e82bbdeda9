import { join } from 'node:path';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, type TestDatabase } from '@hemtag/testing';
import { Client } from 'pg';
import { CHECKOUT } from './dockerfile.js';

/* What ADR 0005 promises of a production set-up: a login for each service that is a member of the service's role and of nothing else. */

const SERVICES = ['benefit', 'ingestion', 'gateway', 'report'];
const LIMIT_MS = 120_000;

let database: TestDatabase;
let administrator: Client;
const logins: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  administrator = new Client({ connectionString: database.url });
  await administrator.connect();
});
afterAll(async () => {
  for (const login of logins) await administrator.query(`DROP ROLE ${login}`);
  await administrator.end();
  await database.drop();
});

const environment = { HEMTAG_KAFKA_BROKERS: testKafkaBrokers().join(','), HEMTAG_TOPIC_PREFIX: `${uniqueName('restricted')}.` };
/** Starts the service, asks how it is, and ends it. */
async function runs(service: string, url: string): Promise<number> {
  const others = { HEMTAG_INGESTION_URL: 'http://127.0.0.1:9', HEMTAG_BENEFIT_URL: 'http://127.0.0.1:9', HEMTAG_REPORT_URL: 'http://127.0.0.1:9' };
  const main = join(CHECKOUT, 'services', service, 'dist/main.js');
  const started = await startServiceProcess({ main, env: { ...environment, ...others, HEMTAG_DATABASE_URL: url } });
  const { status } = await fetch(`${started.url}/health/live`);
  expect(await started.stop('SIGTERM')).toBe(0);
  return status;
}

/** All at once, as they start in an installation. */
const allRun = async (urlOf: (service: string) => string): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(await Promise.all(SERVICES.map(async (service) => [service, await runs(service, urlOf(service))] as const)));

async function restricted(service: string): Promise<string> {
  const login = uniqueName(service).replaceAll('-', '_');
  await administrator.query(`CREATE ROLE ${login} LOGIN NOCREATEROLE NOCREATEDB NOINHERIT PASSWORD 'of-this-test'`);
  logins.push(login);
  await administrator.query(`GRANT hemtag_${service} TO ${login}`);
  const url = new URL(database.url);
  [url.username, url.password] = [login, 'of-this-test'];
  return url.href;
}

test(
  'each service starts with a login that may create nothing, once the database was prepared with another one',
  async () => {
    const answers = Object.fromEntries(SERVICES.map((service) => [service, 200]));
    expect(await allRun(() => database.url)).toEqual(answers);
    const urls = new Map<string, string>();
    for (const service of SERVICES) urls.set(service, await restricted(service));
    expect(await allRun((service) => urls.get(service) ?? '')).toEqual(answers);
  },
  LIMIT_MS,
);
