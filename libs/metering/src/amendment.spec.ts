import fc from 'fast-check';

import { amendmentOf, effectiveValues, type Amendment } from './amendment.js';
import { meteredEvent } from './metered-event.builder.js';
import type { UsageValues } from './usage.js';

const valuesOf = (quantity: string, changes: Partial<UsageValues> = {}): UsageValues => {
  const { unit, outcome, channel, orgUnit, dimensions, measures, final } = meteredEvent();
  return { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final, ...changes };
};
const corrected = (quantity: string, instant: number, id = 'c', source = '/a'): Amendment => ({
  kind: 'corrected',
  id,
  source,
  instant,
  values: valuesOf(quantity),
});
const original = meteredEvent({ quantity: '1' });

describe('what holds of a usage event', () => {
  it('is its own, as long as nothing else was said', () => {
    expect(effectiveValues(original, [])).toBe(original);
  });

  it.each<[string, readonly Amendment[], string | null]>([
    ['the latest correction', [corrected('2', 20), corrected('3', 30), corrected('4', 10)], '3'],
    ['of the same time the greatest id', [corrected('2', 20, 'c10'), corrected('3', 20, 'c9')], '3'],
    ['of the same time and id the greatest source', [corrected('2', 20, 'c', '/a'), corrected('3', 20, 'c', '/b')], '3'],
    ['the later time before the greater id', [corrected('2', 20, 'z'), corrected('3', 21, 'a')], '3'],
    ['nothing, where it was retracted, however much was said later', [corrected('2', 20), { kind: 'retracted', id: 'r', source: '/a', instant: 1 }], null],
  ])('is %s', (_, amendments, quantity) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...amendments, ...amendments], { minLength: amendments.length * 2 }), (arrived) => {
        expect(effectiveValues(original, arrived)?.quantity ?? null).toBe(quantity);
      }),
      { numRuns: 20 },
    );
  });

  it('takes the values of a correction as a whole and nothing else of it', () => {
    const values = valuesOf('5', { unit: 'page', outcome: 'failure', channel: 'api', orgUnit: 'A', dimensions: { year: 1 }, final: false });
    const sent = { id: 'c-1', source: '/se/2281/messaging/prod', subject: 'message:other', instant: 7, content: 'x' };
    const corrects = { source: '/se/2281/messaging/prod', id: 'e-1', reason: null };
    expect(amendmentOf({ kind: 'corrected', ...sent, ...values, corrects })).toEqual({
      kind: 'corrected',
      id: 'c-1',
      source: '/se/2281/messaging/prod',
      instant: 7,
      values,
    });
    expect(amendmentOf({ kind: 'retracted', ...sent, corrects })).toEqual({ kind: 'retracted', id: 'c-1', source: '/se/2281/messaging/prod', instant: 7 });
  });
});
