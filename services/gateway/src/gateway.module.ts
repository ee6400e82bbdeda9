import { readFile } from 'node:fs/promises';

import { Module, type DynamicModule } from '@nestjs/common';
import { INTAKE_LIMITS, REGISTER_CHANNEL, TOPICS } from '@hemtag/contracts';
import { configureHttp, HealthModule, serviceIsReady, useRawBodies, type HealthCheck } from '@hemtag/platform-http';
import { EventProducer, TopicAdmin, type KafkaConnection } from '@hemtag/platform-kafka';
import type { ServiceContext, ServiceParts } from '@hemtag/platform-lifecycle';
import type { Tracing } from '@hemtag/platform-observability';
import { ensureServiceSchema, listen, openDataSource } from '@hemtag/platform-postgres';

import { EchoController } from './adapters/http/echo.controller.js';
import { measureRequests } from './adapters/http/intake-metrics.js';
import { BEGIN_SPAN, IntakeController } from './adapters/http/intake.controller.js';
import { OpenApiController, PRODUCT_VERSION } from './adapters/http/openapi.controller.js';
import { useServiceFront } from './adapters/http/service-front.js';
import { WaitController } from './adapters/http/wait.controller.js';
import { KafkaEventLog } from './adapters/kafka/kafka-event-log.js';
import { KafkaLogEnds } from './adapters/kafka/kafka-log-ends.js';
import { prepareTopics } from './adapters/kafka/prepare-topics.js';
import { SourceRateLimiter } from './adapters/memory/source-rate-limiter.js';
import { PipelineProgressStore } from './adapters/postgres/pipeline-progress.store.js';
import { SourceRegisterStore } from './adapters/postgres/source-register.store.js';
import { AcceptEvents } from './application/accept-events.js';
import { WaitForFigures } from './application/wait-for-figures.js';
import type { GatewayConfig } from './config.js';
import { intakeMeter, produceMeter, reportSurroundings } from './gateway-metrics.js';

const SERVICE = 'gateway';
const BODY_TIMEOUT_MS = 15_000;
// Beside what is announced, so that the age of what is known tells whether it can still be read.
const RENEW_REGISTER_MS = 60_000;
const ACKNOWLEDGE_TIMEOUT_MS = 10_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** What is passed on to whom; a longer prefix goes before a shorter one. */
export const PASSED_ON = {
  benefit: [
    '/v1/case',
    '/v1/figures',
    '/v1/register',
    '/v1/manifests',
    '/v1/periods',
    '/v1/confirmations',
    '/v1/harvests',
    '/v1/completeness',
    '/v1/verify/figures',
  ],
  report: ['/v1/reports'],
  ingestion: ['/v1/usage-events', '/v1/rejects', '/v1/sources/status', '/v1/sources/resume', '/v1/verify'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

interface GatewayParts {
  readonly accept: AcceptEvents;
  readonly wait: WaitForFigures;
  readonly checks: readonly HealthCheck[];
  readonly hasEcho: boolean;
  readonly version: string;
  readonly begin: Tracing['begin'];
}

@Module({})
export class GatewayModule {
  static with({ accept, wait, checks, hasEcho, version, begin }: GatewayParts): DynamicModule {
    return {
      module: GatewayModule,
      imports: [HealthModule.with({ checks })],
      controllers: [IntakeController, WaitController, OpenApiController, ...(hasEcho ? [EchoController] : [])],
      providers: [
        { provide: AcceptEvents, useValue: accept },
        { provide: WaitForFigures, useValue: wait },
        { provide: PRODUCT_VERSION, useValue: version },
        { provide: BEGIN_SPAN, useValue: begin },
      ],
    };
  }
}

async function productVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return version;
}

/** Opens the gateway's connections and puts its parts together. The log may be away at this moment, the database may not. */
export async function setUpGateway(config: GatewayConfig, { logger, metrics, tracing }: ServiceContext): Promise<ServiceParts> {
  const url = config.HEMTAG_DATABASE_URL;
  await ensureServiceSchema({ url, service: SERVICE });
  const dataSource = await openDataSource({ url, service: SERVICE, entities: [], poolSize: 5 });
  const register = new SourceRegisterStore(dataSource, logger);
  const progress = new PipelineProgressStore(dataSource, logger);
  const renewing = setInterval(() => void register.reload(), RENEW_REGISTER_MS);
  const listening = await listen({ url, channel: REGISTER_CHANNEL, onNotify: () => void register.reload(), log: logger });

  const connection: KafkaConnection = {
    brokers: config.HEMTAG_KAFKA_BROKERS,
    clientId: 'hemtag-gateway',
    topicPrefix: config.HEMTAG_TOPIC_PREFIX,
    log: logger,
  };
  const producer = new EventProducer(connection);
  const admin = new TopicAdmin(connection);
  const topics = [TOPICS.usageEvents, TOPICS.usageEventsRejected, TOPICS.usageVolumes, TOPICS.benefitPeriods];
  const preparing = prepareTopics({ admin, topics, logger });

  const limits = { acknowledgeTimeoutMs: ACKNOWLEDGE_TIMEOUT_MS, maxWaitingBytes: MAX_WAITING_BYTES };
  const accept = new AcceptEvents({
    log: new KafkaEventLog({ producer, logger, ...limits, meter: produceMeter(metrics, limits) }),
    register,
    limiter: new SourceRateLimiter(config.HEMTAG_SOURCE_RATE_PER_SECOND),
    meter: intakeMeter(metrics),
    clock: Date.now,
  });
  const wait = new WaitForFigures({ ends: new KafkaLogEnds(admin, logger), progress, clock: Date.now });
  const checks: readonly HealthCheck[] = [
    { name: 'kafka', isReady: () => admin.isReady(topics.map(({ name }) => name)) },
    { name: 'database', isReady: () => progress.isReady() },
    serviceIsReady('ingestion', config.HEMTAG_INGESTION_URL),
    serviceIsReady('benefit', config.HEMTAG_BENEFIT_URL),
    serviceIsReady('report', config.HEMTAG_REPORT_URL),
  ];
  reportSurroundings(metrics, { dataSource, admin, register, checks });
  return {
    module: GatewayModule.with({ accept, wait, checks, hasEcho: config.HEMTAG_ECHO === 'on', version: await productVersion(), begin: tracing.begin }),
    host: config.HEMTAG_HOST,
    port: config.HEMTAG_PORT,
    metricsPort: config.HEMTAG_METRICS_PORT,
    bodyParser: false,
    configure: async (app) => {
      configureHttp(app, { logger });
      useRawBodies(app, { maxBytes: INTAKE_LIMITS.bodyBytes, timeoutMs: BODY_TIMEOUT_MS });
      measureRequests(app, metrics);
      await useServiceFront(app, {
        upstreams: [
          { url: config.HEMTAG_BENEFIT_URL, prefixes: PASSED_ON.benefit },
          { url: config.HEMTAG_INGESTION_URL, prefixes: PASSED_ON.ingestion },
          { url: config.HEMTAG_REPORT_URL, prefixes: PASSED_ON.report },
        ],
        host: config.HEMTAG_HOST,
        logger,
      });
    },
    close: async () => {
      clearInterval(renewing);
      await preparing.stop();
      await producer.close();
      await admin.close();
      await listening.close();
      await dataSource.destroy();
    },
  };
}
