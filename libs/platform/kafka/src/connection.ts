import { Kafka, logLevel, type logCreator, type RetryOptions } from 'kafkajs';

/** The part of a logger that this library needs; the service's logger fits. */
export interface KafkaLog {
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

export interface KafkaConnection {
  /** `host:port`. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Stands before every topic's name on the broker; the program itself knows topics without it. */
  readonly topicPrefix: string;
  readonly log: KafkaLog;
}

const creator =
  (log: KafkaLog): logCreator =>
  () =>
  ({ namespace, level, log: entry }) => {
    // Only these fields: others may repeat what a message held.
    const fields = { namespace, message: entry.message, ...(entry.broker === undefined ? {} : { broker: String(entry.broker) }) };
    // The client repeats what fails, and reports by an error in the call what it gives up; so its own errors are no more than warnings here.
    if (level <= logLevel.WARN) log.warn(fields, 'kafka.client_warning');
    else log.info(fields, 'kafka.client');
  };

/** How long a broker may take to answer one request. */
export const REQUEST_TIMEOUT_MS = 30_000;

export function kafkaClient(connection: KafkaConnection, retry: RetryOptions = { initialRetryTime: 100, maxRetryTime: 5_000, retries: 6 }): Kafka {
  return new Kafka({
    clientId: connection.clientId,
    brokers: [...connection.brokers],
    connectionTimeout: 5_000,
    authenticationTimeout: 10_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    logLevel: logLevel.WARN,
    logCreator: creator(connection.log),
    retry,
  });
}
