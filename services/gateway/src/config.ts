import { brokerList, databaseUrl, portNumber, serviceUrl, topicPrefix, wholeNumber } from '@hemtag/platform-config';
import { z } from 'zod';

export const GatewayConfig = z.object({
  HEMTAG_HOST: z.string().default('127.0.0.1'),
  HEMTAG_PORT: portNumber().default(8080),
  HEMTAG_METRICS_PORT: portNumber().default(0),
  HEMTAG_KAFKA_BROKERS: brokerList(),
  HEMTAG_TOPIC_PREFIX: topicPrefix(),
  HEMTAG_DATABASE_URL: databaseUrl(),
  HEMTAG_INGESTION_URL: serviceUrl(),
  HEMTAG_BENEFIT_URL: serviceUrl(),
  HEMTAG_REPORT_URL: serviceUrl(),
  /** `on` opens the route that only parses. */
  HEMTAG_ECHO: z.enum(['on', 'off']).default('off'),
  HEMTAG_SOURCE_RATE_PER_SECOND: wholeNumber({ min: 1, max: 1_000_000 }).default(20_000),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;
