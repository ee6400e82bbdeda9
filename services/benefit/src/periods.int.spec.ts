import { PeriodChange, TOPICS, type FiguresResponse, type KeptFiguresResponse, type PeriodsResponse, type PeriodStepResponse } from '@hemtag/contracts';
import { EventProducer, KafkajsLogConsumer, type KafkaConnection } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, type ServiceProcess, type TestDatabase, until } from '@hemtag/testing';
import { join } from 'node:path';
import pg from 'pg';

const MAIN = join(__dirname, '../dist/main.js');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const TENANT = 'SE-2281';
const SERIES = {
  key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter', outcome: 'success',
  channel: 'digital-mail', orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore

let database: TestDatabase;
let env: Record<string, string>;
let service: ServiceProcess;
let producer: EventProducer;
let connection: KafkaConnection;

/** What ingestion publishes; the database's owner stands in for it. */
async function publishActivity(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    CREATE VIEW published.source_activity AS SELECT ''::text AS tenant, ''::text AS source, now()::date AS day, 0 AS first_ms, 0 AS last_ms, 0 AS events WHERE false;
    CREATE VIEW published.source_incomplete_day AS SELECT ''::text AS tenant, ''::text AS source, now()::date AS day WHERE false;
    GRANT SELECT ON published.source_activity, published.source_incomplete_day TO hemtag_reader`);
  await client.end();
}

async function ask<T>(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: T }> {
  const response = await fetch(`${service.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as T };
}
const post = <T>(path: string, actor: string | null, body: object = {}) =>
  ask<T & { code?: string }>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(actor === null ? {} : { 'hemtag-actor': actor }) },
    body: JSON.stringify(body),
  });
const step = (month: string, to: string, actor: string | null, body: object = {}) =>
  post<Partial<PeriodStepResponse>>(`/v1/periods/${month}/${to}?tenant=${TENANT}`, actor, body);

const manifest = (value: string, extra = ''): string => `
apiVersion: hemtag/v1
kind: Tenant
metadata: {name: ${TENANT}}
spec: {title: Sundsvall, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}
---
apiVersion: hemtag/v1
kind: Source
metadata: {tenant: ${TENANT}, name: messaging-prod}
spec: {source: ${SERIES.source}, timeZone: Europe/Stockholm}
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: ${TENANT}, name: digital-post}
spec:
  title: Digital post
  benefitOwner: role:servicecenter-manager
  goLive: 2025-01-01
  processChange: 2025-01-01
  currency: SEK
  benefits:
    - name: postage
      title: Porto
      type: FINANCIAL
      evidence: BEDOMD
      meter: {subjects: ["message:letter"], units: [letter]}
      baseline: [{validFrom: 2025-01-01, volumePerYear: "140000", measuredTo: 2024-12-31}]
      value: [${value}]${extra}
`;
const apply = (content: string) => post<{ objects: object[] }>('/v1/manifests', 'anna', { files: [{ name: 'a.yaml', content }] });

const volume = (day: string, quantity: string, revision: number): Promise<void> =>
  producer.send([
    { topic: TOPICS.usageVolumes.name, key: `${TENANT}|${day}`, value: JSON.stringify({ tenant: TENANT, series: SERIES, day, quantity, events: 1, revision }) },
  ]);
const figures = async (query = ''): Promise<FiguresResponse> =>
  (await ask<FiguresResponse>(`/v1/figures?tenant=${TENANT}&from=2025-01&to=2025-06${query}`)).body;
const amounts = ({ figures: rows }: FiguresResponse) =>
  rows.map(({ kind, month, originalMonth = null, state, amount }) => [kind, month, originalMonth, state, amount.gross, amount.asReported]);
const counted = async (month: string): Promise<string | null | undefined> =>
  (await figures()).figures.find((row) => row.kind === 'ORIGINAL' && row.month === month)?.quantity.counted;

beforeAll(async () => {
  database = await createTestDatabase();
  const brokers = testKafkaBrokers();
  connection = { brokers, clientId: 'test', topicPrefix: `${uniqueName('periods')}.`, log: silent };
  env = { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: connection.topicPrefix };
  service = await startServiceProcess({ main: MAIN, env });
  await publishActivity(database.url);
  producer = new EventProducer(connection);
  expect(await apply(manifest('{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}'))).toMatchObject({ status: 200 });
  await volume('2025-03-14', '6650', 1);
  await volume('2025-04-14', '8400', 1);
  await until(async () => (await counted('2025-04')) === '8400' && (await counted('2025-03')) === '6650');
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await producer.close();
  await database.drop();
});

test('a month takes two persons, one step after the other', async () => {
  expect(await step('2025-03', 'close', 'bo')).toMatchObject({ status: 409, body: { code: 'PERIOD_STATE' } });
  expect(await step('2025-03', 'preliminary', null)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(await step('2999-03', 'preliminary', 'anna')).toMatchObject({ status: 409, body: { code: 'PERIOD_NOT_ENDED' } });
  expect(await step('2025-03', 'preliminary', 'anna')).toMatchObject({ status: 200, body: { state: 'PRELIMINARY', version: 1, keptFigures: 1 } });
  expect(await step('2025-03', 'close', 'anna')).toMatchObject({ status: 403, body: { code: 'FOUR_EYES' } });
  expect(await step('2025-03', 'close', 'bo')).toMatchObject({ status: 200, body: { state: 'CLOSED', version: 1, keptFigures: 1 } });
});

test('a late volume changes no reported figure: it stands in the first open month, and that month freezes it', async () => {
  await volume('2025-03-14', '6700', 2);
  await until(async () => (await counted('2025-03')) === '6700');
  expect(amounts(await figures())).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '100500.00', '99750.00'],
    ['ORIGINAL', '2025-04', null, 'OPEN', '126000.00', null],
    ['ADJUSTMENT', '2025-04', '2025-03', 'OPEN', null, '750.00'],
  ]);
  await step('2025-04', 'preliminary', 'anna');
  expect(await step('2025-04', 'close', 'bo')).toMatchObject({ status: 200, body: { keptFigures: 2 } });
  expect(amounts(await figures())).toEqual([
    ['ORIGINAL', '2025-03', null, 'CLOSED', '100500.00', '99750.00'],
    ['ORIGINAL', '2025-04', null, 'CLOSED', '126000.00', '126000.00'],
    ['ADJUSTMENT', '2025-04', '2025-03', 'CLOSED', null, '750.00'],
  ]);
});
