import 'reflect-metadata';
import { TOPICS } from '@hemtag/contracts';
import { readConfig } from '@hemtag/platform-config';
import { configureHttp, type HealthCheck } from '@hemtag/platform-http';
import { partitionClaims } from '@hemtag/platform-inbox';
import { checkBroker, KafkaBatchServer, TopicAdmin, type KafkaConnection } from '@hemtag/platform-kafka';
import { runService, type ServiceContext, type ServiceParts } from '@hemtag/platform-lifecycle';
import type { DataSource } from 'typeorm';
import { PostgresArchive } from './adapters/postgres/archive.store.js';
import { openDatabase, SERVICE } from './adapters/postgres/database.js';
import { PostgresJobStore } from './adapters/postgres/statement-job.store.js';
import { ReportRunner } from './application/report-runner.js';
import { ReportConfig } from './config.js';
import { ReportModule } from './report.module.js';

// The benefit service is not among them: what was archived can be fetched without it, and what is to be made waits for it.
const checksOf = (dataSource: DataSource, topics: TopicAdmin): readonly HealthCheck[] => [
  { name: 'database', isReady: async () => (await dataSource.query<unknown[]>('SELECT 1')).length === 1 },
  { name: TOPICS.benefitPeriods.name, isReady: () => topics.isReady([TOPICS.benefitPeriods.name]) },
];

async function setUp({ logger, fail }: ServiceContext): Promise<ServiceParts> {
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
  const runner = new ReportRunner({
    jobs,
    work: async () => ({ kind: 'later', fault: { code: 'NOT_READY', detail: 'nothing makes statements yet' } }),
    log: logger,
  });
  return {
    module: ReportModule.with({ archive, jobs, runner, clock: Date.now, checks: checksOf(dataSource, topics) }),
    host: config.HEMTAG_HOST,
    port: config.HEMTAG_PORT,
    metricsPort: config.HEMTAG_METRICS_PORT,
    transports: [consumer],
    configure: (app) => configureHttp(app, { logger }),
    onStarted: () => runner.start(),
    close: async () => {
      await runner.stop();
      await topics.close();
      await dataSource.destroy();
    },
  };
}

await runService({ name: SERVICE, setUp });
