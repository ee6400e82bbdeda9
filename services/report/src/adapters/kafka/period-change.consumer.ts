import { TOPICS } from '@hemtag/contracts';
import { BatchHandler, type RecordBatch } from '@hemtag/platform-kafka';
import { retryTransaction } from '@hemtag/platform-postgres';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { PeriodInbox } from '../../application/ports.js';
import { readPeriodChange } from '../../application/read-period-change.js';
import { PERIOD_INBOX, REPORT_RUNNER } from '../../tokens.js';

/** Changes of periods from the benefit service: what has to be made is stored with the position in the log in one transaction. */
@Controller()
export class PeriodChangeConsumer {
  constructor(
    @Inject(PERIOD_INBOX) private readonly inbox: PeriodInbox,
    @Inject(REPORT_RUNNER) private readonly runner: { wake(): void },
  ) {}

  @BatchHandler(TOPICS.benefitPeriods.name)
  async storeBatch(@Payload() batch: RecordBatch): Promise<void> {
    const { topic, partition, epoch, firstOffset, nextOffset, messages } = batch;
    const jobs = messages.flatMap(({ offset, value }) => readPeriodChange({ topic, partition, offset, value }) ?? []);
    await retryTransaction({ attempts: 5, firstDelayMs: 200 }, () => this.inbox.store({ topic, partition, epoch, firstOffset, nextOffset, jobs }));
    if (jobs.length > 0) this.runner.wake();
  }
}
