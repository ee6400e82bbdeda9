import type { KnownMetric, KnownMetrics } from './known-metrics.js';
import { promqlFaults } from './promql-faults.js';

const known: KnownMetrics = new Map<string, KnownMetric>([
  ['seen_total', { kind: 'counter', labels: { job: null, outcome: ['good', 'bad'] } }],
  ['waiting', { kind: 'gauge', labels: { job: null } }],
  ['took_seconds_bucket', { kind: 'bucket', labels: { job: null, le: null } }],
]);

test.each([
  'sum by (outcome) (rate(seen_total{outcome=~"good|bad"}[5m]))',
  'increase(seen_total{outcome!="good"}[1h]) > 0',
  'waiting > 3 and deriv(waiting[10m]) > 0',
  'sum by (job) (waiting) unless on (job) sum by (job) (rate(seen_total[5m]))',
  'histogram_quantile(0.99, sum by (le) (rate(took_seconds_bucket[5m])))',
  'histogram_quantile(0.99, rate(took_seconds_bucket[5m]))',
  'max(histogram_quantile(0.99, sum by (le, job) (rate(took_seconds_bucket[5m]))))',
  'sum by (le) (increase(took_seconds_bucket[5m]))',
  'sum(rate(took_seconds_bucket{le="2.5"}[5m]))',
  'max_over_time((sum(rate(seen_total[5m])))[1h:5m])',
])('%s is sound', (query) => {
  expect(promqlFaults(query, known)).toEqual([]);
});

test.each([
  ['gone', ['unknown metric gone']],
  ['waiting{outcome="good"}', ['waiting has no label outcome']],
  ['rate(seen_total{outcome="ugly"}[5m])', ['seen_total: label outcome never is "ugly"']],
  ['rate(seen_total{outcome=~"good|ugly"}[5m])', ['seen_total: label outcome never matches "ugly"']],
  ['seen_total > 5', ['seen_total only ever grows: read it by rate or increase']],
  ['delta(seen_total[5m])', ['seen_total only ever grows: read it by rate or increase']],
  ['rate(waiting[5m])', ['waiting is a gauge, which rate does not fit']],
  ['sum by (outcome) (waiting)', ['by (outcome): not a label of waiting']],
  ['waiting * on (colour) waiting', ['on (colour): not a label of waiting, waiting']],
  ['histogram_quantile(0.9, rate(seen_total[5m]))', ['histogram_quantile needs buckets, seen_total is none']],
  ['histogram_quantile(0.9, sum by (job) (rate(took_seconds_bucket[5m])))', ['took_seconds_bucket: buckets are added together, because sum does not keep le']],
  ['sum(rate(took_seconds_bucket[5m]))', ['took_seconds_bucket: buckets are added together, because sum does not keep le']],
])('%s is not: %p', (query, faults) => {
  expect(promqlFaults(query, known)).toEqual(faults);
});
