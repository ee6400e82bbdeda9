import type { PUBLISHED } from './published-views.js';

/** Types of columns as PostgreSQL's information schema calls them. */
export type PublishedColumnType = 'text' | 'numeric' | 'integer' | 'bigint' | 'boolean' | 'date' | 'timestamp with time zone' | 'jsonb' | 'ARRAY';

/**
 * The columns of the published views that are documented for readers of SQL, in order: what a board's query may name. A test compares them with
 * docs/published-views.md, and another one that page with the database.
 */
export const PUBLISHED_COLUMNS = {
  figure: {
    tenant: 'text', figure_id: 'text', kind: 'text', initiative: 'text', benefit: 'text', type: 'text', evidence: 'text', month: 'date',
    original_month: 'date', state: 'text', quantity_unit: 'text', quantity_estimated: 'numeric', quantity_low: 'numeric', quantity_high: 'numeric',
    quantity_actual: 'numeric', quantity_counted: 'numeric', quantity_excess: 'numeric', amount_unit: 'text', amount_estimated: 'numeric',
    amount_gross: 'numeric', amount_adjusted: 'numeric', amount_confirmed: 'numeric', amount_harvested: 'numeric', amount_as_reported: 'numeric',
    exact_estimated: 'numeric', exact_gross: 'numeric', exact_adjusted: 'numeric', hours_gross: 'numeric', hours_adjusted: 'numeric',
    hours_unclaimed: 'numeric', hours_fte: 'numeric', adoption_potential: 'numeric', adoption_share: 'numeric', rate: 'numeric', complete: 'boolean',
    reason: 'text', exact_quantity_estimated: 'numeric', exact_quantity_counted: 'numeric',
  },
  initiativeMonth: {
    tenant: 'text', initiative: 'text', month: 'date', currency: 'text', type: 'text', gross: 'numeric', running_cost: 'numeric', one_off_cost: 'numeric',
    net: 'numeric', cumulative_net: 'numeric', exact_gross: 'numeric', exact_running_cost: 'numeric', exact_one_off_cost: 'numeric', exact_net: 'numeric',
    exact_cumulative_net: 'numeric', break_even_share: 'numeric',
  },
  initiative: {
    tenant: 'text', initiative: 'text', title: 'jsonb', department: 'text', responsibility_unit: 'text', benefit_owner: 'text', controller: 'text',
    phase: 'text', go_live: 'date', process_change: 'date', maturity_kl: 'integer', currency: 'text', retired_from: 'date',
    goals: 'ARRAY',
  },
  benefit: {
    tenant: 'text', initiative: 'text', benefit: 'text', title: 'jsonb', initiative_title: 'jsonb', department: 'text', responsibility_unit: 'text',
    benefit_owner: 'text', controller: 'text', type: 'text', evidence: 'text', polarity: 'text', cap: 'text',
  },
  sourceDay: {
    tenant: 'text', name: 'text', source: 'text', day: 'date', state: 'text', level: 'integer',
  },
  rateVersion: {
    tenant: 'text', rate: 'text', unit: 'text', valid_from: 'date', valid_to: 'date', value: 'numeric', source: 'text', method: 'text',
  },
  planLine: {
    tenant: 'text', initiative: 'text', benefit: 'text', plan_line: 'text', measure: 'text', responsibility_unit: 'text', budget_year: 'integer',
    currency: 'text', planned_amount: 'numeric', planned_date: 'date', decision_ref: 'text',
  },
  tenant: {
    tenant: 'text', time_zone: 'text', currency: 'text', title: 'jsonb',
  },
  source: {
    tenant: 'text', name: 'text', source: 'text', dimensions: 'ARRAY', accepts_aggregates: 'boolean', reference: 'text', safe_patterns: 'jsonb',
    expected_every: 'text', title: 'jsonb', retired_from: 'date',
  },
  period: {
    tenant: 'text', month: 'date', state: 'text', version: 'integer', preliminary_at: 'timestamp with time zone', closed_at: 'timestamp with time zone',
    reopened_at: 'timestamp with time zone', approved_at: 'timestamp with time zone', snapshot_hash: 'text',
  },
  baseline: {
    tenant: 'text', initiative: 'text', benefit: 'text', valid_from: 'date', valid_to: 'date', volume_per_year: 'numeric', method: 'text',
    measured_from: 'date', measured_to: 'date', source: 'text', approved_by: 'text',
  },
  sourceHour: {
    tenant: 'text', source: 'text', hour: 'timestamp with time zone', accepted: 'bigint', duplicate: 'bigint', conflict: 'bigint', rejected: 'bigint',
    gateway_rejected: 'bigint',
  },
  rejectHour: {
    tenant: 'text', source: 'text', hour: 'timestamp with time zone', code: 'text', origin: 'text', rejects: 'bigint',
  },
  sourceCounter: {
    tenant: 'text', source: 'text', accepted: 'bigint', duplicate: 'bigint', conflict: 'bigint', rejected: 'bigint', gateway_rejected: 'bigint',
    last_event_at: 'timestamp with time zone',
  },
  benefitProgress: {
    topic: 'text', partition_id: 'integer', next_offset: 'bigint',
  },
  benefitPending: {
    last_id: 'bigint', first_pending_id: 'bigint', first_pending_figure_id: 'bigint',
  },
  report: {
    tenant: 'text', report: 'text', period: 'text', month: 'date', state: 'text', version: 'integer', departments: 'ARRAY',
    known_on: 'timestamp with time zone', snapshot_hash: 'text', progress: 'text', attempts: 'integer', fault_code: 'text',
    asked_at: 'timestamp with time zone', made_at: 'timestamp with time zone', fingerprint: 'text', files: 'integer',
  },
  reportDelivery: {
    tenant: 'text', what: 'text', report: 'text', period: 'text', plan: 'text', channel: 'text', target: 'text', role: 'text', progress: 'text',
    fault_code: 'text', deliveries: 'integer', attempts: 'integer', planned_at: 'timestamp with time zone', ended_at: 'timestamp with time zone',
  },
} as const satisfies Partial<Record<keyof typeof PUBLISHED, Readonly<Record<string, PublishedColumnType>>>>; // prettier-ignore

export type PublishedView = keyof typeof PUBLISHED_COLUMNS;
export type PublishedColumn<View extends PublishedView> = keyof (typeof PUBLISHED_COLUMNS)[View] & string;
