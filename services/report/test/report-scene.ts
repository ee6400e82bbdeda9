import {
  TOPICS,
  type FiguresResponse,
  type Problem,
  type ReportFormat,
  type ReportRow,
  type ReportsResponse,
  type ReportStatusResponse,
} from '@hemtag/contracts';
import { EventProducer } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, until, type ServiceProcess } from '@hemtag/testing';
import { join } from 'node:path';
import pg from 'pg';

const REPORT = join(__dirname, '../dist/main.js');
const BENEFIT = join(__dirname, '../../benefit/dist/main.js');
export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const TENANT = 'SE-2281';
const SERIES = {
  key: '11111111-1111-1111-1111-111111111111', source: '/se/2281/messaging/prod', subject: 'message:letter', unit: 'letter', outcome: 'success',
  channel: 'digital-mail', orgUnit: null, dimensions: {}, measure: null,
}; // prettier-ignore

/** 15 kr a letter; 100 000 letters a year estimated, 5 000 of them in January, 6 000 in February and 7 000 in March. */
export const manifest = (values: string): string => `
apiVersion: hemtag/v1
kind: Tenant
metadata: {name: ${TENANT}}
spec: {title: Sundsvalls kommun, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}
---
apiVersion: hemtag/v1
kind: Source
metadata: {tenant: ${TENANT}, name: messaging-prod}
spec: {source: ${SERIES.source}, title: Meddelandetjänst, timeZone: Europe/Stockholm}
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: ${TENANT}, name: digital-post}
spec:
  title: {sv: Digital post, en: Digital mail}
  department: Servicecenter
  goals: [Enklare kontakt med kommunen, 3.2 Klimat]
  benefitOwner: role:servicecenter-manager
  controller: role:finance-controller
  goLive: 2025-01-01
  processChange: 2025-01-01
  currency: SEK
  costs:
    - {name: operation, kind: RUNNING, perYear: "250000", validFrom: 2025-01-01}
  benefits:
    - name: postage
      title: {sv: Porto, en: Postage}
      type: FINANCIAL
      evidence: BEDOMD
      meter: {subjects: ["message:letter"], units: [letter]}
      baseline: [{validFrom: 2025-01-01, volumePerYear: "140000", measuredTo: 2024-12-31}]
      value: [${values}]
      estimate:
        - {version: 1, validFrom: 2025-01-01, annualVolume: "100000", seasonality: ["0.60","0.72","0.84","0.96","0.96","0.72","0.60","1.20","1.44","1.32","1.32","1.32"]}
`;
export const FIFTEEN = '{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}';

export interface Answer<T> {
  readonly status: number;
  readonly body: T & Partial<Problem>;
}
export interface ReportFile {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** A benefit service and a report service as processes of their own, on a database and topics of their own. */
export interface ReportScene {
  readonly databaseUrl: string;
  readonly report: ServiceProcess;
  /** With which another process of the report service joins in. */
  readonly reportEnvironment: Readonly<Record<string, string>>;
  readonly benefit: <T>(path: string, actor?: string, body?: object) => Promise<Answer<T>>;
  readonly applyValues: (values: string) => Promise<void>;
  /** The volume of one local day, and waits until it counts. */
  readonly publish: (day: string, quantity: string, revision?: number) => Promise<void>;
  readonly figures: (query: string) => Promise<FiguresResponse>;
  readonly step: (month: string, step: 'preliminary' | 'close' | 'reopen', reason?: string) => Promise<void>;
  /** Preliminary, then closed. */
  readonly close: (month: string) => Promise<void>;
  readonly list: (query?: string) => Promise<readonly ReportRow[]>;
  readonly status: () => Promise<ReportStatusResponse['jobs']>;
  readonly ask: (period: string, tenant?: string, departments?: readonly string[]) => Promise<Answer<ReportRow>>;
  readonly get: <T>(path: string) => Promise<Answer<T>>;
  /** An answer that is no JSON. */
  readonly text: (path: string) => Promise<string>;
  readonly file: (id: string, format: ReportFormat, query?: string, headers?: Record<string, string>) => Promise<ReportFile>;
  /** Resolves as soon as the report is made with all its files. */
  readonly made: (id: string) => Promise<ReportRow>;
  readonly killReport: () => Promise<void>;
  readonly startReport: (env?: Record<string, string>) => Promise<void>;
  readonly stopBenefit: () => Promise<void>;
  readonly startBenefit: () => Promise<void>;
  readonly dispose: () => Promise<void>;
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

async function askJson<T>(url: string, init?: RequestInit): Promise<Answer<T>> {
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as Answer<T>['body'] };
}
const posted = (body: object, actor?: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(actor === undefined ? {} : { 'hemtag-actor': actor }) },
  body: JSON.stringify(body),
});

export async function openReportScene(): Promise<ReportScene> {
  const database = await createTestDatabase();
  const brokers = testKafkaBrokers();
  const topicPrefix = `${uniqueName('report')}.`;
  const env = { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: topicPrefix };
  let benefit = await startServiceProcess({ main: BENEFIT, env });
  await publishActivity(database.url);
  const benefitPort = new URL(benefit.url).port;
  const reportEnv = { ...env, HEMTAG_BENEFIT_URL: benefit.url };
  let report = await startServiceProcess({ main: REPORT, env: reportEnv });
  const producer = new EventProducer({ brokers, clientId: 'test', topicPrefix, log: silent });
  const ask = <T>(path: string, actor?: string, body?: object): Promise<Answer<T>> =>
    askJson<T>(`${benefit.url}${path}`, body === undefined ? undefined : posted(body, actor));
  const scene: ReportScene = {
    databaseUrl: database.url,
    reportEnvironment: reportEnv,
    get report() {
      return report;
    },
    benefit: ask,
    applyValues: async (values) => {
      expect(await ask('/v1/manifests', 'anna', { files: [{ name: 'a.yaml', content: manifest(values) }] })).toMatchObject({ status: 200 });
    },
    publish: async (day, quantity, revision = 1) => {
      const value = JSON.stringify({ tenant: TENANT, series: SERIES, day, quantity, events: 1, revision });
      await producer.send([{ topic: TOPICS.usageVolumes.name, key: `${TENANT}|${day}`, value }]);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await until(async () => {
        const { rows } = await client.query<{ revision: string }>('SELECT revision FROM benefit.usage_volume WHERE day = $1', [day]);
        return Number(rows[0]?.revision ?? 0) >= revision;
      });
      await client.end();
    },
    figures: async (query) => (await ask<FiguresResponse>(`/v1/figures?tenant=${TENANT}&${query}`)).body,
    step: async (month, step, reason) => {
      const actor = step === 'close' ? 'bo' : step === 'preliminary' ? 'anna' : 'cecilia';
      expect(await ask(`/v1/periods/${month}/${step}?tenant=${TENANT}`, actor, reason === undefined ? {} : { reason })).toMatchObject({ status: 200 });
    },
    close: async (month) => {
      await scene.step(month, 'preliminary');
      await scene.step(month, 'close');
    },
    list: async (query = '') => (await askJson<ReportsResponse>(`${report.url}/v1/reports?tenant=${TENANT}${query}`)).body.reports,
    status: async () => (await askJson<ReportStatusResponse>(`${report.url}/v1/reports/status?tenant=${TENANT}`)).body.jobs,
    ask: (period, tenant = TENANT, departments) => askJson<ReportRow>(`${report.url}/v1/reports`, posted({ tenant, period, departments })),
    get: (path) => askJson(`${report.url}${path}`),
    text: async (path) => (await fetch(`${report.url}${path}`)).text(),
    file: async (id, format, query = '', headers = {}) => {
      const response = await fetch(`${report.url}/v1/reports/${id}.${format}${query}`, { headers });
      return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
    },
    made: async (id) => {
      await until(async () => (await scene.status()).some((job) => job.id === id && job.progress === 'done'));
      return (await scene.list()).find((row) => row.id === id)!;
    },
    killReport: async () => {
      await report.stop('SIGKILL');
    },
    startReport: async (more = {}) => {
      report = await startServiceProcess({ main: REPORT, env: { ...reportEnv, ...more } });
    },
    stopBenefit: async () => {
      await benefit.stop('SIGKILL');
    },
    startBenefit: async () => {
      benefit = await startServiceProcess({ main: BENEFIT, env: { ...env, HEMTAG_PORT: benefitPort } });
    },
    dispose: async () => {
      await Promise.all([report.stop('SIGKILL'), benefit.stop('SIGKILL')]);
      await producer.close();
      await database.drop();
    },
  };
  await scene.applyValues(FIFTEEN);
  return scene;
}
