import type { Amendment } from './amendment.js';
import { dayFinder } from './day-of.js';
import { meteredEvent } from './metered-event.builder.js';
import { ownSeriesOf } from './series.js';
import { contributionsOfRecorded } from './usage-contribution.js';

const options = { dayOf: dayFinder('Europe/Stockholm') };
const original = meteredEvent({
  instant: Date.parse('2025-03-31T22:30:00Z'),
  quantity: '2',
  measures: { amount: { value: '33.333333', unit: 'SEK' } },
});
const correction = (changes: Partial<Extract<Amendment, { kind: 'corrected' }>['values']>): Amendment => ({
  kind: 'corrected',
  id: 'c-1',
  source: '/se/2281/other/prod',
  instant: Date.parse('2025-05-01T00:00:00Z'),
  values: { ...original, ...changes },
});

describe('what a recorded usage adds', () => {
  it('is its quantity and each of its measures, on its local day', () => {
    expect(contributionsOfRecorded({ original, amendments: [], reference: false }, options)).toEqual([
      { series: ownSeriesOf(original), day: '2025-04-01', micros: 2_000_000n, events: 1 },
      { series: { ...ownSeriesOf(original), measure: { name: 'amount', unit: 'SEK' } }, day: '2025-04-01', micros: 33_333_333n, events: 1 },
    ]);
  });

  it('is what a correction says, at the day, subject and source of the original', () => {
    const amendments = [correction({ quantity: '5', unit: 'page', outcome: 'failure', orgUnit: 'A', measures: {} })];
    expect(contributionsOfRecorded({ original, amendments, reference: false }, options)).toEqual([
      { series: { ...ownSeriesOf(original), unit: 'page', outcome: 'failure', orgUnit: 'A' }, day: '2025-04-01', micros: 5_000_000n, events: 1 },
    ]);
  });

  it('stays one event where it was corrected to nothing', () => {
    expect(contributionsOfRecorded({ original, amendments: [correction({ quantity: '0', measures: {} })], reference: false }, options)).toEqual([
      { series: ownSeriesOf(original), day: '2025-04-01', micros: 0n, events: 1 },
    ]);
  });

  it('is nothing for an attempt that another one follows, until a correction makes it the last', () => {
    const attempt = { ...original, final: false };
    expect(contributionsOfRecorded({ original: attempt, amendments: [], reference: false }, options)).toEqual([]);
    expect(contributionsOfRecorded({ original: attempt, amendments: [correction({ final: true })], reference: false }, options)).toHaveLength(2);
    expect(contributionsOfRecorded({ original, amendments: [correction({ final: false })], reference: false }, options)).toEqual([]);
  });

  it('is nothing where it was retracted or is kept for reference', () => {
    const retraction: Amendment = { kind: 'retracted', id: 'r', source: original.source, instant: 0 };
    expect(contributionsOfRecorded({ original, amendments: [correction({}), retraction], reference: false }, options)).toEqual([]);
    expect(contributionsOfRecorded({ original, amendments: [], reference: true }, options)).toEqual([]);
  });
});
