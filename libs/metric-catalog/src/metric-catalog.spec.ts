import { METRICS } from './metric-catalog.js';
import type { MetricDefinition } from './metric-definition.js';
import { PROCESS_METRICS, TARGET_METRICS } from './process-metrics.js';

describe('metric catalog', () => {
  const all: readonly [string, MetricDefinition][] = Object.entries(METRICS);

  it.each(all)('%s is named as Prometheus wants it', (name, { type, unit, help, labels, services }) => {
    expect(name).toMatch(/^hemtag(_[a-z]+)+$/);
    // A counter ends in _total, everything else in its unit.
    expect(name.endsWith(type === 'counter' ? '_total' : `_${unit}`)).toBe(true);
    expect(help).toMatch(/^[A-Z].+\.$/);
    expect(services.length).toBeGreaterThan(0);
    for (const [label, values] of Object.entries(labels)) {
      expect(label).toMatch(/^[a-z]+$/);
      // `service`, `job` and `instance` come from elsewhere; what belongs to a tenant has no bound.
      expect(['service', 'job', 'instance', 'tenant', 'source', 'le']).not.toContain(label);
      if (values !== 'fixed') expect(new Set(values).size).toBe(values.length);
    }
  });

  it('has ascending buckets', () => {
    for (const [, definition] of all) if (definition.type === 'histogram') expect([...definition.buckets].sort((a, b) => a - b)).toEqual(definition.buckets);
  });

  it('never has more than 700 series of one metric', () => {
    for (const [, definition] of all) {
      const combinations = Object.values(definition.labels).reduce((product, values) => product * (values === 'fixed' ? 1 : values.length), 1);
      expect(combinations * (definition.type === 'histogram' ? definition.buckets.length + 3 : 1)).toBeLessThan(700);
    }
  });

  it.each([
    ['hemtag_ingestion_flush_duration_seconds', 1],
    ['hemtag_gateway_request_duration_seconds', 1],
    ['hemtag_benefit_figure_delay_seconds', 2],
    ['hemtag_ingestion_commit_delay_seconds', 15],
  ] as const)('%s can tell whether the promise of %d s is kept', (name, promised) => {
    expect(METRICS[name].buckets).toContain(promised);
  });

  it('gives no name to what others emit', () => {
    const own = new Set<string>(Object.keys(METRICS));
    expect([...Object.keys(PROCESS_METRICS), ...Object.keys(TARGET_METRICS)].filter((name) => own.has(name))).toEqual([]);
  });
});
