import type { Clock } from '@hemtag/kernel';
import { HealthModule, type HealthCheck } from '@hemtag/platform-http';
import { Module, type DynamicModule } from '@nestjs/common';
import { PeriodChangeConsumer } from './adapters/kafka/period-change.consumer.js';
import type { Archive, JobStore, PeriodInbox } from './application/ports.js';
import { ReportRunner } from './application/report-runner.js';
import { ARCHIVE, CLOCK, JOB_STORE, PERIOD_INBOX } from './tokens.js';

export interface ReportParts {
  readonly archive: Archive;
  readonly jobs: JobStore & PeriodInbox;
  readonly runner: ReportRunner;
  readonly clock: Clock;
  readonly checks: readonly HealthCheck[];
}

/** Composition root of the report service. */
@Module({})
export class ReportModule {
  static with({ archive, jobs, runner, clock, checks }: ReportParts): DynamicModule {
    return {
      module: ReportModule,
      imports: [HealthModule.with({ checks })],
      controllers: [PeriodChangeConsumer],
      providers: [
        { provide: ARCHIVE, useValue: archive },
        { provide: JOB_STORE, useValue: jobs },
        { provide: PERIOD_INBOX, useValue: jobs },
        { provide: ReportRunner, useValue: runner },
        { provide: CLOCK, useValue: clock },
      ],
    };
  }
}
