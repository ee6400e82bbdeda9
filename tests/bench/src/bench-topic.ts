import { TOPICS, type KafkaRecord } from '@hemtag/contracts';
import { Kafka, logLevel, Partitioners, type Message } from 'kafkajs';

import { payloadBytes } from './workload.js';

const RECORDS_PER_SEND = 2_000;

export interface Produced {
  readonly records: number;
  readonly meanBytes: number;
  /** By partition. */
  readonly split: readonly number[];
}

export interface BenchTopic {
  /** What HEMTAG_TOPIC_PREFIX takes. */
  readonly prefix: string;
  readonly name: string;
}

export const benchClient = (brokers: readonly string[]): Kafka => new Kafka({ clientId: 'bench', brokers: [...brokers], logLevel: logLevel.NOTHING });

export const toMessage = ({ key, headers, value }: KafkaRecord): Message => ({ key, headers: { ...headers }, value });

/** A topic of usage events as the services create it, under a prefix of its own. */
export async function createTopic(brokers: readonly string[], prefix: string): Promise<BenchTopic> {
  const name = prefix + TOPICS.usageEvents.name;
  const admin = benchClient(brokers).admin();
  await admin.connect();
  const configEntries = Object.entries(TOPICS.usageEvents.config).map(([setting, value]) => ({ name: setting, value }));
  await admin.createTopics({ topics: [{ topic: name, numPartitions: TOPICS.usageEvents.partitions, configEntries }], waitForLeaders: true });
  await admin.disconnect();
  return { prefix, name };
}

/** Writes the records in order, with all replicas' acknowledgement, partitions by key. */
export async function produce(brokers: readonly string[], topic: BenchTopic, records: Iterable<KafkaRecord>): Promise<Produced> {
  const producer = benchClient(brokers).producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false });
  await producer.connect();
  let [count, bytes] = [0, 0];
  let waiting: Message[] = [];
  const flush = async (): Promise<void> => {
    await producer.send({ topic: topic.name, acks: -1, messages: waiting });
    waiting = [];
  };
  for (const record of records) {
    count += 1;
    bytes += payloadBytes(record);
    waiting.push(toMessage(record));
    if (waiting.length === RECORDS_PER_SEND) await flush();
  }
  if (waiting.length > 0) await flush();
  await producer.disconnect();
  return { records: count, meanBytes: bytes / count, split: await endOffsets(brokers, topic) };
}

async function endOffsets(brokers: readonly string[], topic: BenchTopic): Promise<readonly number[]> {
  const admin = benchClient(brokers).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic.name);
  await admin.disconnect();
  return offsets.toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
}

/** Lets the next reader begin at the beginning: a group's offsets at the broker outlive the database that they belong to. */
export async function forgetGroups(brokers: readonly string[], topic: BenchTopic): Promise<void> {
  const admin = benchClient(brokers).admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  const ours = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(topic.prefix));
  if (ours.length > 0) await admin.deleteGroups(ours);
  await admin.disconnect();
}
