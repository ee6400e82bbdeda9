import type { Clock } from '@hemtag/kernel';
import type { Logger } from '@hemtag/platform-observability';
import { publicHolidays } from './adapters/calendar/public-holidays.js';
import { SmtpSender } from './adapters/mail/smtp-sender.js';
import { PostgresDeliveryStore } from './adapters/postgres/delivery.store.js';
import { oneAtATime } from './adapters/postgres/one-at-a-time.js';
import type { FilePorts } from './application/archive-rendition.js';
import type { BenefitSource } from './application/benefit-source.js';
import { deliver, type DeliveryPorts } from './application/deliver.js';
import { followPlans, type FollowPorts } from './application/follow-plans.js';
import { LeaseRunner } from './application/lease-runner.js';
import { PlanFollower } from './application/plan-follower.js';
import type { ReportPlan } from './application/plan-deliveries.js';
import type { IsHoliday } from './application/working-days.js';
import type { ReportConfig } from './config.js';
import { targetsOf } from './delivery-settings.js';
import { mailWords } from './statement-texts.js';

export interface DeliveryParts {
  readonly config: ReportConfig;
  readonly dataSource: ConstructorParameters<typeof PostgresDeliveryStore>[0];
  readonly source: BenefitSource;
  readonly files: FilePorts;
  readonly jobs: FollowPorts['jobs'];
  /** Reports are to be made. */
  readonly onAsked: () => void;
  readonly onDelivered: NonNullable<DeliveryPorts['onDelivered']>;
  readonly clock: Clock;
  readonly log: Logger;
}

function mailSender(config: ReportConfig): SmtpSender | null {
  const { HEMTAG_SMTP_URL: server, HEMTAG_MAIL_FROM: from, HEMTAG_SMTP_AUTHORITY: authority } = config;
  if (server === undefined || from === undefined) return null;
  return new SmtpSender({ ...server, from, ...(authority !== undefined && { authority }) });
}

/** Follows the report plans and delivers what they ask for. */
export function deliveryOf({ config, dataSource, source, files, jobs, onAsked, onDelivered, clock, log }: DeliveryParts) {
  const store = new PostgresDeliveryStore(dataSource);
  // A calendar takes time to compute and never changes while the service runs.
  const calendars = new Map<ReportPlan['calendar'], IsHoliday>();
  const holidaysOf = (country: ReportPlan['calendar']): IsHoliday => {
    const isHoliday = calendars.get(country) ?? publicHolidays(country);
    calendars.set(country, isHoliday);
    return isHoliday;
  };
  const targets = targetsOf(config.HEMTAG_REPORT_TARGETS, clock);
  const ports: DeliveryPorts = { ...files, store, mail: mailSender(config), targets, mailWords, onDelivered, source, holidaysOf, clock };
  const runner = new LeaseRunner({ name: 'delivery', jobs: store, work: (claim) => deliver(claim, ports), log });
  let overdue = 0;
  const follower = new PlanFollower({
    follow: () => oneAtATime(dataSource, 'hemtag.report.plans', () => followPlans({ ...files, source, store, jobs, targets, holidaysOf, clock, log })),
    onFollowed: (followed) => {
      ({ overdue } = followed);
      if (followed.planned > 0) runner.wake();
      if (followed.asked > 0) onAsked();
    },
    log,
  });
  return {
    store,
    overdueByPlan: () => overdue,
    /** A report was made: it may have to be sent. */
    onStatement: () => follower.wake(),
    start: () => {
      runner.start();
      follower.start();
    },
    stop: async () => {
      await follower.stop();
      await runner.stop();
    },
  };
}
