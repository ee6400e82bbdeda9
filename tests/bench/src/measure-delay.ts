import { setTimeout as later } from 'node:timers/promises';
import { Partitioners } from 'kafkajs';

import { createBenchDatabase } from './bench-database.js';
import { benchClient, forgetGroups, toMessage, type BenchTopic } from './bench-topic.js';
import type { BenchServers } from './bench-servers.js';
import { STALLED_AFTER_MS, startIngestion, StoredProgress } from './ingestion-process.js';
import { differences } from './ingestion-tables.js';
import type { Template } from './measure-pipeline.js';
import type { Client } from './options.js';
import { peakMemoryMib } from './process-usage.js';
import { quantile } from './statistics.js';
import { expectedTotals, workloadRecords } from './workload.js';

const TICK_MS = 50;
const POLL_MS = 5;
const READY_WITHIN_MS = 60_000;

export interface DelayRun {
  readonly client: Client;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** What was really sent. */
  readonly eventsPerSecond: number;
  readonly peakMemoryMib: number;
}

interface Sent {
  readonly partition: number;
  /** The offset after the last record of this tick in the partition. */
  readonly nextOffset: number;
  readonly records: number;
  readonly atMs: number;
}

/** Sends a share of the load at each tick, without waiting for the ticks before, and notes where in the log it went. */
async function sendSteadily(brokers: readonly string[], topic: BenchTopic, load: { readonly perSecond: number; readonly seconds: number }): Promise<Sent[]> {
  const producer = benchClient(brokers).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const perTick = (load.perSecond * TICK_MS) / 1_000;
  const ticks = Math.round((load.seconds * 1_000) / TICK_MS);
  const startedAtMs = performance.now();
  const sends: Promise<Sent[]>[] = [];
  for (let tick = 0; tick < ticks; tick += 1) {
    await later(Math.max(0, startedAtMs + tick * TICK_MS - performance.now()));
    const records = workloadRecords({ from: Math.round(tick * perTick), until: Math.round((tick + 1) * perTick), ids: 'time-ordered' });
    // Round robin, so that the number of records of each partition is known.
    const messages = [...records].map((record, at) => ({ ...toMessage(record), partition: at % 4 }));
    const atMs = performance.now();
    const counts = [0, 1, 2, 3].map((partition) => messages.filter((message) => message.partition === partition).length);
    sends.push(
      producer.send({ topic: topic.name, acks: -1, messages }).then((answers) =>
        answers.map(({ partition, baseOffset }) => {
          const written = counts[partition] ?? 0;
          return { partition, nextOffset: Number(baseOffset) + written, records: written, atMs };
        }),
      ),
    );
  }
  const sent = (await Promise.all(sends)).flat();
  await producer.disconnect();
  return sent;
}

interface Seen {
  readonly atMs: number;
  readonly next: ReadonlyMap<number, number>;
}

/** Volumes become visible in the transaction that moves the position, so the position tells when. Looked at every 5 ms. */
async function watch(progress: StoredProgress, until: { readonly records: number | null }): Promise<Seen[]> {
  const seen: Seen[] = [];
  let [last, movedAtMs] = [-1, performance.now()];
  for (;;) {
    const next = await progress.byPartition();
    seen.push({ atMs: performance.now(), next });
    const total = [...next.values()].reduce((sum, one) => sum + one, 0);
    if (until.records !== null && total >= until.records) return seen;
    if (total !== last) [last, movedAtMs] = [total, performance.now()];
    if (performance.now() - movedAtMs > STALLED_AFTER_MS) throw new Error(`ingestion stands still at ${total} records`);
    await later(POLL_MS);
  }
}

function delaysOf(sent: readonly Sent[], seen: readonly Seen[]): number[] {
  return sent.flatMap(({ partition, nextOffset, records, atMs }) => {
    const visible = seen.find((look) => (look.next.get(partition) ?? 0) >= nextOffset);
    return Array.from({ length: records }, () => (visible?.atMs ?? Number.POSITIVE_INFINITY) - atMs);
  });
}

async function isReady(url: string): Promise<void> {
  const deadlineMs = performance.now() + READY_WITHIN_MS;
  while ((await fetch(`${url}/health/ready`)).status !== 200) {
    if (performance.now() > deadlineMs) throw new Error('ingestion does not become ready');
    await later(POLL_MS);
  }
}

/** From the moment at which an event is handed to the producer until its volume can be read, at a steady rate. */
export async function measureDelay(options: {
  readonly servers: BenchServers;
  readonly topic: BenchTopic;
  readonly client: Client;
  readonly template: Template;
  readonly load: { readonly perSecond: number; readonly seconds: number };
}): Promise<DelayRun> {
  const { servers, topic, client, load } = options;
  await forgetGroups(servers.brokers, topic);
  const database = await createBenchDatabase(servers.databaseUrl, options.template.database);
  const service = await startIngestion({ ...options, database });
  const progress = await new StoredProgress(database.url).open();
  try {
    await isReady(service.url);
    const until: { records: number | null } = { records: null };
    const watching = watch(progress, until);
    const startedAtMs = performance.now();
    const sent = await sendSteadily(servers.brokers, topic, load);
    const eventsPerSecond = (load.perSecond * load.seconds * 1_000) / (performance.now() - startedAtMs);
    until.records = load.perSecond * load.seconds;
    const delays = delaysOf(sent, await watching);
    const wrong = await differences(database.url, expectedTotals(until.records));
    if (wrong.length > 0) throw new Error(`the pipeline with ${client} is not exact:\n  ${wrong.join('\n  ')}`);
    const [p50Ms, p99Ms, maxMs] = [quantile(delays, 0.5), quantile(delays, 0.99), quantile(delays, 1)];
    return { client, p50Ms, p99Ms, maxMs, eventsPerSecond, peakMemoryMib: peakMemoryMib(service.pid) };
  } finally {
    await progress.close();
    await service.stop();
    await database.drop();
  }
}
