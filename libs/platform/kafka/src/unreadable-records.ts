import type { KafkaConnection } from './connection.js';
import type { TopicAdmin } from './topic-admin.js';

// With any other setting a broker keeps or makes records that kafkajs cannot read: snappy, lz4, zstd.
const READABLE_SETTINGS: readonly string[] = ['uncompressed', 'gzip'];
const WAY_OUT =
  'set compression.type of the topic to uncompressed for what comes later, and start with HEMTAG_KAFKA_CLIENT=platformatic, which reads every codec';

/** The log holds records in a codec that the client lacks. Reading cannot go on behind them, and passing over them would lose them. */
export class UnreadableRecords extends Error {
  override readonly name = 'UnreadableRecords';

  constructor(cause: Error) {
    super(`the log holds records that the Kafka client cannot decompress (${cause.message}): ${WAY_OUT}`, { cause });
  }
}

/** Warns of topics that let records through which kafkajs cannot read: made by somebody else, or before Hemtag set it. Resolves with them. */
export async function warnOfUnreadableRecords(
  admin: TopicAdmin,
  options: { readonly topics: readonly string[]; readonly log: KafkaConnection['log'] },
): Promise<readonly string[]> {
  const types = await Promise.all(options.topics.map(async (topic) => ({ topic, compressionType: await admin.compressionType(topic) })));
  const letThrough = types.filter(({ compressionType }) => !READABLE_SETTINGS.includes(compressionType));
  for (const fields of letThrough) options.log.warn({ ...fields, wayOut: WAY_OUT }, 'kafka.topic_lets_unreadable_records_through');
  return letThrough.map(({ topic }) => topic);
}
