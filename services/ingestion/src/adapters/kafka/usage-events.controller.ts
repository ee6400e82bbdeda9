import { Controller, Inject } from '@nestjs/common';
import { TOPICS } from '@hemtag/contracts';
import { BatchHandler, Fenced, Held, type KafkaLog, type RecordBatch, type TakenOver } from '@hemtag/platform-kafka';

import type { BatchOutcome } from '../../application/flusher.js';
import type { HeldPartitions } from '../../application/held-partitions.js';
import { ingest, type IngestionParts } from '../../application/ingest.js';
import type { IngestionMetrics } from '../../ingestion-metrics.js';

export const INGESTION_PARTS = Symbol('ingestion parts');
export const INGESTION_METRICS = Symbol('ingestion metrics');
export const INGESTION_LOG = Symbol('ingestion log');
export const HELD_PARTITIONS = Symbol('held partitions');

// How soon a partition is looked at again whose source has spent its budget of rejects.
export const RETRY_HELD_MS = 10_000;

@Controller()
export class UsageEventsController {
  constructor(
    @Inject(INGESTION_PARTS) private readonly parts: IngestionParts,
    @Inject(INGESTION_METRICS) private readonly metrics: IngestionMetrics,
    @Inject(INGESTION_LOG) private readonly log: KafkaLog,
    @Inject(HELD_PARTITIONS) private readonly held: HeldPartitions,
  ) {}

  @BatchHandler(TOPICS.usageEvents.name)
  async take(batch: RecordBatch): Promise<TakenOver> {
    const { outcome } = await ingest(batch, this.parts);
    return { stored: outcome.then((known) => this.report(batch, known)) };
  }

  private report(batch: RecordBatch, outcome: BatchOutcome): void {
    switch (outcome.kind) {
      case 'stored':
        this.held.release(batch);
        return this.metrics.stored(batch);
      case 'fenced':
        this.held.release(batch);
        throw new Fenced(batch);
      case 'held':
        this.held.hold({
          topic: batch.topic,
          partition: batch.partition,
          source: outcome.source,
          code: outcome.fault.code,
          offset: outcome.offset,
          now: this.parts.clock(),
        });
        this.log.warn(
          { topic: batch.topic, partition: batch.partition, source: outcome.source, offset: outcome.offset.toString(), code: outcome.fault.code },
          'ingestion.partition_held',
        );
        throw new Held({ topic: batch.topic, partition: batch.partition, retryAfterMs: RETRY_HELD_MS });
    }
  }
}
