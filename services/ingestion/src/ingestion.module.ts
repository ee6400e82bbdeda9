import { Module, type DynamicModule } from '@nestjs/common';
import { HealthModule, type HealthCheck } from '@hemtag/platform-http';
import type { KafkaLog } from '@hemtag/platform-kafka';

import { INGESTION_LOG, INGESTION_METRICS, INGESTION_PARTS, UsageEventsController } from './adapters/kafka/usage-events.controller.js';
import type { IngestionMetrics } from './ingestion-metrics.js';
import type { IngestionParts } from './application/ingest.js';

export interface IngestionModuleOptions {
  readonly parts: IngestionParts;
  readonly metrics: IngestionMetrics;
  readonly log: KafkaLog;
  readonly checks: readonly HealthCheck[];
}

@Module({})
export class IngestionModule {
  static with({ parts, metrics, log, checks }: IngestionModuleOptions): DynamicModule {
    return {
      module: IngestionModule,
      imports: [HealthModule.with({ checks })],
      controllers: [UsageEventsController],
      providers: [
        { provide: INGESTION_PARTS, useValue: parts },
        { provide: INGESTION_METRICS, useValue: metrics },
        { provide: INGESTION_LOG, useValue: log },
      ],
    };
  }
}
