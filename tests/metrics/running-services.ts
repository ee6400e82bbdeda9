import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, until, type ServiceProcess } from '@hemtag/testing';
import { join } from 'node:path';

/** Every service, as it runs in production. */
export const RUNNING = ['gateway', 'ingestion', 'benefit', 'report'] as const;
export type RunningService = (typeof RUNNING)[number];

export interface RunningServices {
  /** Of the gateway. */
  readonly url: string;
  /** What a scrape of a service says now. */
  scrape(service: RunningService): Promise<string>;
  /** Lines on the standard output of a service so far. */
  lines(service: RunningService): readonly string[];
  stop(): Promise<void>;
}

const mainOf = (service: RunningService): string => join(__dirname, `../../services/${service}/dist/main.js`);

/** All services on a database of their own, ready to be used. `env` is given to each of them. */
export async function startServices(env: Readonly<Record<string, string>> = {}): Promise<RunningServices> {
  const database = await createTestDatabase();
  const shared = {
    HEMTAG_DATABASE_URL: database.url,
    HEMTAG_KAFKA_BROKERS: testKafkaBrokers().join(','),
    HEMTAG_TOPIC_PREFIX: `${uniqueName('metrics')}.`,
    ...env,
  };
  const begun: ServiceProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(begun.map((process) => process.stop('SIGKILL')));
    await database.drop();
  };
  const start = async (service: RunningService, own: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> => {
    const process = await startServiceProcess({ main: mainOf(service), env: { ...shared, ...own } });
    begun.push(process);
    return process;
  };
  const [ingestion, benefit] = await Promise.all([start('ingestion'), start('benefit')]);
  const report = await start('report', { HEMTAG_BENEFIT_URL: benefit.url });
  const gateway = await start('gateway', { HEMTAG_INGESTION_URL: ingestion.url, HEMTAG_BENEFIT_URL: benefit.url, HEMTAG_REPORT_URL: report.url });
  const processes: Readonly<Record<RunningService, ServiceProcess>> = { gateway, ingestion, benefit, report };
  await until(async () => (await fetch(`${gateway.url}/health/ready`)).status === 200);
  return {
    url: gateway.url,
    scrape: async (service) => (await fetch(processes[service].metricsUrl)).text(),
    lines: (service) => processes[service].lines,
    stop,
  };
}

export const SOURCE = '/se/2281/messaging/prod';
export const TENANT = 'SE-2281';

// One source that is silent for ever, one rate and one baseline that nobody has looked at for long.
const REGISTER = `apiVersion: hemtag/v1
kind: Tenant
metadata: {name: ${TENANT}}
spec: {title: Sundsvalls kommun, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}
---
apiVersion: hemtag/v1
kind: Source
metadata: {tenant: ${TENANT}, name: messaging-prod}
spec: {source: ${SOURCE}, timeZone: Europe/Stockholm, expectedEvery: P1D}
---
apiVersion: hemtag/v1
kind: Source
metadata: {tenant: ${TENANT}, name: letters-never-sent}
spec: {source: /se/2281/silent/prod, timeZone: Europe/Stockholm, expectedEvery: P1D}
---
apiVersion: hemtag/v1
kind: Rate
metadata: {name: hourly}
spec: {unit: SEK/h, versions: [{validFrom: 2024-01-01, value: "347.04", source: Inera, method: salary}]}
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: ${TENANT}, name: digital-post}
spec:
  title: {sv: Digital post}
  benefitOwner: role:servicecenter-manager
  goLive: 2025-01-01
  processChange: 2025-01-01
  currency: SEK
  benefits:
    - name: postage
      title: {sv: Porto}
      type: FINANCIAL
      evidence: BEDOMD
      meter: {subjects: ["message:letter"], units: [letter]}
      value: [{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}]
      baseline: [{validFrom: 2025-01-01, volumePerYear: "0", measuredFrom: 2024-01-01, measuredTo: 2024-12-31, approvedBy: role:finance-controller}]
`;

async function ask(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.status} of ${new URL(url).pathname}: ${body}`);
  return body === '' ? null : JSON.parse(body);
}

export async function applyRegister({ url }: Pick<RunningServices, 'url'>): Promise<void> {
  const body = JSON.stringify({ files: [{ name: 'register.yaml', content: REGISTER }] });
  await ask(`${url}/v1/manifests`, { method: 'POST', headers: { 'content-type': 'application/json', 'hemtag-actor': 'controller' }, body });
}

export const usageEvent = (id: string, change: object = {}): object => ({
  specversion: '1.0', id, source: SOURCE, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: new Date().toISOString(),
  datacontenttype: 'application/json', data: { quantity: 1, unit: 'letter' }, ...change,
}); // prettier-ignore

/** Gives what the gateway answered. */
export function sendEvents({ url }: Pick<RunningServices, 'url'>, events: readonly object[], headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const contentType = { 'content-type': 'application/cloudevents-batch+json' };
  return ask(`${url}/v1/events`, { method: 'POST', headers: { ...contentType, ...headers }, body: Buffer.from(JSON.stringify(events)) });
}

/** Until everything that was sent is in the published figures. */
export async function waitForFigures({ url }: Pick<RunningServices, 'url'>): Promise<void> {
  let [isDone, until_] = [false, ''];
  while (!isDone) {
    const { done, until: from } = (await ask(`${url}/v1/wait?until=${encodeURIComponent(until_)}`)) as { readonly done: boolean; readonly until: string };
    [isDone, until_] = [done, from];
  }
}

/** Makes everything happen that a metric tells of: accepted and refused events, a duplicate, a conflict, figures and both verifications. */
export async function useEverything(services: Pick<RunningServices, 'url'>): Promise<void> {
  await applyRegister(services);
  const kept = usageEvent('kept');
  await sendEvents(services, [kept, usageEvent('second'), usageEvent('broken', { subject: 'no subject' })]);
  await sendEvents(services, [kept, { ...kept, data: { quantity: 2, unit: 'letter' } }]);
  await waitForFigures(services);
  await ask(`${services.url}/v1/verify`);
  await ask(`${services.url}/v1/verify/figures`);
}
