import { digest, meteredEvent } from './metered-event.builder.js';
import { canonicalSeries, seriesKeyOf, sharesOf } from './series.js';

describe('series of a usage event', () => {
  it('are its own quantity and one for each measure, in the order of their names', () => {
    const event = meteredEvent({ quantity: '2', measures: { weight: { value: '0.5', unit: 'kwh' }, amount: { value: '120.50', unit: 'SEK' } } });
    expect(sharesOf(event).map(({ series, quantity }) => [series.measure, series.unit, quantity])).toEqual([
      [null, 'letter', '2'],
      [{ name: 'amount', unit: 'SEK' }, 'letter', '120.50'],
      [{ name: 'weight', unit: 'kwh' }, 'letter', '0.5'],
    ]);
  });

  const [share] = sharesOf(meteredEvent({ dimensions: { priority: 'a', year: 1 } }));
  const series = share!.series;

  it('have one key, in whatever order the dimensions came', () => {
    const [other] = sharesOf(meteredEvent({ dimensions: { year: 1, priority: 'a' } }));
    expect(seriesKeyOf(other!.series, digest)).toBe(seriesKeyOf(series, digest));
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
