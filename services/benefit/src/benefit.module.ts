import type { Clock } from '@hemtag/kernel';
import { HealthModule, type HealthCheck } from '@hemtag/platform-http';
import type { FollowVerification, Metrics, Tracing } from '@hemtag/platform-observability';
import { Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { CaseController } from './adapters/http/case.controller.js';
import { CompletenessController } from './adapters/http/completeness.controller.js';
import { ConfirmationsController } from './adapters/http/confirmations.controller.js';
import { ExplanationController } from './adapters/http/explanation.controller.js';
import { FigureSumController } from './adapters/http/figure-sum.controller.js';
import { FiguresController } from './adapters/http/figures.controller.js';
import { HarvestsController } from './adapters/http/harvests.controller.js';
import { PeriodChangesController } from './adapters/http/period-changes.controller.js';
import { PeriodsController } from './adapters/http/periods.controller.js';
import { RegisterController } from './adapters/http/register.controller.js';
import { VerifyController } from './adapters/http/verify.controller.js';
import { VolumeConsumer } from './adapters/kafka/volume.consumer.js';
import type { AwaitUsage } from './application/await-usage.js';
import { PostgresConfirmationStore } from './adapters/postgres/confirmation.store.js';
import { PostgresPeriodStore } from './adapters/postgres/period.store.js';
import { PostgresProjectionStore } from './adapters/postgres/projection.store.js';
import { PostgresRegisterStore } from './adapters/postgres/register.store.js';
import { PostgresVolumeFacts } from './adapters/postgres/volume-facts.store.js';
import { PostgresVolumeStore } from './adapters/postgres/volume.store.js';
import { PostgresVolumeWriter } from './adapters/postgres/volume-writer.store.js';
import { readManifests } from './adapters/yaml/manifest-yaml.js';
import { sha256 } from './sha256.js';
import {
  AWAIT_USAGE,
  BEGIN_SPAN,
  CLOCK,
  CONFIRMATION_STORE,
  DIGEST,
  FOLLOW_VERIFICATION,
  MANIFEST_READER,
  METRICS_HANDLE,
  PERIOD_STORE,
  PUBLISHED_FIGURES,
  REGISTER_STORE,
  VERIFY_FAILED,
  VOLUME_FACTS,
  VOLUME_STORE,
  VOLUME_WRITER,
} from './tokens.js';

export interface BenefitParts {
  readonly dataSource: DataSource;
  readonly metrics: Metrics;
  readonly begin: Tracing['begin'];
  readonly follow: FollowVerification;
  readonly clock: Clock;
  readonly checks: readonly HealthCheck[];
  readonly onVerifyFailed: (error: unknown) => void;
  readonly awaitUsage: AwaitUsage;
}

/** Composition root of the benefit service. */
@Module({})
export class BenefitModule {
  static with({ dataSource, metrics, begin, follow, clock, checks, onVerifyFailed, awaitUsage }: BenefitParts): DynamicModule {
    return {
      module: BenefitModule,
      imports: [HealthModule.with({ checks })],
      controllers: [
        CaseController,
        CompletenessController,
        ConfirmationsController,
        ExplanationController,
        FigureSumController,
        PeriodChangesController,
        FiguresController,
        HarvestsController,
        PeriodsController,
        RegisterController,
        VerifyController,
        VolumeConsumer,
      ],
      providers: [
        { provide: REGISTER_STORE, useValue: new PostgresRegisterStore(dataSource) },
        { provide: VOLUME_STORE, useValue: new PostgresVolumeStore(dataSource) },
        { provide: VOLUME_FACTS, useValue: new PostgresVolumeFacts(dataSource) },
        { provide: VOLUME_WRITER, useValue: new PostgresVolumeWriter(dataSource) },
        { provide: MANIFEST_READER, useValue: readManifests },
        { provide: PERIOD_STORE, useValue: new PostgresPeriodStore(dataSource) },
        { provide: CONFIRMATION_STORE, useValue: new PostgresConfirmationStore(dataSource) },
        { provide: PUBLISHED_FIGURES, useValue: new PostgresProjectionStore(dataSource) },
        { provide: DIGEST, useValue: sha256 },
        { provide: METRICS_HANDLE, useValue: metrics },
        { provide: BEGIN_SPAN, useValue: begin },
        { provide: CLOCK, useValue: clock },
        { provide: AWAIT_USAGE, useValue: awaitUsage },
        { provide: VERIFY_FAILED, useValue: onVerifyFailed },
        { provide: FOLLOW_VERIFICATION, useValue: follow },
      ],
    };
  }
}
