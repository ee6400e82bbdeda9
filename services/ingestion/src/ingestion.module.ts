import { Module, type DynamicModule } from '@nestjs/common';
import { HealthModule, type HealthCheck } from '@hemtag/platform-http';
import type { KafkaLog } from '@hemtag/platform-kafka';

import { EventsController } from './adapters/http/events.controller.js';
import { RejectsController, type RejectPorts } from './adapters/http/rejects.controller.js';
import { SourcesController, type SourcePorts } from './adapters/http/sources.controller.js';
import { EVENT_PORTS, REJECT_PORTS, SOURCE_PORTS, VERIFY_PORTS } from './adapters/http/tokens.js';
import { VerifyController, type VerifyApiPorts } from './adapters/http/verify.controller.js';
import { GATEWAY_REJECTS, REGISTER, RejectedEventsController } from './adapters/kafka/rejected-events.controller.js';
import { HELD_PARTITIONS, INGESTION_LOG, INGESTION_METRICS, INGESTION_PARTS, UsageEventsController } from './adapters/kafka/usage-events.controller.js';
import type { IngestionMetrics } from './ingestion-metrics.js';
import type { HeldPartitions } from './application/held-partitions.js';
import type { IngestionParts } from './application/ingest.js';
import type { ListEventsPorts } from './application/list-events.js';
import type { GatewayRejects } from './application/reject-ports.js';

export interface IngestionModuleOptions {
  readonly parts: IngestionParts;
  readonly metrics: IngestionMetrics;
  readonly log: KafkaLog;
  readonly held: HeldPartitions;
  readonly gatewayRejects: GatewayRejects;
  readonly events: ListEventsPorts;
  readonly rejects: RejectPorts;
  readonly sources: SourcePorts;
  readonly verify: VerifyApiPorts;
  readonly checks: readonly HealthCheck[];
}

@Module({})
export class IngestionModule {
  static with({ parts, metrics, log, held, gatewayRejects, events, rejects, sources, verify, checks }: IngestionModuleOptions): DynamicModule {
    return {
      module: IngestionModule,
      imports: [HealthModule.with({ checks })],
      controllers: [UsageEventsController, RejectedEventsController, EventsController, RejectsController, SourcesController, VerifyController],
      providers: [
        { provide: INGESTION_PARTS, useValue: parts },
        { provide: INGESTION_METRICS, useValue: metrics },
        { provide: INGESTION_LOG, useValue: log },
        { provide: HELD_PARTITIONS, useValue: held },
        { provide: GATEWAY_REJECTS, useValue: gatewayRejects },
        { provide: REGISTER, useValue: parts.register },
        { provide: EVENT_PORTS, useValue: events },
        { provide: REJECT_PORTS, useValue: rejects },
        { provide: SOURCE_PORTS, useValue: sources },
        { provide: VERIFY_PORTS, useValue: verify },
      ],
    };
  }
}
