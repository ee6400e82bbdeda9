import { TOPICS, type IntakeResult, type Problem } from '@hemtag/contracts';
import { topicEndOffsets } from '@hemtag/platform-kafka';
import type { DatabaseClient } from '@hemtag/platform-postgres';
import { createTestDatabase, testKafkaBrokers, uniqueName, until, type ServiceProcess } from '@hemtag/testing';
import { startGateway, startUpstream, type Upstream } from './gateway-process.js';
import { readLog, type LogReader } from './log-reader.js';
import { createPublishedViews, registerSource } from './published-views.js';

export const SOURCE = '/se/2281/messaging/prod';
/** It may send counts for a period. */
export const COUNTER = '/se/2281/camera/vendor-a';
/** Of another tenant. */
export const FOREIGN = '/dk/0751/os2forms/prod';
export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';

export const usage = (id: string, change: object = {}): Record<string, unknown> => ({
  specversion: '1.0', id, source: SOURCE, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2026-03-02T09:00:12+01:00',
  datacontenttype: 'application/json', data: { quantity: 1, unit: 'letter' }, ...change,
}); // prettier-ignore
export const numbered = (count: number, prefix: string): Record<string, unknown>[] => Array.from({ length: count }, (_, at) => usage(`${prefix}-${at}`));

export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
}
/** Status, code and pointer of a refusal in one line. */
export async function refusal(response: Promise<Response>): Promise<string> {
  const { status, code, pointer } = await problemOf(await response);
  return `${status} ${code} ${pointer ?? ''}`.trim();
}

/** A gateway as a process of its own before a real broker, a real database and three services that only answer. */
export interface GatewayScene {
  readonly gateway: ServiceProcess;
  /** What it was started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly views: DatabaseClient;
  readonly upstreams: Readonly<Record<'ingestion' | 'benefit' | 'report', Upstream>>;
  readonly log: LogReader;
  readonly refused: LogReader;
  /** By partition. */
  readonly ends: (topic?: string) => ReturnType<typeof topicEndOffsets>;
  readonly post: (body: unknown, contentType?: string | null, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Fails unless it is answered with 202. */
  readonly accepted: (response: Promise<Response>) => Promise<IntakeResult>;
  /** Records that the log should hold: nothing else may be in it at the end. */
  expected: number;
  readonly dispose: () => Promise<void>;
}

export async function openGatewayScene(): Promise<GatewayScene> {
  const [brokers, topicPrefix] = [testKafkaBrokers(), `${uniqueName('gateway')}.`];
  const database = await createTestDatabase();
  const views = await createPublishedViews(database.url);
  await registerSource(views, { source: SOURCE, dimensions: ['priority'] });
  await registerSource(views, { source: COUNTER, acceptsAggregates: true });
  await registerSource(views, { source: FOREIGN, tenant: 'DK-0751' });
  const [ingestion, benefit, report] = await Promise.all([startUpstream(), startUpstream(), startUpstream()]);
  const env = {
    HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_DATABASE_URL: database.url, HEMTAG_TOPIC_PREFIX: topicPrefix,
    HEMTAG_INGESTION_URL: ingestion.url, HEMTAG_BENEFIT_URL: benefit.url, HEMTAG_REPORT_URL: report.url,
  }; // prettier-ignore
  const gateway = await startGateway(env);
  await until(async () => (await fetch(`${gateway.url}/health/ready`)).ok);
  const [log, refused] = [readLog({ brokers, topicPrefix }), readLog({ brokers, topicPrefix, topic: TOPICS.usageEventsRejected.name })];
  const scene: GatewayScene = {
    gateway, env, views, log, refused,
    upstreams: { ingestion, benefit, report },
    ends: (topic = TOPICS.usageEvents.name) => topicEndOffsets({ brokers, topic, prefix: topicPrefix }),
    post: (body, contentType = STRUCTURED, headers = {}) =>
      fetch(`${gateway.url}/v1/events`, {
        method: 'POST',
        // A body of bytes, because fetch gives text a content type of its own.
        body: Buffer.isBuffer(body) ? new Uint8Array(body) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
        headers: { ...(contentType === null ? {} : { 'content-type': contentType }), ...headers },
      }),
    accepted: async (response) => {
      const answer = await response;
      const result = (await answer.json()) as IntakeResult;
      expect({ status: answer.status, result }).toMatchObject({ status: 202 });
      scene.expected += result.accepted;
      return result;
    },
    expected: 0,
    dispose: async () => {
      await gateway.stop();
      await Promise.all([log.close(), refused.close(), ingestion.close(), benefit.close(), report.close()]);
      await views.end();
      await database.drop();
    },
  }; // prettier-ignore
  return scene;
}
