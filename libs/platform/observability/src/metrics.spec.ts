import { PROBLEM_CODES } from '@hemtag/contracts';
import { METRICS } from '@hemtag/metric-catalog';

import { Metrics } from './metrics.js';

const lines = async (metrics: Metrics): Promise<string[]> =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('metrics of a process', () => {
  it('show every label value of a counter before its first event', async () => {
    const metrics = new Metrics({ service: 'ingestion', processMetrics: false });
    metrics.counter('hemtag_ingestion_events_total').add({ outcome: 'duplicate' }, 3);
    metrics.counter('hemtag_ingestion_events_total').add({ outcome: 'duplicate' });
    expect(await lines(metrics)).toEqual([
      'hemtag_ingestion_events_total{outcome="accepted",service="ingestion"} 0',
      'hemtag_ingestion_events_total{outcome="duplicate",service="ingestion"} 4',
      'hemtag_ingestion_events_total{outcome="conflict",service="ingestion"} 0',
      'hemtag_ingestion_events_total{outcome="rejected",service="ingestion"} 0',
    ]);
  });

  it('hold only what the process has asked for', async () => {
    const metrics = new Metrics({ service: 'ingestion', processMetrics: false });
    metrics.gauge('hemtag_outbox_pending_messages').set({}, 7);
    metrics.histogram('hemtag_ingestion_flush_size_events').observe({}, 3);
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'hemtag_outbox_pending_messages{service="ingestion"} 7',
        'hemtag_ingestion_flush_size_events_bucket{le="1",service="ingestion"} 0',
        'hemtag_ingestion_flush_size_events_bucket{le="10",service="ingestion"} 1',
      ]),
    );
    expect((await lines(metrics)).some((line) => line.startsWith('hemtag_gateway'))).toBe(false);
  });

  it('do not compile under a name or label that the catalog lacks', () => {
    const metrics = new Metrics({ service: 'x', processMetrics: false });
    // @ts-expect-error not in the catalog
    expect(() => metrics.counter('hemtag_unknown_total')).toThrow();
    // @ts-expect-error not a value of this label
    expect(() => metrics.counter('hemtag_ingestion_events_total').add({ outcome: 'lost' })).not.toThrow();
  });

  it('count reject reasons by the codes of the contract', () => {
    expect(METRICS.hemtag_gateway_events_total.labels.code).toEqual(['none', ...PROBLEM_CODES]);
  });
});
