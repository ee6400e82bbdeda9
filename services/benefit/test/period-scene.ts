import { TOPICS, type FiguresResponse } from '@hemtag/contracts';
import { EventProducer, type KafkaConnection } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, until } from '@hemtag/testing';
import { join } from 'node:path';
import pg from 'pg';

const MAIN = join(__dirname, '../dist/main.js');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const TENANT = 'SE-2281';
const SERIES = {
  key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter', outcome: 'success',
  channel: 'digital-mail', orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore
const FIFTEEN = '{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}';

export interface Answer<T> {
  readonly status: number;
  readonly body: T & { readonly code?: string };
}

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

const manifest = (values: string): string => `
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
      value: [${values}]
`;

export interface PeriodScene {
  readonly connection: KafkaConnection;
  readonly databaseUrl: string;
  readonly get: <T>(path: string) => Promise<Answer<T>>;
  /** Without an actor nobody is named. */
  readonly post: <T>(path: string, actor: string | null, body?: object) => Promise<Answer<T>>;
  /** Applies the benefit with these values, as entries of a YAML list. */
  readonly applyValues: (values: string) => Promise<Answer<{ readonly objects: object[] }>>;
  readonly publish: (day: string, quantity: string, revision: number) => Promise<void>;
  readonly figures: (query?: string) => Promise<FiguresResponse>;
  /** Counted quantity of a month, undefined while it has no row. */
  readonly counted: (month: string) => Promise<string | null | undefined>;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A benefit service as a process of its own, with one benefit of 15 kr a letter and no volumes. */
export async function openPeriodScene(): Promise<PeriodScene> {
  const database = await createTestDatabase();
  const brokers = testKafkaBrokers();
  const connection: KafkaConnection = { brokers, clientId: 'test', topicPrefix: `${uniqueName('periods')}.`, log: silent };
  const env = { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: connection.topicPrefix };
  let service = await startServiceProcess({ main: MAIN, env });
  await publishActivity(database.url);
  const producer = new EventProducer(connection);
  const ask = async <T>(path: string, init?: RequestInit): Promise<Answer<T>> => {
    const response = await fetch(`${service.url}${path}`, init);
    return { status: response.status, body: (await response.json()) as Answer<T>['body'] };
  };
  const scene: PeriodScene = {
    connection,
    databaseUrl: database.url,
    get: (path) => ask(path),
    post: (path, actor, body = {}) => {
      const headers = { 'content-type': 'application/json', ...(actor === null ? {} : { 'hemtag-actor': actor }) };
      return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    },
    applyValues: (values) => scene.post('/v1/manifests', 'anna', { files: [{ name: 'a.yaml', content: manifest(values) }] }),
    publish: (day, quantity, revision) => {
      const value = JSON.stringify({ tenant: TENANT, series: SERIES, day, quantity, events: 1, revision });
      return producer.send([{ topic: TOPICS.usageVolumes.name, key: `${TENANT}|${day}`, value }]);
    },
    figures: async (query = '') => (await ask<FiguresResponse>(`/v1/figures?tenant=${TENANT}&from=2025-01&to=2025-06${query}`)).body,
    counted: async (month) => (await scene.figures()).figures.find((row) => row.kind === 'ORIGINAL' && row.month === month)?.quantity.counted,
    kill: async () => {
      await service.stop('SIGKILL');
    },
    restart: async () => {
      service = await startServiceProcess({ main: MAIN, env });
    },
    close: async () => {
      await service.stop('SIGKILL');
      await producer.close();
      await database.drop();
    },
  };
  expect(await scene.applyValues(FIFTEEN)).toMatchObject({ status: 200 });
  return scene;
}

/** March 2025 has 6 650 letters, April 8 400. */
export async function publishTwoMonths(scene: PeriodScene): Promise<void> {
  await scene.publish('2025-03-14', '6650', 1);
  await scene.publish('2025-04-14', '8400', 1);
  await until(async () => (await scene.counted('2025-04')) === '8400' && (await scene.counted('2025-03')) === '6650');
}
