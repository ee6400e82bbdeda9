import { TOPICS, traceparentOf } from '@hemtag/contracts';
import { BatchHandler, type RecordBatch } from '@hemtag/platform-kafka';
import { BEGIN_SPAN, METRICS_HANDLE, VOLUME_WRITER } from '../../tokens.js';
import type { Metrics, Tracing } from '@hemtag/platform-observability';
import { retryTransaction } from '@hemtag/platform-postgres';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { VolumeWriter } from '../../application/ports.js';
import { headerInstant, readVolume } from '../../application/store-volumes.js';

const causesOf = (messages: RecordBatch['messages']): readonly string[] => [...new Set(messages.flatMap(({ headers }) => traceparentOf(headers) ?? []))];

/** Day volumes from ingestion, stored with the position in the log in one transaction. */
@Controller()
export class VolumeConsumer {
  constructor(
    @Inject(VOLUME_WRITER) private readonly writer: VolumeWriter,
    @Inject(METRICS_HANDLE) private readonly metrics: Metrics,
    @Inject(BEGIN_SPAN) private readonly begin: Tracing['begin'],
  ) {}

  @BatchHandler(TOPICS.usageVolumes.name)
  async storeBatch(@Payload() batch: RecordBatch): Promise<void> {
    const { topic, partition, epoch, firstOffset, nextOffset, messages } = batch;
    const volumes = messages.map(({ offset, value, timestamp, headers }) => ({
      ...readVolume({ topic, partition, offset, value }),
      offset,
      recordedAt: timestamp,
      usageAt: headerInstant(headers, 'usageAt'),
      ledgerAt: headerInstant(headers, 'ledgerAt'),
    }));
    const span = this.begin?.('benefit store volumes', { kind: 'consumer', causes: causesOf(messages) });
    const traceparent = span?.traceparent;
    const stored = await retryTransaction({ attempts: 5, firstDelayMs: 200 }, () =>
      this.writer.store({ topic, partition, epoch, firstOffset, nextOffset, volumes, traceparent }),
    ).finally(() => span?.end());
    const counter = this.metrics.counter('hemtag_benefit_volumes_total');
    counter.add({ outcome: 'applied' }, stored.applied);
    counter.add({ outcome: 'stale' }, stored.stale);
  }
}
