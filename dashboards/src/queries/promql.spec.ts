import { label, metric, promql, quantile, rate } from './promql.js';

test('metrics, labels and values are those of the catalog', () => {
  expect(rate(metric('hemtag_ingestion_events_total', { outcome: 'duplicate' })).text).toBe('rate(hemtag_ingestion_events_total{outcome="duplicate"}[$__rate_interval])');
  expect(promql`sum by (${label('hemtag_ingestion_lag_events', 'partition')}) (${metric('hemtag_ingestion_lag_events')})`.text).toBe('sum by (partition) (hemtag_ingestion_lag_events)');
  expect(quantile(0.95, 'hemtag_ingestion_flush_duration_seconds').text).toBe(
    'histogram_quantile(0.95, sum by (le) (rate(hemtag_ingestion_flush_duration_seconds_bucket[$__rate_interval])))',
  );
}); // prettier-ignore

test('others do not compile, and cannot be written out', () => {
  // @ts-expect-error a metric
  metric('hemtag_unknown_total');
  // @ts-expect-error a value
  metric('hemtag_ingestion_events_total', { outcome: 'lost' });
  // @ts-expect-error a label
  expect(() => label('hemtag_ingestion_lag_events', 'tenant')).toThrow(/has no label/);
  expect(() => promql`sum(hemtag_ingestion_lag_events)`).toThrow(/come from the catalog/);
});
