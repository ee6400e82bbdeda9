import { addDays, formatAmount, formatQuantity, rational, type Rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { aCase } from '../test/any-case.js';
import { expectedMonths, NOTHING, plus, same, times, UNIT, type Case, type Expected, type Ratio } from '../test/day-by-day.js';
import { query } from '../test/terms.builder.js';
import { sumMonths } from './benefit-sum.js';
import { changeDays } from './change-days.js';
import { figuresOf } from './figures.js';
import { groupBySeries, meteredSeries, meterMonths, type DayVolume } from './meter.js';
import { monthFigures, type MonthFigure } from './month-figure.js';

function exactFigures(of: Case): MonthFigure[] {
  const context = { currency: 'SEK', rates: new Map(of.rates.map((entry) => [entry.name, entry])) };
  const series = meteredSeries(groupBySeries(of.volumes), of.benefit, of.benefit.meter, 'SEK');
  return monthFigures({ initiative: of.initiative, benefit: of.benefit, context, priceYear: null }, meterMonths(series), []);
}

/** True where a month, computed twice, agrees to the last digit. */
function agrees({ quantity, amount, hours, reason }: MonthFigure, expected: Expected, sign: Ratio): boolean {
  if (expected.units.size > 1) {
    const counted = expected.begun ? quantity.counted === null && quantity.excess === null : same(quantity.counted, NOTHING) && same(quantity.excess, NOTHING);
    return quantity.actual === null && counted && amount.gross === null;
  }
  const volume = same(quantity.actual, expected.actual) && same(quantity.counted, expected.counted) && same(quantity.excess, expected.excess);
  if (expected.silent) return volume && amount.gross === null && amount.adjusted === null && hours === null && reason !== null;
  const worked =
    hours === null
      ? same(rational('0'), expected.hours)
      : same(hours.gross, times(sign, expected.hours)) &&
        same(hours.adjusted, times(sign, expected.adjustedHours)) &&
        same(hours.redeployed, times(sign, expected.usableHours));
  return volume && reason === null && same(amount.gross, times(sign, expected.gross)) && same(amount.adjusted, times(sign, expected.adjusted)) && worked;
}

/** Volumes of a series summed within a month and between two changes, on the first of their days, as a reader may hand them in. */
function inStretches({ initiative: of, rates, volumes }: Case): DayVolume[] {
  const changes = changeDays([of], rates);
  const stretches = new Map<string, DayVolume>();
  for (const volume of [...volumes].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const { day, series, quantity } = volume;
    const key = [day.slice(0, 7), changes.filter((change) => change <= day).length, series.subject, series.outcome, series.unit].join();
    const first = stretches.get(key);
    stretches.set(key, first ? { ...first, quantity: first.quantity.add(quantity) } : volume);
  }
  return [...stretches.values()];
}

const SETTINGS = { seed: 20260301, numRuns: 300 };

describe('any register terms with any volumes', () => {
  it('give the same figures by a second way, day by day', () => {
    fc.assert(
      fc.property(aCase, (of) => {
        const expected = expectedMonths(of);
        const figures = exactFigures(of);
        const used = [...expected].filter(([, { used: is }]) => is).map(([month]) => month);
        expect(figures.map(({ month }) => month)).toEqual(used);
        const sign: Ratio = of.benefit.polarity === 'DISBENEFIT' ? [-1n, 1n] : UNIT;
        for (const figure of figures) {
          const known = expected.get(figure.month);
          if (!known || !agrees(figure, known, sign)) throw new Error(`${figure.month} differs`);
        }
      }),
      SETTINGS,
    );
  });

  it('give sums of days, months and the year that agree exactly', () => {
    fc.assert(
      fc.property(aCase, (of) => {
        const figures = exactFigures(of);
        const expected = expectedMonths(of);
        const sign: Ratio = of.benefit.polarity === 'DISBENEFIT' ? [-1n, 1n] : UNIT;
        const year = figures.filter(({ month }) => month.startsWith('2026'));
        const { amount } = sumMonths(year, { meter: null, amount: 'SEK' });
        let days = NOTHING;
        for (const [month, known] of expected) if (month.startsWith('2026') && known.used && !known.silent) days = plus(days, times(sign, known.gross));
        if (amount.gross !== null && !same(amount.gross, days)) throw new Error('the year is not the sum of its days');
        const halves = [year.slice(0, 5), year.slice(5)].map((part) => sumMonths(part, { meter: null, amount: 'SEK' }).amount.gross ?? rational('0'));
        const whole = halves.reduce((total, half) => total.add(half));
        if (!whole.equals(amount.gross ?? rational('0'))) throw new Error('the year is not the sum of its parts');
      }),
      SETTINGS,
    );
  });

  it('give the same figures where the usage between two changes is summed first', () => {
    let shorter = 0;
    fc.assert(
      fc.property(aCase, (of) => {
        // Four days in a row each, so that there is something to sum.
        const days = of.volumes.flatMap((volume) => [0, 1, 2, 3].map((later) => ({ ...volume, day: addDays(volume.day, later) })));
        const volumes = inStretches({ ...of, volumes: days });
        shorter += days.length - volumes.length;
        const asked = query({ initiatives: [of.initiative], rates: of.rates, from: '2025-11', to: '2027-01' });
        expect(figuresOf({ ...asked, volumes })).toEqual(figuresOf({ ...asked, volumes: days }));
      }),
      SETTINGS,
    );
    expect(shorter).toBeGreaterThan(1_000);
  });

  it('print what is exact, and the same whatever the order of the volumes and the range', () => {
    fc.assert(
      fc.property(aCase, (of) => {
        const asked = query({ initiatives: [of.initiative], rates: of.rates, volumes: of.volumes, from: '2025-11', to: '2026-12' });
        const printed = figuresOf(asked);
        const exact = exactFigures(of);
        const text = (value: Rational | null, format: (known: Rational) => string): string | null => value && format(value);
        expect(printed.figures.map(({ amount, quantity }) => [amount.gross, amount.adjusted, quantity.counted])).toEqual(
          exact.map(({ amount, quantity }) => [text(amount.gross, formatAmount), text(amount.adjusted, formatAmount), text(quantity.counted, formatQuantity)]),
        );
        expect(figuresOf({ ...asked, volumes: [...of.volumes].reverse() })).toEqual(printed);
        const months = [...new Set(printed.figures.map(({ month }) => month))];
        expect(months.flatMap((month) => figuresOf({ ...asked, from: month, to: month }).figures)).toEqual(printed.figures);
      }),
      { ...SETTINGS, numRuns: 60 },
    );
  });
});
