import { EXPECTED_CLOSE_DAYS, REVIEW_AGE_DAYS } from '@hemtag/metric-catalog';
import { reportReadiness, type HealthCheck } from '@hemtag/platform-http';
import { reportBroker, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';
import { reportDatabase } from '@hemtag/platform-postgres';

import type { OverdueStore } from './application/ports.js';
import type { ProjectorMeter } from './application/projector.js';

const LOOK_AT_OVERDUE_MS = 60_000;

export function projectorMeter(metrics: Metrics): ProjectorMeter {
  const waiting = metrics.gauge('hemtag_benefit_pending_tenants');
  const age = metrics.gauge('hemtag_benefit_oldest_pending_age_seconds');
  const duration = metrics.histogram('hemtag_benefit_projection_duration_seconds');
  const delay = metrics.histogram('hemtag_benefit_figure_delay_seconds');
  let oldestMs: number | null = null;
  // It goes on between two looks of the projector, also while it cannot look.
  metrics.onScrape(() => age.set({}, oldestMs === null ? 0 : Math.max(0, Date.now() - oldestMs) / 1000));
  return {
    pending: ({ tenants, oldest }) => {
      waiting.set({}, tenants);
      oldestMs = oldest;
    },
    projected: ({ durationMs, delaysMs }) => {
      duration.observe({}, durationMs / 1000);
      // The clocks of a sender and of this machine may differ.
      for (const delayMs of delaysMs) delay.observe({}, Math.max(0, delayMs) / 1000);
    },
  };
}

const COUNTED_IN_CONTROLLERS = ['hemtag_benefit_volumes_total', 'hemtag_benefit_manifests_applied_total', 'hemtag_benefit_period_steps_total'] as const;

interface Surroundings {
  readonly dataSource: Parameters<typeof reportDatabase>[1];
  readonly topics: TopicAdmin;
  readonly overdue: OverdueStore;
  readonly checks: readonly HealthCheck[];
}

/** What is asked at each scrape. */
export function reportSurroundings(metrics: Metrics, { dataSource, topics, overdue, checks }: Surroundings): void {
  // There at 0 before anything of the kind happens.
  for (const name of COUNTED_IN_CONTROLLERS) metrics.counter(name);
  reportReadiness(metrics, checks);
  reportBroker(metrics, topics);
  reportDatabase(metrics, dataSource);
  const reviews = metrics.gauge('hemtag_benefit_review_overdue_objects');
  const months = metrics.gauge('hemtag_benefit_overdue_months');
  metrics.beforeScrape(
    async () => {
      const { rates, baselines, openMonths } = await overdue.count({ reviewAgeDays: REVIEW_AGE_DAYS, expectedCloseDays: EXPECTED_CLOSE_DAYS });
      reviews.set({ kind: 'rate' }, rates);
      reviews.set({ kind: 'baseline' }, baselines);
      months.set({}, openMonths);
    },
    { everyMs: LOOK_AT_OVERDUE_MS },
  );
}
