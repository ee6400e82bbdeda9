import { TOPICS } from '@hemtag/contracts';
import { METRICS, type LabelsOf } from '@hemtag/metric-catalog';
import { reportReadiness, type HealthCheck } from '@hemtag/platform-http';
import { reportBroker, type PartitionRange, type RecordBatch, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';
import { reportDatabase } from '@hemtag/platform-postgres';

import type { Flushed, Flusher } from './application/flusher.js';
import type { HeldPartitions } from './application/held-partitions.js';
import { silentSources, type SourceFactsStore } from './application/source-status.js';

const LOOK_AT_SOURCES_MS = 10_000;

type PartitionLabel = LabelsOf<'hemtag_ingestion_lag_events'>['partition'];

const PARTITIONS: readonly string[] = METRICS.hemtag_ingestion_lag_events.labels.partition;
const isPartitionLabel = (text: string): text is PartitionLabel => PARTITIONS.includes(text);

function partitionLabel(partition: number): PartitionLabel {
  const text = String(partition);
  return isPartitionLabel(text) ? text : 'other';
}

export interface IngestionMetrics {
  readonly flushed: (flush: Flushed) => void;
  readonly stored: (batch: RecordBatch) => void;
  readonly fenced: () => void;
}

export function ingestionMetrics(metrics: Metrics): IngestionMetrics {
  const events = metrics.counter('hemtag_ingestion_events_total');
  const duration = metrics.histogram('hemtag_ingestion_flush_duration_seconds');
  const size = metrics.histogram('hemtag_ingestion_flush_size_events');
  const fenced = metrics.counter('hemtag_ingestion_fenced_flushes_total');
  const rejects = metrics.counter('hemtag_ingestion_rejects_total');
  const delay = metrics.histogram('hemtag_ingestion_commit_delay_seconds');
  return {
    flushed: ({ counts, rejected, events: taken, durationMs }) => {
      for (const outcome of ['accepted', 'duplicate', 'conflict', 'rejected'] as const) {
        const total = counts.reduce((sum, source) => sum + source[outcome], 0);
        if (total > 0) events.add({ outcome }, total);
      }
      for (const { fault } of rejected) rejects.add({ code: fault.code });
      duration.observe({}, durationMs / 1000);
      size.observe({}, taken);
    },
    stored: ({ messages }) => {
      const [oldest] = messages;
      // The clocks of a sender and of this machine may differ.
      if (oldest) delay.observe({}, Math.max(0, Date.now() - oldest.timestamp) / 1000);
    },
    fenced: () => fenced.add({}),
  };
}

interface Surroundings {
  readonly dataSource: Parameters<typeof reportDatabase>[1];
  readonly admin: TopicAdmin;
  readonly register: { readonly ageMs: number };
  readonly flusher: Pick<Flusher, 'waitingEvents' | 'waitingBytes' | 'spentShare'>;
  readonly sources: Pick<SourceFactsStore, 'rhythms' | 'storedOffsets'>;
  readonly held: Pick<HeldPartitions, 'current'>;
  readonly checks: readonly HealthCheck[];
}

/** Records that are in the log and not stored, by label; those of partitions without a label of their own together. */
function lagByLabel(log: ReadonlyMap<number, PartitionRange>, stored: ReadonlyMap<number, bigint>): ReadonlyMap<PartitionLabel, number> {
  const lags = new Map<PartitionLabel, number>();
  for (const [partition, { low, high }] of log) {
    const label = partitionLabel(partition);
    const waiting = Number(high - (stored.get(partition) ?? low));
    lags.set(label, (lags.get(label) ?? 0) + Math.max(0, waiting));
  }
  return lags;
}

/**
 * Partitions, from the log and from what is stored: a process that has lost a partition, or reads nothing any more, would show for ever what it saw last. Every
 * process says the same of the lag; a hold is said by the one that holds.
 */
function reportPartitions(metrics: Metrics, { admin, sources, held }: Pick<Surroundings, 'admin' | 'sources' | 'held'>): void {
  const lag = metrics.gauge('hemtag_ingestion_lag_events');
  const { name } = TOPICS.usageEvents;
  metrics.beforeScrape(async () => {
    const [log, stored] = await Promise.all([admin.ranges(name), sources.storedOffsets(name)]);
    for (const [partition, waiting] of lagByLabel(log, stored)) lag.set({ partition }, waiting);
  });
  const holding = metrics.gauge('hemtag_ingestion_held_partitions');
  metrics.onScrape(() => {
    const now = new Set(held.current(Date.now()).map(({ partition }) => partitionLabel(partition)));
    for (const partition of METRICS.hemtag_ingestion_held_partitions.labels.partition) holding.set({ partition }, now.has(partition) ? 1 : 0);
  });
}

/** What is asked at each scrape. */
export function reportSurroundings(metrics: Metrics, surroundings: Surroundings): void {
  const { dataSource, admin, register, flusher, sources, checks } = surroundings;
  reportPartitions(metrics, surroundings);
  reportReadiness(metrics, checks);
  reportBroker(metrics, admin);
  reportDatabase(metrics, dataSource);
  const age = metrics.gauge('hemtag_register_age_seconds');
  const events = metrics.gauge('hemtag_ingestion_waiting_events');
  const bytes = metrics.gauge('hemtag_ingestion_waiting_bytes');
  const spent = metrics.gauge('hemtag_ingestion_reject_budget_spent_ratio');
  metrics.onScrape(() => {
    age.set({}, register.ageMs / 1000);
    events.set({}, flusher.waitingEvents);
    bytes.set({}, flusher.waitingBytes);
    spent.set({}, flusher.spentShare);
  });
  const silent = metrics.gauge('hemtag_ingestion_silent_sources');
  metrics.beforeScrape(async () => silent.set({}, silentSources(await sources.rhythms(), Date.now())), { everyMs: LOOK_AT_SOURCES_MS });
}
