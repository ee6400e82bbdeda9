import { WORK_SECONDS } from './buckets.js';
import type { MetricDefinitions } from './metric-definition.js';

const FORMATS = ['pdf', 'xlsx', 'html', 'csv', 'json'] as const;

/** Statements, what is made of them, and whether it arrives. */
export const REPORT_METRICS = {
  hemtag_report_statements_total: {
    type: 'counter', unit: 'statements', help: 'Statements that were made, by the state of their month, or on demand.', labels: { state: ['preliminary', 'closed', 'on_demand'] }, services: ['report'],
  },
  hemtag_report_rendered_total: {
    type: 'counter', unit: 'reports', help: 'Documents that were rendered from a statement, by format.', labels: { format: FORMATS }, services: ['report'],
  },
  hemtag_report_render_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time to render one document.', labels: { format: FORMATS }, buckets: WORK_SECONDS, services: ['report'],
  },
  hemtag_report_deliveries_total: {
    type: 'counter', unit: 'deliveries', help: 'Attempts to deliver a report, by where to and outcome.',
    labels: { target: ['mail', 'folder', 'webhook', 's3'], outcome: ['sent', 'failed'] }, services: ['report'],
  },
  hemtag_report_delivery_age_seconds: {
    type: 'gauge', unit: 'seconds', help: 'How long the oldest report that is due and not delivered has waited; 0 where there is none.', labels: {}, services: ['report'],
  },
  hemtag_report_overdue_reports: {
    type: 'gauge', unit: 'reports', help: 'Reports that are not there although their date has passed.', labels: {}, services: ['report'],
  },
} as const satisfies MetricDefinitions; // prettier-ignore
