import { acceptedLogs, brokerList, databaseUrl, kafkaClientName, portNumber, topicPrefix } from '@hemtag/platform-config';
import { z } from 'zod';

export const IngestionConfig = z.object({
  HEMTAG_HOST: z.string().default('127.0.0.1'),
  HEMTAG_PORT: portNumber().default(8081),
  HEMTAG_METRICS_PORT: portNumber().default(9081),
  HEMTAG_KAFKA_BROKERS: brokerList(),
  HEMTAG_KAFKA_CLIENT: kafkaClientName(),
  HEMTAG_ACCEPT_LOG: acceptedLogs(),
  HEMTAG_DATABASE_URL: databaseUrl(),
  HEMTAG_TOPIC_PREFIX: topicPrefix(),
});
export type IngestionConfig = z.infer<typeof IngestionConfig>;
