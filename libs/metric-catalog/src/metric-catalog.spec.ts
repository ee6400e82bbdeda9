import { METRICS } from './metric-catalog.js';
import type { MetricDefinition } from './metric-definition.js';

describe('metric catalog', () => {
  const all: readonly [string, MetricDefinition][] = Object.entries(METRICS);

  it.each(all)('%s is named as Prometheus wants it', (name, { type, unit, help, labels }) => {
    expect(name).toMatch(/^hemtag(_[a-z]+)+$/);
    // A counter ends in _total, everything else in its unit.
    expect(name.endsWith(type === 'counter' ? '_total' : `_${unit}`)).toBe(true);
    expect(help).toMatch(/^[A-Z].+\.$/);
    for (const [label, values] of Object.entries(labels)) {
      expect(label).toMatch(/^[a-z]+$/);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('has ascending buckets', () => {
    for (const [, definition] of all) if (definition.type === 'histogram') expect([...definition.buckets].sort((a, b) => a - b)).toEqual(definition.buckets);
  });
});
