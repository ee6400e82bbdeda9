import { Partitioners, type ICustomPartitioner, type Message, type TopicMessages } from 'kafkajs';

export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer | Buffer[]>>;
  /** Decides the partition in place of the key, so that records with different keys stay in one order. */
  readonly partitionBy?: string;
}

const partitionKeys = new WeakMap<object, string>();

/** A partitioner of kafkajs that puts a record where `partitionBy` says, else where its key says. */
export const byRecord: ICustomPartitioner = () => {
  const byKey = Partitioners.DefaultPartitioner();
  return (record) => byKey({ ...record, message: { ...record.message, key: partitionKeys.get(record.message) ?? record.message.key ?? null } });
};

function toMessage({ key, value, headers, partitionBy }: OutgoingRecord): Message {
  const message: Message = { key, value, headers: { ...headers } };
  if (partitionBy !== undefined) partitionKeys.set(message, partitionBy);
  return message;
}

/** As kafkajs takes them, in the order given within each topic. */
export const topicMessages = (records: readonly OutgoingRecord[], prefix: string): TopicMessages[] =>
  [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, group]) => ({ topic: prefix + topic, messages: group.map(toMessage) }));
