import { reportReadiness, type HealthCheck } from '@hemtag/platform-http';
import { reportBroker, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';
import { reportDatabase } from '@hemtag/platform-postgres';
import type { ReportPorts } from './application/make-report.js';
import type { JobStore } from './application/ports.js';

const STATES = { PRELIMINARY: 'preliminary', FINAL: 'closed', ON_DEMAND: 'on_demand' } as const;
const LOOK_AT_OVERDUE_MS = 15_000;

/** Counts what is made. */
export function reportMeter(metrics: Metrics): Required<Pick<ReportPorts, 'onStatement' | 'onRendered'>> {
  const statements = metrics.counter('hemtag_report_statements_total');
  const rendered = metrics.counter('hemtag_report_rendered_total');
  const duration = metrics.histogram('hemtag_report_render_duration_seconds');
  return {
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
  readonly checks: readonly HealthCheck[];
}

/** What is asked at each scrape. */
export function reportSurroundings(metrics: Metrics, { dataSource, topics, jobs, checks }: Surroundings): void {
  reportReadiness(metrics, checks);
  reportBroker(metrics, topics);
  reportDatabase(metrics, dataSource);
  const overdue = metrics.gauge('hemtag_report_overdue_reports');
  metrics.beforeScrape(async () => overdue.set({}, await jobs.overdue()), { everyMs: LOOK_AT_OVERDUE_MS });
  // Nothing is delivered by this service yet, so nothing waits.
  metrics.counter('hemtag_report_deliveries_total');
  metrics.gauge('hemtag_report_delivery_age_seconds').set({}, 0);
}
