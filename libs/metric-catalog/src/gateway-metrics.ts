import { ANSWER_SECONDS, BODY_BYTES } from './buckets.js';
import type { MetricDefinitions } from './metric-definition.js';
import { CODES } from './reject-codes.js';

/** The HTTP intake and the API in front of the others. */
export const GATEWAY_METRICS = {
  hemtag_gateway_requests_total: {
    type: 'counter', unit: 'requests', help: 'Requests that the gateway answered, by kind of address and status.',
    labels: {
      route: ['intake', 'wait', 'read', 'change', 'verify', 'health', 'other'],
      status: ['200', '202', '304', '400', '404', '405', '408', '409', '413', '415', '422', '429', '500', '503', 'other'],
    },
    services: ['gateway'],
  },
  hemtag_gateway_request_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from the first byte of an intake request to its answer.', labels: { status: ['2xx', '4xx', '5xx'] },
    buckets: ANSWER_SECONDS, services: ['gateway'],
  },
  hemtag_gateway_body_bytes: {
    type: 'histogram', unit: 'bytes', help: 'Body of an intake request as it came, before decompression.', labels: {}, buckets: BODY_BYTES, services: ['gateway'],
  },
  hemtag_gateway_events_total: {
    type: 'counter', unit: 'events', help: 'Usage events that reached the HTTP intake, by outcome and reject reason.',
    labels: { outcome: ['accepted', 'rejected'], code: ['none', ...CODES] }, services: ['gateway'],
  },
  hemtag_gateway_kept_rejects_total: {
    type: 'counter', unit: 'rejects', help: 'Refused usage events that were kept for the quarantine; the others were only answered.', labels: {}, services: ['gateway'],
  },
  hemtag_gateway_waiting_events: {
    type: 'gauge', unit: 'events', help: 'Events in memory that wait for the broker to acknowledge them, refused ones included.', labels: {}, services: ['gateway'],
  },
  hemtag_gateway_waiting_bytes: {
    type: 'gauge', unit: 'bytes', help: 'Bytes of the events that wait for the broker.', labels: {}, services: ['gateway'],
  },
  hemtag_gateway_waiting_limit_bytes: {
    type: 'gauge', unit: 'bytes', help: 'Bytes of waiting events beyond which the intake turns requests away.', labels: {}, services: ['gateway'],
  },
  hemtag_gateway_produce_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from the events of a request handed to the client of the broker to their acknowledgement.', labels: {},
    buckets: ANSWER_SECONDS, services: ['gateway'],
  },
  hemtag_gateway_produce_failures_total: {
    type: 'counter', unit: 'failures',
    help: 'Requests whose events did not come into the log in time: no room to wait, an error of the broker, or no acknowledgement within the limit.',
    labels: { reason: ['full', 'error', 'late'] }, services: ['gateway'],
  },
} as const satisfies MetricDefinitions; // prettier-ignore
