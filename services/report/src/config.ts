import { acceptedLogs, brokerList, databaseUrl, kafkaClientName, portNumber, serviceUrl, topicPrefix } from '@hemtag/platform-config';
import { z } from 'zod';

/** Environment of the report service. */
export const ReportConfig = z.object({
  HEMTAG_HOST: z.string().default('127.0.0.1'),
  HEMTAG_PORT: portNumber().prefault('8083'),
  HEMTAG_METRICS_PORT: portNumber().prefault('0'),
  HEMTAG_KAFKA_BROKERS: brokerList(),
  HEMTAG_KAFKA_CLIENT: kafkaClientName(),
  HEMTAG_ACCEPT_LOG: acceptedLogs(),
  HEMTAG_TOPIC_PREFIX: topicPrefix(),
  HEMTAG_DATABASE_URL: databaseUrl(),
  HEMTAG_BENEFIT_URL: serviceUrl(),
});
export type ReportConfig = z.infer<typeof ReportConfig>;
