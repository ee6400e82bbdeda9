import type { MetricDefinition } from './metric-definition.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Reject reasons that the intake can answer, and `none` for what it took. The contracts hold the list; a test keeps both equal. */
const CODES = [
  'none', 'MALFORMED_BODY', 'UNSUPPORTED_MEDIA_TYPE', 'BODY_TOO_LARGE', 'TOO_MANY_ITEMS', 'TOO_LARGE', 'TOO_DEEP', 'NOT_A_CLOUDEVENT',
  'MISSING_ATTRIBUTE', 'INVALID_ATTRIBUTE', 'UNKNOWN_TYPE', 'UNKNOWN_SOURCE', 'WRONG_TENANT', 'UNKNOWN_DIMENSION', 'AGGREGATES_NOT_ACCEPTED',
  'INVALID_DATA', 'INVALID_QUANTITY', 'UNKNOWN_UNIT', 'INVALID_PERIOD', 'INVALID_CORRECTION', 'TIME_IN_FUTURE', 'IDENTITY_NUMBER', 'SUSPECTED_IDENTITY_NUMBER', 'CONFLICT', 'FEED_OVERLAP', 'PERIOD_OVERLAP', 'ORIGINAL_NOT_KEPT', 'UNSTORABLE', 'RATE_LIMITED',
  'NOT_READY', 'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INVALID_REQUEST', 'INVALID_MANIFEST', 'INCOMPATIBLE_SUM', 'FOUR_EYES', 'PERIOD_STATE',
  'PERIOD_NOT_ENDED', 'PERIOD_ORDER', 'NO_AMOUNT', 'NOT_CONFIRMED', 'IN_USE', 'REPORT_REFUSED', 'INTERNAL_ERROR',
] as const; // prettier-ignore

/** Every metric of Hemtag, by the name under which it is scraped. */
export const METRICS = {
  hemtag_gateway_events_total: {
    type: 'counter', unit: 'events', help: 'Usage events that reached the HTTP intake, by outcome and reject reason.',
    labels: { outcome: ['accepted', 'rejected'], code: CODES },
  },
  hemtag_gateway_request_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from the first byte of an intake request to its answer.',
    labels: { status: ['2xx', '4xx', '5xx'] }, buckets: SECONDS,
  },
  hemtag_ingestion_events_total: {
    type: 'counter', unit: 'events', help: 'Usage events that ingestion stored, by outcome.',
    labels: { outcome: ['accepted', 'duplicate', 'conflict', 'rejected'] },
  },
  hemtag_ingestion_flush_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from a batch received to its transaction committed.', labels: {}, buckets: SECONDS,
  },
  hemtag_ingestion_flush_size_events: {
    type: 'histogram', unit: 'events', help: 'Records in one batch.', labels: {}, buckets: [1, 10, 100, 500, 1000, 2000, 5000],
  },
  hemtag_ingestion_fenced_flushes_total: {
    type: 'counter', unit: 'flushes', help: 'Batches refused because another consumer had taken the partition over.', labels: {},
  },
  hemtag_ingestion_lag_events: {
    type: 'gauge', unit: 'events', help: 'Records of a partition that are in the log and not yet stored.',
    labels: { partition: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', 'other'] },
  },
  hemtag_ingestion_held_partitions: {
    type: 'gauge', unit: 'partitions', help: 'Is 1 while the partition is held, because one of its sources has spent its budget of rejects.',
    labels: { partition: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', 'other'] },
  },
  hemtag_outbox_pending_messages: {
    type: 'gauge', unit: 'messages', help: 'Messages that are stored and not yet published, as last seen by the relay.', labels: {},
  },
  hemtag_outbox_published_total: {
    type: 'counter', unit: 'messages', help: 'Messages that the broker acknowledged.', labels: {},
  },
  hemtag_benefit_volumes_total: {
    type: 'counter', unit: 'volumes', help: 'Volumes that the benefit service read, by what it did with them.', labels: { outcome: ['applied', 'stale'] },
  },
  hemtag_benefit_pending_tenants: {
    type: 'gauge', unit: 'tenants', help: 'Tenants with a change that is not in their published figures yet, as last seen by the projector.', labels: {},
  },
  hemtag_benefit_manifests_applied_total: {
    type: 'counter', unit: 'objects', help: 'Register objects of applied manifests, by result.', labels: { result: ['created', 'versioned', 'unchanged'] },
  },
  hemtag_benefit_period_steps_total: {
    type: 'counter', unit: 'steps', help: 'Months that were set preliminary, closed or reopened.', labels: { step: ['preliminary', 'close', 'reopen'] },
  },
} as const satisfies Record<string, MetricDefinition>; // prettier-ignore

export type MetricName = keyof typeof METRICS;
export type MetricNameOf<Type extends MetricDefinition['type']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never;
}[MetricName];
export type LabelsOf<Name extends MetricName> = {
  readonly [Label in keyof (typeof METRICS)[Name]['labels']]: (typeof METRICS)[Name]['labels'][Label] extends readonly (infer Value extends string)[]
    ? Value
    : never;
};
