import { TOPICS, type UsageVolume } from '@hemtag/contracts';
import { EventProducer } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, until } from '@hemtag/testing';
import { join } from 'node:path';
import { publishActivity } from './published-activity.js';

const MAIN = join(__dirname, '../dist/main.js');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}
export interface BenefitProcess {
  readonly get: <T>(path: string) => Promise<Answer<T>>;
  readonly apply: (...manifests: readonly object[]) => Promise<Answer<{ objects?: { result: string }[]; errors?: { path: string; detail: string }[] }>>;
  readonly publish: (volume: Pick<UsageVolume, 'tenant' | 'day' | 'quantity'> & { readonly series: Partial<UsageVolume['series']> }) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The benefit service as a process of its own on an empty database, ready to be asked. */
export async function startBenefitProcess(): Promise<BenefitProcess> {
  const database = await createTestDatabase();
  const topicPrefix = `${uniqueName('benefit')}.`;
  const brokers = testKafkaBrokers();
  const env = { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: brokers.join(','), HEMTAG_TOPIC_PREFIX: topicPrefix };
  const service = await startServiceProcess({ main: MAIN, env });
  const producer = new EventProducer({ brokers, clientId: 'test', topicPrefix, log: silent });
  await publishActivity(database.url);
  const ask = async <T>(path: string, init?: RequestInit): Promise<Answer<T>> => {
    const response = await fetch(`${service.url}${path}`, init);
    return { status: response.status, body: (await response.json()) as T };
  };
  await until(async () => (await ask('/health/ready')).status === 200);
  return {
    get: (path) => ask(path),
    apply: (...manifests) => {
      const content = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
      const headers = { 'content-type': 'application/json', 'hemtag-actor': 'controller' };
      return ask('/v1/manifests', { method: 'POST', headers, body: JSON.stringify({ files: [{ name: 'test.yaml', content }] }) });
    },
    publish: ({ series, ...volume }) => {
      const whole = { outcome: 'success', channel: null, orgUnit: null, dimensions: {}, measure: null, ...series };
      const value = JSON.stringify({ ...volume, series: whole, events: 1, revision: 1 });
      return producer.send([{ topic: TOPICS.usageVolumes.name, key: `${volume.tenant}|${volume.day}`, value }]);
    },
    stop: async () => {
      await service.stop('SIGKILL');
      await producer.close();
      await database.drop();
    },
  };
}
