import { DELAY_SECONDS, WORK_SECONDS } from './buckets.js';
import type { MetricDefinitions } from './metric-definition.js';

/** Days after which a rate or baseline in force is to be reviewed: a year and five weeks. */
export const REVIEW_AGE_DAYS = 400;
/** Days after the end of a month by which it is expected to be closed. */
export const EXPECTED_CLOSE_DAYS = 30;

/** From volumes to published figures, and the register and periods behind them. */
export const BENEFIT_METRICS = {
  hemtag_benefit_volumes_total: {
    type: 'counter', unit: 'volumes', help: 'Volumes that the benefit service read, by what it did with them.', labels: { outcome: ['applied', 'stale'] },
    services: ['benefit'],
  },
  hemtag_benefit_figure_delay_seconds: {
    type: 'histogram', unit: 'seconds',
    help: 'Time from the oldest usage event behind a changed volume appended to the log to the published figures committed; one observation a series and month.',
    labels: {}, buckets: DELAY_SECONDS, services: ['benefit'],
  },
  hemtag_benefit_projection_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time to compute and write what is pending of one tenant.', labels: {}, buckets: WORK_SECONDS, services: ['benefit'],
  },
  hemtag_benefit_pending_tenants: {
    type: 'gauge', unit: 'tenants', help: 'Tenants with a change that is not in their published figures yet, as last seen by the projector.', labels: {},
    services: ['benefit'],
  },
  hemtag_benefit_oldest_pending_age_seconds: {
    type: 'gauge', unit: 'seconds', help: 'How long the oldest change that is not in the published figures has waited, as last seen by the projector; 0 where there is none.',
    labels: {}, services: ['benefit'],
  },
  hemtag_benefit_manifests_applied_total: {
    type: 'counter', unit: 'objects', help: 'Register objects of applied manifests, by result.', labels: { result: ['created', 'versioned', 'unchanged'] },
    services: ['benefit'],
  },
  hemtag_benefit_review_overdue_objects: {
    type: 'gauge', unit: 'objects', help: `Rates and baselines in force that began more than ${REVIEW_AGE_DAYS} days ago.`, labels: { kind: ['rate', 'baseline'] },
    services: ['benefit'],
  },
  hemtag_benefit_period_steps_total: {
    type: 'counter', unit: 'steps', help: 'Months that were set preliminary, closed or reopened.', labels: { step: ['preliminary', 'close', 'reopen'] },
    services: ['benefit'],
  },
  hemtag_benefit_overdue_months: {
    type: 'gauge', unit: 'months',
    help: `Months that ended more than ${EXPECTED_CLOSE_DAYS} days ago and are not closed, over all tenants that have begun to close; earlier months than their first do not count.`,
    labels: {}, services: ['benefit'],
  },
} as const satisfies MetricDefinitions; // prettier-ignore
