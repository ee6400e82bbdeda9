import { join } from 'node:path';

import { toKafkaRecord, TOPICS, UsageVolume } from '@hemtag/contracts';
import { EventProducer, KafkajsLogConsumer, type KafkaConnection, type RecordBatch } from '@hemtag/platform-kafka';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, type ServiceProcess, until } from '@hemtag/testing';

import { ingestionDatabase, publishRegister, type IngestionDatabase } from './adapters/postgres/ingestion-database.builder.js';
import { usageCloudEvent, type UsageFields } from './usage-record.builder.js';

const MAIN = join(__dirname, '../dist/main.js');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: IngestionDatabase;
let connection: KafkaConnection;
let producer: EventProducer;
let service: ServiceProcess;

async function start(): Promise<void> {
  service = await startServiceProcess({
    main: MAIN,
    env: {
      HEMTAG_KAFKA_BROKERS: connection.brokers.join(','),
      HEMTAG_DATABASE_URL: database.url,
      HEMTAG_TOPIC_PREFIX: connection.topicPrefix,
    },
  });
}

const get = (path: string): Promise<Response> => fetch(`${service.url}${path}`);
const query = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql);
const stored = async (): Promise<number> => (await query<{ n: number }>('SELECT coalesce(sum(next_offset), 0)::int AS n FROM consumed_partition'))[0]?.n ?? 0;
const send = (events: readonly UsageFields[]): Promise<void> =>
  producer.send(events.map((fields) => ({ topic: TOPICS.usageEvents.name, ...toKafkaRecord(usageCloudEvent(fields)) })));

beforeAll(async () => {
  database = await ingestionDatabase(await createTestDatabase());
  connection = { brokers: testKafkaBrokers(), clientId: 'test', topicPrefix: `${uniqueName('ingestion')}.`, log: silent };
  producer = new EventProducer(connection);
  await start();
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await producer.close();
  await database.drop();
});

test('is alive and not ready while the register is missing, and reads nothing until it is there', async () => {
  expect((await get('/health/live')).status).toBe(200);
  const answer = await get('/health/ready');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'NOT_READY', errors: [{ check: 'register' }, { check: 'consumer' }] });
  await send([{ id: 'early' }]);
  expect(await stored()).toBe(0);
  await publishRegister(database.login);
  await until(async () => (await get('/health/ready')).status === 200);
  await until(async () => (await stored()) === 1);
});

test('shows what it did as metrics', async () => {
  const shown = [
    'hemtag_ingestion_events_total{outcome="accepted",service="ingestion"} 1',
    'hemtag_ingestion_events_total{outcome="rejected",service="ingestion"} 0',
    'hemtag_ingestion_flush_size_events_count{service="ingestion"} 1',
    'hemtag_ingestion_fenced_flushes_total{service="ingestion"} 0',
    'hemtag_outbox_published_total{service="ingestion"} 1',
    'hemtag_outbox_pending_messages{service="ingestion"} 0',
  ];
  await until(async () => {
    const lines = new Set((await (await fetch(service.metricsUrl)).text()).split('\n'));
    return (
      shown.every((line) => lines.has(line)) && [...lines].some((line) => /^hemtag_ingestion_lag_events\{partition="\d",service="ingestion"\} 0$/.test(line))
    );
  });
});

test('killed in the middle of a load and started again it has every event once', async () => {
  const events = Array.from({ length: 6_000 }, (_, n) => ({ id: `e-${n % 5_000}`, data: { quantity: '0.1', dimensions: { priority: String(n % 5) } } }));
  const isCounted = async (): Promise<boolean> => (await stored()) === 1 + events.length;
  const sending = (async () => {
    for (let at = 0; at < events.length; at += 500) await send(events.slice(at, at + 500));
  })();
  for (const least of [500, 2_000]) {
    await until(async () => (await stored()) >= least);
    await service.stop('SIGKILL');
    await start();
  }
  await sending;
  await until(isCounted);
  expect(
    await query(`SELECT trim_scale(sum(quantity))::text AS quantity, sum(events)::int AS events FROM usage_volume v
    JOIN usage_series s USING (tenant, series_id) WHERE s.dimensions <> '{}'`),
  ).toEqual([{ quantity: '500', events: 5_000 }]);
  expect(await query('SELECT accepted::int, duplicate::int, conflict::int, rejected::int FROM source_counter')).toEqual([
    { accepted: 5_001, duplicate: 1_000, conflict: 0, rejected: 0 },
  ]);
});

test('the topic of volumes ends with what the tables hold, all days of a series in one partition', async () => {
  await until(async () => (await query('SELECT id FROM outbox LIMIT 1')).length === 0);
  const newest = new Map<string, UsageVolume>();
  const partitions = new Map<string, Set<number>>();
  const take = (batch: RecordBatch): void => {
    for (const { key, value } of batch.messages) {
      const volume = UsageVolume.parse(JSON.parse(String(value)));
      expect(String(key)).toBe(`${volume.tenant}|${volume.series.key}|${volume.day}`);
      partitions.set(volume.series.key, (partitions.get(volume.series.key) ?? new Set()).add(batch.partition));
      if ((newest.get(String(key))?.revision ?? 0) < volume.revision) newest.set(String(key), volume);
    }
  };
  const expected = await query<{ key: string; quantity: string; revision: number }>(
    `SELECT tenant || '|' || series_key || '|' || day AS key, trim_scale(quantity)::text AS quantity, revision::int FROM usage_volume JOIN usage_series USING (tenant, series_id) ORDER BY 1`,
  );
  const consumer = new KafkajsLogConsumer([TOPICS.usageVolumes.name], {
    connection,
    groupId: 'reader',
    claims: { claim: () => Promise.resolve({ epoch: 1n, nextOffset: 0n }) },
    maxBatchRecords: 1_000,
    onBatch: (batch) => Promise.resolve(take(batch)),
    onFenced: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  await consumer.start();
  const held = (): unknown => [...newest].map(([key, { quantity, revision }]) => ({ key, quantity, revision })).sort((a, b) => (a.key < b.key ? -1 : 1));
  await until(() => Promise.resolve(JSON.stringify(held()) === JSON.stringify(expected)));
  await consumer.stop();
  expect([...partitions.values()].every(({ size }) => size === 1)).toBe(true);
});

test('ends in order on SIGTERM, also in the middle of a load', async () => {
  await send(Array.from({ length: 2_000 }, (_, n) => ({ id: `last-${n}` })));
  expect(await service.stop('SIGTERM')).toBe(0);
  const before = await stored();
  expect(await query(`SELECT count(*)::int AS n FROM usage_event`)).toEqual([{ n: before - 1_000 }]);
  await start();
  await until(async () => (await stored()) === 8_001);
  expect(await query(`SELECT count(*)::int AS n FROM usage_event`)).toEqual([{ n: 7_001 }]);
  expect(await service.stop('SIGTERM')).toBe(0);
});
