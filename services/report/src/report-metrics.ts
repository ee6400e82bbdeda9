import { reportReadiness, type HealthCheck } from '@hemtag/platform-http';
import { reportBroker, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';
import { reportDatabase } from '@hemtag/platform-postgres';
import type { ReportPorts } from './application/make-report.js';
import type { DeliveryStore } from './application/delivery-ports.js';
import type { DeliveryPorts } from './application/deliver.js';
import type { JobStore } from './application/ports.js';

const STATES = { PRELIMINARY: 'preliminary', FINAL: 'closed', ON_DEMAND: 'on_demand' } as const;
const LOOK_AT_OVERDUE_MS = 15_000;

/** Counts what is made. */
export function reportMeter(metrics: Metrics): Required<Pick<ReportPorts, 'onStatement' | 'onRendered'> & Pick<DeliveryPorts, 'onDelivered'>> {
  const statements = metrics.counter('hemtag_report_statements_total');
  const rendered = metrics.counter('hemtag_report_rendered_total');
  const duration = metrics.histogram('hemtag_report_render_duration_seconds');
  const deliveries = metrics.counter('hemtag_report_deliveries_total');
  return {
    onDelivered: (target, outcome) => deliveries.add({ target, outcome }),
    onStatement: ({ state }) => {
      statements.add({ state: STATES[state] });
      // The statement's own bytes are one of its files.
      rendered.add({ format: 'json' });
    },
    onRendered: (format, tookMs) => {
      rendered.add({ format });
      duration.observe({ format }, tookMs / 1000);
    },
  };
}

interface Surroundings {
  readonly dataSource: Parameters<typeof reportDatabase>[1];
  readonly topics: TopicAdmin;
  readonly jobs: Pick<JobStore, 'overdue'>;
  readonly deliveries: Pick<DeliveryStore, 'oldestOpenSeconds'>;
  /** Reports that the plans have waited for longer than they should, as of the last look. */
  readonly overdueByPlan: () => number;
  readonly checks: readonly HealthCheck[];
}

/** What is asked at each scrape. */
export function reportSurroundings(metrics: Metrics, { dataSource, topics, jobs, deliveries, overdueByPlan, checks }: Surroundings): void {
  reportReadiness(metrics, checks);
  reportBroker(metrics, topics);
  reportDatabase(metrics, dataSource);
  const overdue = metrics.gauge('hemtag_report_overdue_reports');
  const oldest = metrics.gauge('hemtag_report_delivery_age_seconds');
  const look = async (): Promise<void> => {
    overdue.set({}, (await jobs.overdue()) + overdueByPlan());
    oldest.set({}, await deliveries.oldestOpenSeconds());
  };
  metrics.beforeScrape(look, { everyMs: LOOK_AT_OVERDUE_MS });
}
