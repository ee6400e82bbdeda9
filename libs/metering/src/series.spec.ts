import { digest, meteredEvent } from './metered-event.builder.js';
import { canonicalSeries, seriesKeyOf, sharesOf, type Series } from './series.js';
import type { RecordedUsage } from './usage.js';

describe('series of a usage event', () => {
  it('are its own quantity and one for each measure, in the order of their names', () => {
    const event = meteredEvent({ quantity: '2', measures: { weight: { value: '0.5', unit: 'kwh' }, amount: { value: '120.50', unit: 'SEK' } } });
    expect(sharesOf(event).map(({ series, quantity }) => [series.measure, series.unit, quantity])).toEqual([
      [null, 'letter', '2'],
      [{ name: 'amount', unit: 'SEK' }, 'letter', '120.50'],
      [{ name: 'weight', unit: 'kwh' }, 'letter', '0.5'],
    ]);
  });

  const ownSeries = (dimensions: RecordedUsage['dimensions']): Series | undefined => sharesOf(meteredEvent({ dimensions }))[0]?.series;
  const series = ownSeries({ priority: 'a', year: 1 }) as Series;

  it('have one key, in whatever order the dimensions came', () => {
    expect(seriesKeyOf(ownSeries({ year: 1, priority: 'a' }) as Series, digest)).toBe(seriesKeyOf(series, digest));
  });

  it.each([
    ['source', { source: '/x' }],
    ['subject', { subject: 'message:sms' }],
    ['unit', { unit: 'sms' }],
    ['outcome', { outcome: 'failure' }],
    ['channel', { channel: 'sms' }],
    ['organisational unit', { orgUnit: '17' }],
    ['dimension', { dimensions: { priority: 'b', year: 1 } }],
    ['kind of a dimension', { dimensions: { priority: 'a', year: '1' } }],
    ['measure', { measure: { name: 'amount', unit: 'SEK' } }],
  ])('differ by %s', (_, change) => {
    expect(canonicalSeries({ ...series, ...change })).not.toBe(canonicalSeries(series));
  });
});
