import fc from 'fast-check';

import { dayFinder } from './day-of.js';
import { microQuantity, microQuantityText } from './micro-quantity.js';
import { daysOfPeriod, spreadOverDays } from './spread.js';

const dayOf = dayFinder('Europe/Stockholm');
const period = (start: string, end: string): { start: number; end: number } => ({ start: Date.parse(start), end: Date.parse(end) });
const spread = (quantity: string, start: string, end: string): [string, string][] =>
  spreadOverDays(microQuantity(quantity), period(start, end), dayOf).map(({ day, micros }) => [day, microQuantityText(micros)]);

const THREE_DAYS = ['2025-03-10T00:00:00+01:00', '2025-03-13T00:00:00+01:00'] as const;

describe('a quantity over the days of its period', () => {
  it.each([
    ['10', ['4', '3', '3']],
    ['11', ['4', '4', '3']],
    ['12', ['4', '4', '4']],
    ['2', ['1', '1', '0']],
    ['0', ['0', '0', '0']],
    ['0.5', ['0.166667', '0.166667', '0.166666']],
    ['10.5', ['3.5', '3.5', '3.5']],
    ['0.000002', ['0.000001', '0.000001', '0']],
  ])('gives of %s the shares %j, what is left over to the first days', (quantity, shares) => {
    expect(spread(quantity, ...THREE_DAYS)).toEqual([
      ['2025-03-10', shares[0]],
      ['2025-03-11', shares[1]],
      ['2025-03-12', shares[2]],
    ]);
  });

  it('counts a night on its first day', () => {
    expect(spread('184', '2026-03-01T21:00:00+01:00', '2026-03-02T07:00:00+01:00')).toEqual([['2026-03-01', '184']]);
  });

  it('counts on one day whatever lies inside it, from midnight to midnight also where that is 23 or 25 hours', () => {
    expect(spread('7', '2025-03-10T08:00:00+01:00', '2025-03-10T09:00:00+01:00')).toEqual([['2025-03-10', '7']]);
    expect(spread('7', '2025-03-10T00:00:00+01:00', '2025-03-11T00:00:00+01:00')).toEqual([['2025-03-10', '7']]);
    expect(spread('7', '2025-03-30T00:00:00+01:00', '2025-03-31T00:00:00+02:00')).toEqual([['2025-03-30', '7']]);
    expect(spread('7', '2025-10-26T00:00:00+02:00', '2025-10-27T00:00:00+01:00')).toEqual([['2025-10-26', '7']]);
  });

  it('spreads from 24 hours on, which are elapsed hours', () => {
    expect(spread('3', '2025-03-10T12:00:00+01:00', '2025-03-11T12:00:00+01:00')).toEqual([
      ['2025-03-10', '2'],
      ['2025-03-11', '1'],
    ]);
    expect(spread('3', '2025-03-10T12:00:00.001+01:00', '2025-03-11T12:00:00+01:00')).toEqual([['2025-03-10', '3']]);
    // From noon to noon over the night in which the clock is put forward, 23 hours, and back, 25 hours.
    expect(spread('3', '2025-03-29T12:00:00+01:00', '2025-03-30T12:00:00+02:00')).toEqual([['2025-03-29', '3']]);
    expect(spread('3', '2025-10-25T12:00:00+02:00', '2025-10-26T12:00:00+01:00')).toEqual([
      ['2025-10-25', '2'],
      ['2025-10-26', '1'],
    ]);
  });

  it('gives a day that the period only touches the same share, and none to the day that begins with its end', () => {
    expect(spread('6', '2025-03-10T23:59:00+01:00', '2025-03-13T00:00:00+01:00').map(([, share]) => share)).toEqual(['2', '2', '2']);
    expect(spread('6', '2025-03-10T23:59:00+01:00', '2025-03-13T00:00:00.001+01:00').map(([, share]) => share)).toEqual(['2', '2', '1', '1']);
  });

  it('takes the 31 days of March for equal, although one has 23 hours', () => {
    const march = spread('64', '2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00');
    expect(march.map(([, share]) => share)).toEqual(['3', '3', ...Array<string>(29).fill('2')]);
    expect([march[0]?.[0], march[28]?.[0], march[30]?.[0]]).toEqual(['2026-03-01', '2026-03-29', '2026-03-31']);
  });

  it('takes the days of the zone that it is told', () => {
    const utc = dayFinder('UTC');
    expect(daysOfPeriod(period('2025-03-10T00:00:00+01:00', '2025-03-12T00:00:00+01:00'), utc)).toEqual(['2025-03-09', '2025-03-10', '2025-03-11']);
  });

  it('reaches over ten years', () => {
    const shares = spread('3654', '2015-01-01T00:00:00+01:00', '2025-01-01T00:00:00+01:00');
    // Ten years of 365 days and the leap days of 2016, 2020 and 2024.
    expect(shares).toHaveLength(3653);
    expect([shares[0], shares[1], shares[3652]]).toEqual([
      ['2015-01-01', '2'],
      ['2015-01-02', '1'],
      ['2024-12-31', '1'],
    ]);
  });

  it('never loses or makes anything, and no day gets more than one step above another', () => {
    const start = fc.integer({ min: Date.parse('2025-01-01T00:00:00Z'), max: Date.parse('2025-12-31T00:00:00Z') });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 * 86_400_000 }), fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.boolean(), (from, length, some, inUnits) => {
        const micros = inUnits ? some * 1_000_000n : some;
        const shares = spreadOverDays(micros, { start: from, end: from + length }, dayOf).map((share) => share.micros);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(micros);
        const spare = (shares[0] ?? 0n) - (shares.at(-1) ?? 0n);
        expect([0n, micros % 1_000_000n === 0n ? 1_000_000n : 1n]).toContain(spare);
        expect(shares).toEqual([...shares].sort((a, b) => (a > b ? -1 : 1)));
      }),
    );
  });
});
