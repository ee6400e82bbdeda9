import { Controller, Inject } from '@nestjs/common';
import { TOPICS } from '@hemtag/contracts';
import { BatchHandler, type RecordBatch } from '@hemtag/platform-kafka';

import { ingestBatch, type IngestionParts } from '../../application/ingest-batch.js';
import type { IngestionMetrics } from '../../ingestion-metrics.js';

export const INGESTION_PARTS = Symbol('ingestion parts');
export const INGESTION_METRICS = Symbol('ingestion metrics');

@Controller()
export class UsageEventsController {
  constructor(
    @Inject(INGESTION_PARTS) private readonly parts: IngestionParts,
    @Inject(INGESTION_METRICS) private readonly metrics: IngestionMetrics,
  ) {}

  @BatchHandler(TOPICS.usageEvents.name)
  async store(batch: RecordBatch): Promise<void> {
    const startedMs = performance.now();
    const counts = await ingestBatch(batch, this.parts);
    this.metrics.flushed({ batch, counts, durationMs: performance.now() - startedMs });
  }
}
