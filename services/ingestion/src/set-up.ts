import { TOPICS } from '@hemtag/contracts';
import { dayFinders, SeriesBook } from '@hemtag/metering';
import { configureHttp, measureApi, type HealthCheck } from '@hemtag/platform-http';
import { partitionClaims } from '@hemtag/platform-inbox';
import {
  checkBroker,
  EventProducer,
  FencedProducer,
  KafkaBatchServer,
  TopicAdmin,
  warnOfUnreadableRecords,
  type KafkaConnection,
} from '@hemtag/platform-kafka';
import type { ServiceContext, ServiceParts } from '@hemtag/platform-lifecycle';
import { outboxMetrics, OutboxRelay, type OutboxRelayOptions } from '@hemtag/platform-outbox';
import type { Tracing } from '@hemtag/platform-observability';
import { openDataSource } from '@hemtag/platform-postgres';

import { ingestionMetrics, reportSurroundings } from './ingestion-metrics.js';
import { RETRY_HELD_MS } from './adapters/kafka/usage-events.controller.js';
import { ENTITIES } from './adapters/postgres/entities.js';
import { volumePlace } from './adapters/postgres/flush.mapping.js';
import { PostgresGatewayRejects } from './adapters/postgres/gateway-reject.store.js';
import { prepareDatabase } from './adapters/postgres/migrations.js';
import { patience } from './adapters/postgres/patience.js';
import { PostgresSourceFacts } from './adapters/postgres/source-facts.store.js';
import { PublishedRegister } from './adapters/postgres/register.store.js';
import { SERVICE } from './adapters/postgres/service-name.js';
import { usageStore } from './adapters/postgres/usage.store.js';
import { Flusher, type FlusherOptions } from './application/flusher.js';
import { HeldPartitions } from './application/held-partitions.js';
import { dayOfTenants } from './application/ingest.js';
import { sha256First128 } from './sha256.js';
import type { IngestionConfig } from './config.js';
import { IngestionModule } from './ingestion.module.js';
import { operatorPorts } from './operators.js';

const REGISTER_WAIT_MS = 500;
// Larger batches are not faster and take more memory.
const MAX_BATCH_RECORDS = 2_500;
const FLUSH = { minEvents: 4_000, maxEvents: 5_000, lingerMs: 200, maxWaiting: 5_000, maxBytes: 4 * 1024 * 1024 };
// What one fetch brings; more of it only takes memory.
const MAX_FETCH_BYTES = 1024 * 1024;

/** Refuses a broker that does not fit, makes the topics that are missing, and warns of what may come that cannot be read. */
async function prepareTopics(connection: KafkaConnection, config: IngestionConfig): Promise<TopicAdmin> {
  await checkBroker(connection.brokers);
  const admin = new TopicAdmin(connection);
  await admin.ensure(Object.values(TOPICS));
  if (config.HEMTAG_KAFKA_CLIENT === 'kafkajs') await warnOfUnreadableRecords(admin, { topics: [TOPICS.usageEvents.name], log: connection.log });
  return admin;
}

/** All days of a series in one partition. */
const partitionBy: OutboxRelayOptions['partitionBy'] = ({ topic, key }) => (topic === TOPICS.usageVolumes.name ? volumePlace(String(key)) : undefined);

const flushTracing = ({ begin }: Tracing): Pick<FlusherOptions, 'beginSpan'> =>
  begin === null ? {} : { beginSpan: (causes) => begin('ingestion flush', { kind: 'consumer', causes }) };

interface CheckedParts {
  readonly dataSource: Awaited<ReturnType<typeof openDataSource>>;
  readonly admin: TopicAdmin;
  readonly register: PublishedRegister;
  readonly consumer: KafkaBatchServer;
}

const checksOf = ({ dataSource, admin, register, consumer }: CheckedParts): readonly HealthCheck[] => [
  { name: 'database', isReady: async () => (await dataSource.query('SELECT 1')) !== undefined },
  { name: 'kafka', isReady: () => admin.isReady(Object.values(TOPICS).map(({ name }) => name)) },
  { name: 'register', isReady: () => Promise.resolve(register.isLoaded) },
  { name: 'consumer', isReady: () => Promise.resolve(consumer.isConsuming) },
];

/** Opens the connections of the service and puts its parts together. */
export async function setUpIngestion(config: IngestionConfig, { logger, metrics, tracing, fail }: ServiceContext): Promise<ServiceParts> {
  const url = config.HEMTAG_DATABASE_URL;
  const connection: KafkaConnection = {
    brokers: config.HEMTAG_KAFKA_BROKERS,
    clientId: 'hemtag-ingestion',
    topicPrefix: config.HEMTAG_TOPIC_PREFIX,
    log: logger,
  };
  await prepareDatabase({ url, migrationsDirectory: new URL('../migrations/', import.meta.url) });
  const admin = await prepareTopics(connection, config);

  const dataSource = await openDataSource({ url, service: SERVICE, entities: ENTITIES });
  const closing = new AbortController();
  const patiently = patience({ log: logger, signal: closing.signal });
  const register = new PublishedRegister({ url, dataSource, log: logger, waitMs: REGISTER_WAIT_MS, patiently });
  const reported = ingestionMetrics(metrics);
  const dayOf = dayOfTenants(register, dayFinders());
  const metering = { dayOf, digest: sha256First128, book: new SeriesBook(sha256First128) };
  const store = usageStore({ dataSource, ...metering, log: logger, signal: closing.signal });
  const flusher = new Flusher({ ...FLUSH, ...metering, store, now: () => performance.now(), onFlushed: reported.flushed, ...flushTracing(tracing) });
  const producer = new FencedProducer(connection, `${SERVICE}.outbox`);
  const relay = new OutboxRelay({ url, service: SERVICE, producer, log: logger, partitionBy, ...outboxMetrics(metrics) });
  const consumer = new KafkaBatchServer({
    connection,
    groupId: 'hemtag-ingestion',
    client: config.HEMTAG_KAFKA_CLIENT,
    claims: partitionClaims(dataSource, config.HEMTAG_ACCEPT_LOG),
    maxBatchRecords: MAX_BATCH_RECORDS,
    maxBytes: MAX_FETCH_BYTES,
    startWhen: () => register.open(),
    onFenced: (partition) => {
      reported.fenced();
      logger.warn(partition, 'ingestion.flush_fenced');
    },
    onFault: fail,
  });
  // Beside the outbox's own, which is fenced.
  const replays = new EventProducer(connection);
  const held = new HeldPartitions(3 * RETRY_HELD_MS);
  const checks = checksOf({ dataSource, admin, register, consumer });
  reportSurroundings(metrics, { dataSource, admin, register, flusher, sources: new PostgresSourceFacts(dataSource), held, checks });
  return {
    module: IngestionModule.with({
      parts: { register, flusher, clock: Date.now, ...metering },
      metrics: reported,
      log: logger,
      held,
      gatewayRejects: new PostgresGatewayRejects(dataSource, patiently),
      ...operatorPorts({ dataSource, register, producer: replays, admin, held, dayOf, logger, metrics }),
      checks,
    }),
    host: config.HEMTAG_HOST,
    port: config.HEMTAG_PORT,
    metricsPort: config.HEMTAG_METRICS_PORT,
    transports: [consumer],
    configure: (app) => {
      configureHttp(app, { logger });
      measureApi(app, metrics);
    },
    onStarted: () => relay.start(),
    close: async () => {
      closing.abort();
      await register.close();
      await relay.stop();
      await producer.close();
      await replays.close();
      await admin.close();
      await dataSource.destroy();
    },
  };
}
