import { z } from 'zod';

const digits = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

/** A whole number between two bounds, both allowed. */
export const wholeNumber = (bounds: { readonly min: number; readonly max: number }) =>
  z
    .string()
    .transform(digits)
    .refine((value) => value >= bounds.min && value <= bounds.max, { error: `must be a whole number from ${bounds.min} to ${bounds.max}` });

/** A TCP port; 0 asks the system for a free one. */
export const portNumber = () => wholeNumber({ min: 0, max: 65_535 });

/** `host:port`, several separated by commas. */
export const brokerList = () =>
  z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), { error: 'must be host:port, several separated by commas' });

/** `postgres://` or `postgresql://`. */
export const databaseUrl = () => z.string().regex(/^postgres(ql)?:\/\/\S+$/, { error: 'must be a URL that begins with postgres://' });

/** Put before every topic's name; empty by default. */
export const topicPrefix = () =>
  z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,100}$/, { error: 'may hold letters, digits, dot, dash and underscore' })
    .default('');

/** Which client library reads the log: `kafkajs` (the default) or `platformatic`. */
export const kafkaClientName = () => z.enum(['kafkajs', 'platformatic'], { error: 'must be kafkajs or platformatic' }).default('kafkajs');

const ACCEPTED_LOG = /^([a-zA-Z0-9._-]{1,249})\/(\d{1,9})@(\d{1,18}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function acceptedLog(text: string) {
  const [, topic, partition, offset, topicId] = ACCEPTED_LOG.exec(text.trim()) ?? [];
  return topic && partition && offset && topicId ? [{ topic, partition: Number(partition), offset: BigInt(offset), topicId }] : [];
}

/** `topic/partition@offset:topicId`, several separated by commas: logs that lack that offset and are to be read from their beginning. None by default. */
export const acceptedLogs = () =>
  z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((part) => part.trim() !== ''))
    .refine((parts) => parts.every((part) => acceptedLog(part).length === 1), { error: 'must be topic/partition@offset:topicId, several separated by commas' })
    .transform((parts) => parts.flatMap(acceptedLog));

/** `http://` or `https://`. */
export const serviceUrl = () => z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });

/** What every service that reads the log and keeps what it read in the database is told; without a port of its own for metrics the system chooses one. */
export const logReaderVariables = ({ port, metricsPort = 0 }: { readonly port: number; readonly metricsPort?: number }) => ({
  HEMTAG_HOST: z.string().default('127.0.0.1'),
  HEMTAG_PORT: portNumber().default(port),
  HEMTAG_METRICS_PORT: portNumber().default(metricsPort),
  HEMTAG_KAFKA_BROKERS: brokerList(),
  HEMTAG_KAFKA_CLIENT: kafkaClientName(),
  HEMTAG_ACCEPT_LOG: acceptedLogs(),
  HEMTAG_TOPIC_PREFIX: topicPrefix(),
  HEMTAG_DATABASE_URL: databaseUrl(),
});
