import { METRICS, type LabelsOf } from '@hemtag/metric-catalog';
import { reportReadiness, type HealthCheck } from '@hemtag/platform-http';
import { reportBroker, type RecordBatch, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';
import { reportDatabase } from '@hemtag/platform-postgres';

import type { Flushed, Flusher } from './application/flusher.js';
import { silentSources, type SourceFactsStore } from './application/source-status.js';

const LOOK_AT_SOURCES_MS = 10_000;

type PartitionLabel = LabelsOf<'hemtag_ingestion_lag_events'>['partition'];

const PARTITIONS: readonly string[] = METRICS.hemtag_ingestion_lag_events.labels.partition;
const isPartitionLabel = (text: string): text is PartitionLabel => PARTITIONS.includes(text);

function partitionLabel(partition: number): PartitionLabel {
  const text = String(partition);
  return isPartitionLabel(text) ? text : 'other';
}

type Place = Pick<RecordBatch, 'partition'>;

export interface IngestionMetrics {
  readonly flushed: (flush: Flushed) => void;
  /** A batch was read from the log. */
  readonly reached: (batch: RecordBatch) => void;
  readonly stored: (batch: RecordBatch) => void;
  readonly held: (place: Place) => void;
  readonly fenced: () => void;
}

export function ingestionMetrics(metrics: Metrics): IngestionMetrics {
  const events = metrics.counter('hemtag_ingestion_events_total');
  const duration = metrics.histogram('hemtag_ingestion_flush_duration_seconds');
  const size = metrics.histogram('hemtag_ingestion_flush_size_events');
  const lag = metrics.gauge('hemtag_ingestion_lag_events');
  const held = metrics.gauge('hemtag_ingestion_held_partitions');
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
    reached: ({ partition, firstOffset, highWatermark }) => lag.set({ partition: partitionLabel(partition) }, Number(highWatermark - firstOffset)),
    stored: ({ partition, nextOffset, highWatermark, messages }) => {
      const [oldest] = messages;
      // The clocks of a sender and of this machine may differ.
      if (oldest) delay.observe({}, Math.max(0, Date.now() - oldest.timestamp) / 1000);
      lag.set({ partition: partitionLabel(partition) }, Number(highWatermark - nextOffset));
      held.set({ partition: partitionLabel(partition) }, 0);
    },
    held: ({ partition }) => held.set({ partition: partitionLabel(partition) }, 1),
    fenced: () => fenced.add({}),
  };
}

interface Surroundings {
  readonly dataSource: Parameters<typeof reportDatabase>[1];
  readonly admin: TopicAdmin;
  readonly register: { readonly ageMs: number };
  readonly flusher: Pick<Flusher, 'waitingEvents' | 'waitingBytes' | 'spentShare'>;
  readonly sources: Pick<SourceFactsStore, 'rhythms'>;
  readonly checks: readonly HealthCheck[];
}

/** What is asked at each scrape. */
export function reportSurroundings(metrics: Metrics, { dataSource, admin, register, flusher, sources, checks }: Surroundings): void {
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
