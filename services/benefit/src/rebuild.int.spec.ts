import { TOPICS, type FiguresResponse } from '@hemtag/contracts';
import { EventProducer } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, until, type ServiceProcess, type TestDatabase } from '@hemtag/testing';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const DIST = join(__dirname, '../dist');
const EXAMPLES = resolve(__dirname, '../../../examples/register');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const DAYS = 120;

let database: TestDatabase;
let client: pg.Client;
let producer: EventProducer;
let env: Record<string, string>;
let service: ServiceProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  const topicPrefix = `${uniqueName('rebuild')}.`;
  const brokers = testKafkaBrokers();
  env = { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: topicPrefix };
  service = await startServiceProcess({ main: join(DIST, 'main.js'), env });
  producer = new EventProducer({ brokers, clientId: 'test', topicPrefix, log: silent });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    CREATE VIEW published.source_activity AS SELECT '' AS tenant, '' AS source, current_date AS day, 0 AS first_ms, 0 AS last_ms WHERE false;
    CREATE VIEW published.source_incomplete_day AS SELECT '' AS tenant, '' AS source, current_date AS day WHERE false;
    GRANT SELECT ON published.source_activity, published.source_incomplete_day TO hemtag_reader`);
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await producer.close();
  await client.end();
  await database.drop();
});

const SERIES = {
  key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter', outcome: 'success',
  channel: 'digital-mail', orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore
/** The newest revision of each day comes last, as compaction would leave it. */
async function publish(): Promise<void> {
  const record = (day: number, revision: number) => {
    const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    const value = { tenant: 'SE-2281', series: SERIES, day: date, quantity: String(100 * revision + day), events: 1, revision };
    return { topic: TOPICS.usageVolumes.name, key: `SE-2281|${date}`, value: JSON.stringify(value) };
  };
  for (const revision of [1, 2]) await producer.send(Array.from({ length: DAYS }, (_, day) => record(day, revision)));
}
const one = async (sql: string): Promise<unknown> => Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];
const isSettled = async (): Promise<boolean> =>
  (await one(`SELECT sum(quantity)::text FROM benefit.usage_volume`)) === String(200 * DAYS + (DAYS * (DAYS - 1)) / 2) &&
  (await one('SELECT count(*)::int FROM published.benefit_pending WHERE last_id IS NOT NULL')) === 0;
const figures = async (): Promise<object> => {
  const answer = (await (await fetch(`${service.url}/v1/figures?tenant=SE-2281&from=2024-01&to=2026-12`)).json()) as FiguresResponse;
  return { ...answer, asKnownOn: null };
};
const published = async (): Promise<unknown> =>
  (await client.query('SELECT * FROM published.figure ORDER BY tenant, figure_id')).rows.concat(
    (await client.query('SELECT * FROM published.initiative_month ORDER BY tenant, initiative, month')).rows,
  );

test('what is built anew from the log and the register is the same, figures and ids', async () => {
  const files = readdirSync(EXAMPLES).map((name) => ({ name, content: readFileSync(join(EXAMPLES, name), 'utf8') }));
  const applied = await fetch(`${service.url}/v1/manifests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files }),
  });
  expect(applied.status).toBe(200);
  await publish();
  await until(isSettled);
  const before = [await figures(), await published()];
  // 31 days of January at 200 and 0, 1, …, 30: 31 × 200 + 465.
  expect(await one(`SELECT quantity_actual FROM published.figure WHERE figure_id LIKE 'SE-2281:digital-post:%:2025-01'`)).toBe('6665');
  expect(await service.stop('SIGTERM')).toBe(0);

  await promisify(execFile)(process.execPath, [join(DIST, 'rebuild.js')], { env: { ...process.env, ...env } });
  expect([await one('SELECT count(*)::int FROM published.figure'), await one('SELECT count(*)::int FROM benefit.usage_volume')]).toEqual([0, 0]);

  service = await startServiceProcess({ main: join(DIST, 'main.js'), env });
  await until(isSettled);
  expect([await figures(), await published()]).toEqual(before);
});
