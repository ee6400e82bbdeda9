import type { SourceCounts } from '@hemtag/metering';
import { METRICS, type LabelsOf } from '@hemtag/metric-catalog';
import type { RecordBatch } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';

type PartitionLabel = LabelsOf<'hemtag_ingestion_lag_events'>['partition'];

const PARTITIONS: readonly string[] = METRICS.hemtag_ingestion_lag_events.labels.partition;
const isPartitionLabel = (text: string): text is PartitionLabel => PARTITIONS.includes(text);

function partitionLabel(partition: number): PartitionLabel {
  const text = String(partition);
  return isPartitionLabel(text) ? text : 'other';
}

export interface IngestionMetrics {
  readonly flushed: (flush: { readonly batch: RecordBatch; readonly counts: readonly SourceCounts[]; readonly durationMs: number }) => void;
  readonly fenced: () => void;
  readonly published: (messages: number) => void;
  readonly pending: (messages: number) => void;
}

export function ingestionMetrics(metrics: Metrics): IngestionMetrics {
  const events = metrics.counter('hemtag_ingestion_events_total');
  const duration = metrics.histogram('hemtag_ingestion_flush_duration_seconds');
  const size = metrics.histogram('hemtag_ingestion_flush_size_events');
  const lag = metrics.gauge('hemtag_ingestion_lag_events');
  const fenced = metrics.counter('hemtag_ingestion_fenced_flushes_total');
  const published = metrics.counter('hemtag_outbox_published_total');
  const pending = metrics.gauge('hemtag_outbox_pending_messages');
  return {
    flushed: ({ batch, counts, durationMs }) => {
      for (const outcome of ['accepted', 'duplicate', 'conflict', 'rejected'] as const) {
        const total = counts.reduce((sum, source) => sum + source[outcome], 0);
        if (total > 0) events.add({ outcome }, total);
      }
      duration.observe({}, durationMs / 1000);
      size.observe({}, batch.messages.length);
      lag.set({ partition: partitionLabel(batch.partition) }, Number(batch.highWatermark - batch.nextOffset));
    },
    fenced: () => fenced.add({}),
    published: (messages) => published.add({}, messages),
    pending: (messages) => pending.set({}, messages),
  };
}
