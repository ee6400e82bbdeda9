import { toKafkaRecord, TOPICS, type KeptFiguresResponse, type ReportStatusResponse } from '@hemtag/contracts';
import { EventProducer } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName } from '@hemtag/testing';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { FIFTEEN, manifest, silent, TENANT } from './report-scene.js';

const SOURCE = '/se/2281/messaging/prod';
const mainOf = (service: string): string => join(__dirname, `../../${service}/dist/main.js`);

/** Every so often so many events go out: many for one source, and well below what the pipeline takes on a machine that does other things as well. */
const PACE_MS = 40;
const AT_ONCE = 8;

export interface StepAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

export interface StreamingScene {
  /** Events of the month, one letter each, that the log has acknowledged. */
  readonly acknowledged: (month: string) => number;
  readonly step: (month: string, step: 'preliminary' | 'close' | 'reopen', actor: string) => Promise<StepAnswer>;
  /** Letters that the month's newest snapshot counted. */
  readonly keptLetters: (month: string) => Promise<number>;
  /** What an address of the benefit service, or of ingestion, answers. */
  readonly benefit: <T>(path: string) => Promise<T>;
  readonly ingestion: <T>(path: string) => Promise<T>;
  readonly jobs: () => Promise<ReportStatusResponse['jobs']>;
  readonly killIngestion: () => Promise<void>;
  readonly startIngestion: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

// The contract says what the body of an answer is.
const asked = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

/** Ingestion, benefit and report as processes, and letters of these months that go on arriving until the scene ends. */
export async function openStreamingScene(months: readonly string[]): Promise<StreamingScene> {
  const database = await createTestDatabase();
  const brokers = testKafkaBrokers();
  const topicPrefix = `${uniqueName('streaming')}.`;
  const env = { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: topicPrefix };
  const benefit = await startServiceProcess({ main: mainOf('benefit'), env });
  const post = (path: string, actor: string, body: object): Promise<Response> =>
    fetch(`${benefit.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'hemtag-actor': actor }, body: JSON.stringify(body) });
  expect((await post('/v1/manifests', 'anna', { files: [{ name: 'a.yaml', content: manifest(FIFTEEN) }] })).status).toBe(200);
  let ingestion = await startServiceProcess({ main: mainOf('ingestion'), env });
  const report = await startServiceProcess({ main: mainOf('report'), env: { ...env, HEMTAG_BENEFIT_URL: benefit.url } });

  const producer = new EventProducer({ brokers, clientId: 'test', topicPrefix, log: silent });
  const sent = new Map<string, number>();
  const ending = new AbortController();
  const letters = (from: number, month: string) =>
    Array.from({ length: AT_ONCE }, (_, at) => {
      const time = `${month}-${String(((from + at) % 28) + 1).padStart(2, '0')}T11:00:00Z`;
      const data = { kind: 'json', value: { quantity: 1, unit: 'letter' } } as const;
      const event = { id: `e-${from + at}`, source: SOURCE, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time, extensions: {}, data };
      return { topic: TOPICS.usageEvents.name, ...toKafkaRecord({ ...event, datacontenttype: 'application/json', dataschema: null }) };
    });
  const stream = async (): Promise<void> => {
    let count = 0;
    for (; !ending.signal.aborted; await later(PACE_MS)) {
      const month = months[(count / AT_ONCE) % months.length] ?? '';
      await producer.send(letters(count, month));
      sent.set(month, (sent.get(month) ?? 0) + AT_ONCE);
      count += AT_ONCE;
    }
  };
  const streaming = stream();
  return {
    acknowledged: (month) => sent.get(month) ?? 0,
    step: async (month, step, actor) => {
      const answer = await post(`/v1/periods/${month}/${step}?tenant=${TENANT}`, actor, step === 'reopen' ? { reason: 'a file came late' } : {});
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() };
    },
    benefit: (path) => asked(benefit.url + path),
    ingestion: (path) => asked(ingestion.url + path),
    keptLetters: async (month) => {
      const kept = await asked<KeptFiguresResponse>(`${benefit.url}/v1/periods/${month}/figures?tenant=${TENANT}`);
      return Number(kept.figures.find(({ kind }) => kind === 'ORIGINAL')?.quantity.counted);
    },
    jobs: async () => (await asked<ReportStatusResponse>(`${report.url}/v1/reports/status?tenant=${TENANT}`)).jobs,
    killIngestion: async () => {
      await ingestion.stop('SIGKILL');
    },
    startIngestion: async () => {
      ingestion = await startServiceProcess({ main: mainOf('ingestion'), env });
    },
    dispose: async () => {
      ending.abort();
      await streaming;
      await Promise.all([report.stop('SIGKILL'), ingestion.stop('SIGKILL'), benefit.stop('SIGKILL')]);
      await producer.close();
      await database.drop();
    },
  };
}
