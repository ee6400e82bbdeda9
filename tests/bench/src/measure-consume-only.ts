import { benchClient, type BenchTopic } from './bench-topic.js';

export interface ConsumeOnlyRun {
  /** From the first batch that was handed over to the last. */
  readonly eventsPerSecond: number;
  /** Of the reader, from before it joined the group. */
  readonly cpuSeconds: number;
}

/** (a) kafkajs reads every record and does nothing with it. */
export async function measureConsumeOnly(brokers: readonly string[], topic: BenchTopic, records: number): Promise<ConsumeOnlyRun> {
  const cpuBefore = process.cpuUsage();
  const consumer = benchClient(brokers).consumer({ groupId: `${topic.prefix}consume-only-${process.hrtime.bigint()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: topic.name, fromBeginning: true });
  let [seen, first, firstAtMs] = [0, 0, 0];
  const reading = new Promise<number>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // The client starts itself again after what passes, such as a coordinator that is still loading.
      if (!payload.restart) reject(payload.error);
    });
    consumer
      .run({
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 4,
        eachBatch: (payload) => {
          const { batch } = payload;
          if (seen === 0) [first, firstAtMs] = [batch.messages.length, performance.now()];
          seen += batch.messages.length;
          payload.resolveOffset(batch.lastOffset());
          if (seen === records) resolve((performance.now() - firstAtMs) / 1_000);
          return payload.heartbeat();
        },
      })
      .catch(reject);
  });
  const seconds = await reading.finally(() => consumer.disconnect());
  const { user, system } = process.cpuUsage(cpuBefore);
  return { eventsPerSecond: (records - first) / seconds, cpuSeconds: (user + system) / 1_000_000 };
}
