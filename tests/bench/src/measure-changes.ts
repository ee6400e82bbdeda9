import { setTimeout as later } from 'node:timers/promises';
import { TOPICS, type UsageVolume } from '@hemtag/contracts';
import { Partitioners } from 'kafkajs';

import { benchClient } from './bench-topic.js';
import type { BenchServers } from './bench-servers.js';
import type { BenefitProgress, Look } from './benefit-process.js';
import { changedKey, type Changed } from './benefit-tables.js';
import type { BenefitWorkload } from './benefit-workload.js';
import { quantile } from './statistics.js';
import { bits } from './workload.js';

const TICK_MS = 50;
const POLL_MS = 10;
const SETTLED_WITHIN_MS = 120_000;
/** Most volumes change within some weeks of their day. */
const RECENT_DAYS = 40;

export interface ChangesRun {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** What was really sent. */
  readonly changesPerSecond: number;
  readonly sent: number;
  readonly changed: Changed;
}

interface Sent {
  readonly partition: number;
  readonly offset: number;
  readonly atMs: number;
}

interface Change {
  readonly partition: number;
  readonly value: UsageVolume;
}

/** The n-th change: some benefit, some day of the last weeks, another quantity, and a revision above all before. */
function changeOf(load: BenefitWorkload, n: number): Change & { readonly key: string; readonly quantity: number } {
  const benefit = bits(n, 31) % load.benefits;
  const day = load.days - 1 - (bits(n, 32) % Math.min(RECENT_DAYS, load.days));
  const quantity = 1 + (bits(n, 33) % 60);
  const value = {
    tenant: load.tenantOf(benefit),
    series: load.seriesOf(benefit),
    day: load.dayOf(day),
    quantity: String(quantity),
    events: 1,
    revision: n + 2,
  };
  return { partition: benefit % TOPICS.usageVolumes.partitions, value, key: changedKey(benefit, day), quantity };
}

async function sendSteadily(
  servers: BenchServers,
  { prefix, load, perSecond, seconds }: { prefix: string; load: BenefitWorkload; perSecond: number; seconds: number },
): Promise<{ readonly sent: readonly Sent[]; readonly changed: Changed }> {
  const producer = benchClient(servers.brokers).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const changed = new Map<string, number>();
  const perTick = (perSecond * TICK_MS) / 1_000;
  const startedAtMs = performance.now();
  const sends: Promise<Sent[]>[] = [];
  for (let tick = 0; tick < (seconds * 1_000) / TICK_MS; tick += 1) {
    await later(Math.max(0, startedAtMs + tick * TICK_MS - performance.now()));
    const changes = Array.from({ length: Math.round((tick + 1) * perTick) - Math.round(tick * perTick) }, (_, n) =>
      changeOf(load, Math.round(tick * perTick) + n),
    );
    for (const { key, quantity } of changes) changed.set(key, quantity);
    const messages = changes.map(({ partition, value }) => ({ partition, key: `${value.series.key} ${value.day}`, value: JSON.stringify(value) }));
    const atMs = performance.now();
    sends.push(
      producer
        .send({ topic: prefix + TOPICS.usageVolumes.name, acks: -1, messages })
        .then((answers) =>
          answers.flatMap(({ partition, baseOffset }) =>
            messages.filter((message) => message.partition === partition).map((_, at) => ({ partition, offset: Number(baseOffset) + at, atMs })),
          ),
        ),
    );
  }
  const sent = (await Promise.all(sends)).flat();
  await producer.disconnect();
  return { sent, changed };
}

/** The first of the looks for which something holds that goes on holding; their number where there is none. */
function firstThat(looks: readonly Look[], holds: (look: Look) => boolean): number {
  let [low, high] = [0, looks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const look = looks[middle];
    if (look !== undefined && holds(look)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isDone = (look: Look | undefined, last: number | null): boolean =>
  last === null || look === undefined || look.firstPendingFigure === null || look.firstPendingFigure > last;

/** A change is published when, after its position was stored, everything that was pending then is done. That is never sooner than its own figure. */
function delaysOf(sent: readonly Sent[], looks: readonly Look[]): number[] {
  return sent.map(({ partition, offset, atMs }) => {
    const stored = firstThat(looks, (look) => (look.nextOffsets.get(partition) ?? 0) > offset);
    const last = looks[stored]?.lastPending ?? null;
    let at = stored;
    while (at < looks.length && !isDone(looks[at], last)) at += 1;
    return (looks[at]?.atMs ?? Number.POSITIVE_INFINITY) - atMs;
  });
}

/** From the moment at which a changed volume is handed to the producer until its published figure can be read, at a steady rate. */
export async function measureChanges(
  servers: BenchServers,
  progress: BenefitProgress,
  load: { readonly prefix: string; readonly load: BenefitWorkload; readonly perSecond: number; readonly seconds: number },
): Promise<ChangesRun> {
  const watching = { sent: null as number | null };
  const looks: Look[] = [];
  const startedAtMs = performance.now();
  const before = [...(await progress.look()).nextOffsets.values()].reduce((sum, next) => sum + next, 0);
  const watch = async (): Promise<void> => {
    let deadlineMs = Number.POSITIVE_INFINITY;
    for (;;) {
      const look = await progress.look();
      looks.push(look);
      const stored = [...look.nextOffsets.values()].reduce((sum, next) => sum + next, 0) - before;
      if (watching.sent !== null && stored >= watching.sent && look.firstPending === null) return;
      if (watching.sent !== null && deadlineMs === Number.POSITIVE_INFINITY) deadlineMs = performance.now() + SETTLED_WITHIN_MS;
      if (performance.now() > deadlineMs) throw new Error(`only ${stored} of ${watching.sent} changes are stored and published`);
      await later(POLL_MS);
    }
  };
  const watched = watch();
  const { sent, changed } = await sendSteadily(servers, load);
  const changesPerSecond = (sent.length * 1_000) / (performance.now() - startedAtMs);
  watching.sent = sent.length;
  await watched;
  const delays = delaysOf(sent, looks);
  return { p50Ms: quantile(delays, 0.5), p99Ms: quantile(delays, 0.99), maxMs: quantile(delays, 1), changesPerSecond, sent: sent.length, changed };
}
