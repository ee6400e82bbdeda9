import 'reflect-metadata';
import { TOPICS } from '@hemtag/contracts';
import { readConfig } from '@hemtag/platform-config';
import { configureHttp, measureApi, type HealthCheck } from '@hemtag/platform-http';
import { partitionClaims } from '@hemtag/platform-inbox';
import { checkBroker, KafkaBatchServer, TopicAdmin, type KafkaConnection } from '@hemtag/platform-kafka';
import { runService, type ServiceContext, type ServiceParts } from '@hemtag/platform-lifecycle';
import type { DataSource } from 'typeorm';
import { BenefitApi } from './adapters/benefit/benefit-api.js';
import { PostgresArchive } from './adapters/postgres/archive.store.js';
import { openDatabase, SERVICE } from './adapters/postgres/database.js';
import { PostgresJobStore } from './adapters/postgres/statement-job.store.js';
import { PublishedTenantStore } from './adapters/postgres/tenant.store.js';
import { ThreadedRendering } from './adapters/threads/threaded-rendering.js';
import { LeaseRunner } from './application/lease-runner.js';
import { makeReport } from './application/make-report.js';
import { ReportConfig } from './config.js';
import { deliveryOf } from './delivery.js';
import type { Claim } from './application/ports.js';
import { RENDERER } from './renderer-name.js';
import { reportMeter, reportSurroundings } from './report-metrics.js';
import { ReportModule } from './report.module.js';
import { sha256 } from './sha256.js';

// The benefit service is not among them: what was archived can be fetched without it, and what is to be made waits for it.
const checksOf = (dataSource: DataSource, topics: TopicAdmin): readonly HealthCheck[] => [
  { name: 'database', isReady: async () => (await dataSource.query<unknown[]>('SELECT 1')).length === 1 },
  { name: TOPICS.benefitPeriods.name, isReady: () => topics.isReady([TOPICS.benefitPeriods.name]) },
];

async function setUp({ logger, metrics, fail }: ServiceContext): Promise<ServiceParts> {
  const config = readConfig(ReportConfig, process.env);
  const dataSource = await openDatabase(config.HEMTAG_DATABASE_URL);
  const connection: KafkaConnection = {
    brokers: config.HEMTAG_KAFKA_BROKERS,
    clientId: 'hemtag-report',
    topicPrefix: config.HEMTAG_TOPIC_PREFIX,
    log: logger,
  };
  const topics = new TopicAdmin(connection);
  await checkBroker(connection.brokers);
  await topics.ensure([TOPICS.benefitPeriods]);
  const consumer = new KafkaBatchServer({
    connection,
    groupId: 'hemtag-report',
    client: config.HEMTAG_KAFKA_CLIENT,
    claims: partitionClaims(dataSource, config.HEMTAG_ACCEPT_LOG),
    onFenced: (partition) => logger.warn(partition, 'report.batch_fenced'),
    onFault: fail,
  });
  const archive = new PostgresArchive(dataSource);
  const jobs = new PostgresJobStore(dataSource);
  const source = new BenefitApi({ url: config.HEMTAG_BENEFIT_URL });
  const rendering = new ThreadedRendering({ thread: new URL('./rendering-thread.js', import.meta.url), version: RENDERER });
  const meter = reportMeter(metrics);
  const files = { archive, rendering, digest: sha256, onRendered: meter.onRendered };
  const around = { config, dataSource, source, clock: Date.now, log: logger };
  const delivery = deliveryOf({ ...around, files, jobs, onAsked: () => runner.wake(), onDelivered: meter.onDelivered });
  const onStatement = (statement: Parameters<typeof meter.onStatement>[0]): void => {
    meter.onStatement(statement);
    delivery.onStatement();
  };
  const runner = new LeaseRunner({ name: 'report', jobs, work: (claim: Claim) => makeReport(claim, { ...files, source, jobs, onStatement }), log: logger });
  const checks = checksOf(dataSource, topics);
  reportSurroundings(metrics, { dataSource, topics, jobs, deliveries: delivery.store, overdueByPlan: delivery.overdueByPlan, checks });
  return {
    module: ReportModule.with({
      files,
      jobs,
      tenants: new PublishedTenantStore(dataSource),
      source,
      runner,
      deliveries: delivery.store,
      clock: Date.now,
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
    onStarted: () => {
      runner.start();
      delivery.start();
    },
    close: async () => {
      await runner.stop();
      await delivery.stop();
      await rendering.close();
      await topics.close();
      await dataSource.destroy();
    },
  };
}

await runService({ name: SERVICE, setUp });
