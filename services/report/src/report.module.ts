import type { Clock } from '@hemtag/kernel';
import { HealthModule, type HealthCheck } from '@hemtag/platform-http';
import { Module, type DynamicModule } from '@nestjs/common';
import { DeliveriesController } from './adapters/http/deliveries.controller.js';
import { ReportFilesController } from './adapters/http/report-files.controller.js';
import { ReportsController } from './adapters/http/reports.controller.js';
import { PeriodChangeConsumer } from './adapters/kafka/period-change.consumer.js';
import type { FilePorts } from './application/archive-rendition.js';
import type { BenefitSource } from './application/benefit-source.js';
import type { JobStore, PeriodInbox, TenantStore } from './application/ports.js';
import type { DeliveryStore } from './application/delivery-ports.js';
import { ARCHIVE, BENEFIT_SOURCE, CLOCK, DELIVERY_STORE, EXPORT_ROWS, FILE_ARCHIVE, JOB_STORE, PERIOD_INBOX, REPORT_RUNNER, TENANT_STORE } from './tokens.js';
import { exportRows } from './statement-texts.js';

export interface ReportParts {
  readonly files: FilePorts;
  readonly jobs: JobStore & PeriodInbox;
  readonly tenants: TenantStore;
  readonly source: BenefitSource;
  readonly runner: { wake(): void };
  readonly deliveries: DeliveryStore;
  readonly clock: Clock;
  readonly checks: readonly HealthCheck[];
}

/** Composition root of the report service. */
@Module({})
export class ReportModule {
  static with({ files, jobs, tenants, source, runner, deliveries, clock, checks }: ReportParts): DynamicModule {
    return {
      module: ReportModule,
      imports: [HealthModule.with({ checks })],
      // Fixed addresses go before that of any file.
      controllers: [DeliveriesController, ReportsController, ReportFilesController, PeriodChangeConsumer],
      providers: [
        { provide: ARCHIVE, useValue: files.archive },
        { provide: FILE_ARCHIVE, useValue: files },
        { provide: JOB_STORE, useValue: jobs },
        { provide: PERIOD_INBOX, useValue: jobs },
        { provide: TENANT_STORE, useValue: tenants },
        { provide: BENEFIT_SOURCE, useValue: source },
        { provide: REPORT_RUNNER, useValue: runner },
        { provide: EXPORT_ROWS, useValue: exportRows },
        { provide: DELIVERY_STORE, useValue: deliveries },
        { provide: CLOCK, useValue: clock },
      ],
    };
  }
}
