import { TOPICS } from '@hemtag/contracts';
import { KafkaBatchServer, type LogRecord, type RecordBatch } from '@hemtag/platform-kafka';

export interface LogReader {
  /** Everything read so far. */
  readonly records: readonly LogRecord[];
  /** Resolves when so many records have been read. */
  readonly atLeast: (records: number) => Promise<readonly LogRecord[]>;
  readonly close: () => Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Reads the usage events, or another topic, from the beginning of the log. */
export function readLog({
  topic = TOPICS.usageEvents.name,
  ...options
}: {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly topic?: string;
}): LogReader {
  const records: LogRecord[] = [];
  const waiting: { readonly records: number; readonly resolve: (records: readonly LogRecord[]) => void }[] = [];
  const server = new KafkaBatchServer({
    connection: { ...options, clientId: 'test-reader', log: silent },
    groupId: `${options.topicPrefix}reader-${topic}`,
    claims: { claim: () => Promise.resolve({ epoch: 1n, nextOffset: 0n }) },
    onFault: (error) => {
      throw error;
    },
  });
  server.addHandler(
    topic,
    (batch: RecordBatch) => {
      records.push(...batch.messages);
      for (const waiter of waiting) if (records.length >= waiter.records) waiter.resolve(records);
      return Promise.resolve();
    },
    true,
  );
  server.listen(() => undefined);
  return {
    records,
    atLeast: (count) => (records.length >= count ? Promise.resolve(records) : new Promise((resolve) => waiting.push({ records: count, resolve }))),
    close: () => server.close(),
  };
}
