import { ANSWER_SECONDS } from './buckets.js';
import type { MetricDefinitions } from './metric-definition.js';

/** What every service says of itself, beside what the process says. */
export const SERVICE_METRICS = {
  hemtag_build_info: {
    type: 'gauge', unit: 'info', help: 'Is 1; the label says which version runs.', labels: { version: 'fixed' }, services: ['gateway', 'ingestion', 'benefit', 'report'],
  },
  hemtag_readiness_checks: {
    type: 'gauge', unit: 'checks', help: 'Is 1 where a thing that the service cannot work without works at the moment of the scrape, else 0.',
    labels: {
      check: [
        'database', 'kafka', 'register', 'consumer', 'ingestion', 'benefit', 'report', 'published.source_activity', 'published.source_incomplete_day',
        'usage.volumes.v1', 'benefit.periods.v1',
      ],
    },
    services: ['gateway', 'ingestion', 'benefit', 'report'],
  },
  hemtag_broker_answer_age_seconds: {
    type: 'gauge', unit: 'seconds', help: 'Time since the broker last answered a question about its topics; it is asked at each scrape.', labels: {},
    services: ['gateway', 'ingestion', 'benefit', 'report'],
  },
  hemtag_database_connections: {
    type: 'gauge', unit: 'connections', help: 'Connections of the pool to the database.', labels: { state: ['used', 'idle'] },
    services: ['gateway', 'ingestion', 'benefit', 'report'],
  },
  hemtag_database_waiting_requests: {
    type: 'gauge', unit: 'requests', help: 'Units of work that wait for a connection of the pool.', labels: {}, services: ['gateway', 'ingestion', 'benefit', 'report'],
  },
  hemtag_database_failures_total: {
    type: 'counter', unit: 'failures',
    help: 'Statements and transactions that the database or the way to it failed, by whether a repetition can succeed; what was refused for its data is not counted.',
    labels: { kind: ['retriable', 'final'] }, services: ['gateway', 'ingestion', 'benefit', 'report'],
  },
  hemtag_api_request_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from a request of the API behind the gateway to its answer, by kind of address and class of status.',
    labels: { route: ['read', 'change', 'verify'], status: ['2xx', '3xx', '4xx', '5xx'] }, buckets: ANSWER_SECONDS, services: ['ingestion', 'benefit', 'report'],
  },
  hemtag_outbox_pending_messages: {
    type: 'gauge', unit: 'messages', help: 'Messages that are stored and not yet published, as last seen by the relay.', labels: {}, services: ['ingestion', 'benefit'],
  },
  hemtag_outbox_published_total: {
    type: 'counter', unit: 'messages', help: 'Messages that the broker acknowledged.', labels: {}, services: ['ingestion', 'benefit'],
  },
  hemtag_outbox_oldest_pending_age_seconds: {
    type: 'gauge', unit: 'seconds', help: 'How long the oldest message that the relay has seen and not published has been stored; 0 where there is none.', labels: {},
    services: ['ingestion', 'benefit'],
  },
  hemtag_outbox_publish_failures_total: {
    type: 'counter', unit: 'failures', help: 'Attempts to publish that failed, whether at the broker or at the database; each is repeated.', labels: {},
    services: ['ingestion', 'benefit'],
  },
  hemtag_register_age_seconds: {
    type: 'gauge', unit: 'seconds', help: 'Time since the published tenants and sources were last read; they are read when they change, and again after a minute.',
    labels: {}, services: ['gateway', 'ingestion'],
  },
  hemtag_verify_differences: {
    type: 'gauge', unit: 'differences', help: 'What the last verification that ended found to differ; 0 before the first one of this process.', labels: {},
    services: ['ingestion', 'benefit'],
  },
  hemtag_verify_finished_timestamp_seconds: {
    type: 'gauge', unit: 'seconds', help: 'When the last verification ended, in seconds since 1970; 0 before the first one of this process.', labels: {},
    services: ['ingestion', 'benefit'],
  },
  hemtag_verify_last_duration_seconds: {
    type: 'gauge', unit: 'seconds', help: 'How long the last verification that ended took.', labels: {}, services: ['ingestion', 'benefit'],
  },
  hemtag_verify_runs_total: {
    type: 'counter', unit: 'runs', help: 'Verifications that ended, by what they found; failed are those that did not come to an answer.',
    labels: { result: ['equal', 'different', 'failed'] }, services: ['ingestion', 'benefit'],
  },
} as const satisfies MetricDefinitions; // prettier-ignore
