import 'reflect-metadata';
import { PUBLISHED, TOPICS } from '@hemtag/contracts';
import { readConfig } from '@hemtag/platform-config';
import { configureHttp, measureApi, type CheckName, type HealthCheck } from '@hemtag/platform-http';
import { partitionClaims } from '@hemtag/platform-inbox';
import { checkBroker, FencedProducer, KafkaBatchServer, TopicAdmin, type KafkaConnection } from '@hemtag/platform-kafka';
import { runService, type ServiceContext, type ServiceParts } from '@hemtag/platform-lifecycle';
import { followVerifications } from '@hemtag/platform-observability';
import { outboxMetrics, OutboxRelay } from '@hemtag/platform-outbox';
import type { DataSource } from 'typeorm';
import { openDatabase, SERVICE } from './adapters/postgres/database.js';
import { PostgresOverdueStore } from './adapters/postgres/overdue.store.js';
import { PostgresPeriodStore } from './adapters/postgres/period.store.js';
import { PostgresProjectionStore } from './adapters/postgres/projection.store.js';
import { PostgresRegisterStore } from './adapters/postgres/register.store.js';
import { UsagePipelineStore } from './adapters/postgres/usage-pipeline.store.js';
import { PostgresVolumeStore } from './adapters/postgres/volume.store.js';
import { awaitUsage } from './application/await-usage.js';
import { Projector } from './application/projector.js';
import { readTerms } from './application/read-terms.js';
import { RememberedTerms } from './application/remembered-terms.js';
import { projectorMeter, reportSurroundings } from './benefit-metrics.js';
import { BenefitModule } from './benefit.module.js';
import { BenefitConfig } from './config.js';

const MAX_MANIFEST_BODY_BYTES = 16 * 1024 * 1024;
/** Below what those who ask wait for an answer; usage that is stored and published without a hold-up takes less than a second. */
const USAGE_WAIT = { limitMs: 10_000, pollMs: 25 };

const viewCheck = (dataSource: DataSource, view: CheckName): HealthCheck => ({
  name: view,
  isReady: async () => (await dataSource.query<{ there: boolean }[]>('SELECT to_regclass($1) IS NOT NULL AS there', [view]))[0]?.there === true,
});

const checksOf = (dataSource: DataSource, topics: TopicAdmin): readonly HealthCheck[] => [
  { name: 'database', isReady: async () => (await dataSource.query<unknown[]>('SELECT 1')).length === 1 },
  // Owned by ingestion, which may start later.
  viewCheck(dataSource, PUBLISHED.sourceActivity),
  viewCheck(dataSource, PUBLISHED.sourceIncompleteDay),
  { name: TOPICS.usageVolumes.name, isReady: () => topics.isReady([TOPICS.usageVolumes.name]) },
  { name: TOPICS.benefitPeriods.name, isReady: () => topics.isReady([TOPICS.benefitPeriods.name]) },
];

function projectorOf(dataSource: DataSource, { logger, metrics, tracing: { begin } }: Pick<ServiceContext, 'logger' | 'metrics' | 'tracing'>): Projector {
  const register = new PostgresRegisterStore(dataSource);
  const volumes = new PostgresVolumeStore(dataSource);
  return new Projector({
    store: new PostgresProjectionStore(dataSource),
    terms: new RememberedTerms(register, (tenant) => readTerms({ tenant, asKnownOn: null }, { register, volumes, clock: Date.now })),
    volumes,
    periods: new PostgresPeriodStore(dataSource),
    clock: Date.now,
    log: logger,
    meter: projectorMeter(metrics),
    ...(begin === null ? {} : { beginSpan: (causes: readonly string[]) => begin('benefit project figures', { kind: 'internal', causes }) }),
  });
}

async function setUp({ logger, metrics, tracing, fail }: ServiceContext): Promise<ServiceParts> {
  const config = readConfig(BenefitConfig, process.env);
  const dataSource = await openDatabase(config.HEMTAG_DATABASE_URL);
  const connection: KafkaConnection = {
    brokers: config.HEMTAG_KAFKA_BROKERS,
    clientId: 'hemtag-benefit',
    topicPrefix: config.HEMTAG_TOPIC_PREFIX,
    log: logger,
  };
  const topics = new TopicAdmin(connection);
  await checkBroker(connection.brokers);
  // A month waits for what the log of events has, also where ingestion was never started.
  await topics.ensure([TOPICS.usageEvents, TOPICS.usageVolumes, TOPICS.benefitPeriods]);
  const consumer = new KafkaBatchServer({
    connection,
    groupId: 'hemtag-benefit',
    client: config.HEMTAG_KAFKA_CLIENT,
    claims: partitionClaims(dataSource, config.HEMTAG_ACCEPT_LOG),
    onFenced: (partition) => logger.warn(partition, 'benefit.batch_fenced'),
    onFault: fail,
  });
  const producer = new FencedProducer(connection, `${SERVICE}.outbox`);
  const relay = new OutboxRelay({
    url: config.HEMTAG_DATABASE_URL,
    service: SERVICE,
    producer,
    log: logger,
    ...outboxMetrics(metrics),
  });
  const pipeline = new UsagePipelineStore(dataSource, topics, logger);
  const projector = projectorOf(dataSource, { logger, metrics, tracing });
  const checks = checksOf(dataSource, topics);
  reportSurroundings(metrics, { dataSource, topics, overdue: new PostgresOverdueStore(dataSource), checks });
  return {
    module: BenefitModule.with({
      dataSource,
      metrics,
      begin: tracing.begin,
      follow: followVerifications(metrics),
      clock: Date.now,
      checks,
      awaitUsage: () => awaitUsage(pipeline, USAGE_WAIT),
      onVerifyFailed: (error) => logger.error({ error }, 'benefit.verify_failed'),
    }),
    host: config.HEMTAG_HOST,
    port: config.HEMTAG_PORT,
    metricsPort: config.HEMTAG_METRICS_PORT,
    bodyLimitBytes: MAX_MANIFEST_BODY_BYTES,
    transports: [consumer],
    configure: (app) => {
      configureHttp(app, { logger });
      measureApi(app, metrics);
    },
    onStarted: () => {
      relay.start();
      projector.start();
    },
    close: async () => {
      await projector.stop();
      await relay.stop();
      await producer.close();
      await topics.close();
      await dataSource.destroy();
    },
  };
}

await runService({ name: SERVICE, setUp });
