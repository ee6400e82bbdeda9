import { METRICS, type LabelsOf } from '@hemtag/metric-catalog';
import type { RecordBatch } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';

import type { Flushed } from './application/flusher.js';

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
  readonly published: (messages: number) => void;
  readonly pending: (messages: number) => void;
}

export function ingestionMetrics(metrics: Metrics): IngestionMetrics {
  const events = metrics.counter('hemtag_ingestion_events_total');
  const duration = metrics.histogram('hemtag_ingestion_flush_duration_seconds');
  const size = metrics.histogram('hemtag_ingestion_flush_size_events');
  const lag = metrics.gauge('hemtag_ingestion_lag_events');
  const held = metrics.gauge('hemtag_ingestion_held_partitions');
  const fenced = metrics.counter('hemtag_ingestion_fenced_flushes_total');
  const published = metrics.counter('hemtag_outbox_published_total');
  const pending = metrics.gauge('hemtag_outbox_pending_messages');
  return {
    flushed: ({ counts, events: taken, durationMs }) => {
      for (const outcome of ['accepted', 'duplicate', 'conflict', 'rejected'] as const) {
        const total = counts.reduce((sum, source) => sum + source[outcome], 0);
        if (total > 0) events.add({ outcome }, total);
      }
      duration.observe({}, durationMs / 1000);
      size.observe({}, taken);
    },
    reached: ({ partition, firstOffset, highWatermark }) => lag.set({ partition: partitionLabel(partition) }, Number(highWatermark - firstOffset)),
    stored: ({ partition, nextOffset, highWatermark }) => {
      lag.set({ partition: partitionLabel(partition) }, Number(highWatermark - nextOffset));
      held.set({ partition: partitionLabel(partition) }, 0);
    },
    held: ({ partition }) => held.set({ partition: partitionLabel(partition) }, 1),
    fenced: () => fenced.add({}),
    published: (messages) => published.add({}, messages),
    pending: (messages) => pending.set({}, messages),
  };
}
