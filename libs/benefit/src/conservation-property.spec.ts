import { formatAmount, monthRange, rational, sum, ZERO, type Rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { aCase } from '../test/any-case.js';
import { expectedMonths, NOTHING, plus, same, times, UNIT, type Case, type Ratio } from '../test/day-by-day.js';
import { instant, query, running } from '../test/terms.builder.js';
import { runningCost } from './costs.js';
import { sumFigures, type PrintedFigureSum } from './figure-sum.js';
import { exactFigures, figureRows, figuresOf, type FiguresQuery } from './figures.js';
import { sharesOf } from './shared-costs.js';

/** A municipality of initiatives, each with the terms and volumes of a case of its own, metered apart from the others by their source. */
interface Municipality {
  readonly cases: readonly Case[];
  readonly query: FiguresQuery;
}

const RANGE = { from: '2025-11', to: '2026-12' };
const DEPARTMENTS = ['Care', 'Schools', null] as const;

const aMunicipality: fc.Arbitrary<Municipality> = fc
  .array(fc.tuple(aCase, fc.constantFrom(...DEPARTMENTS), fc.constantFrom('4711', '4712', null)), { minLength: 1, maxLength: 5 })
  .map((drawn) => {
    const cases = drawn.map(([of, department, responsibilityUnit], index) => {
      const source = `/se/${index}`;
      const benefit = { ...of.benefit, meter: { ...of.benefit.meter, sources: [source] } };
      const initiative = { ...of.initiative, name: `i${index}`, department, responsibilityUnit, benefits: [benefit] };
      const volumes = of.volumes.map((volume) => ({ ...volume, series: { ...volume.series, source } }));
      // All take the rates of the first, because a municipality has one rate of a name.
      return { initiative, benefit, rates: drawn[0]?.[0].rates ?? [], volumes };
    });
    return {
      cases,
      query: query({
        ...RANGE,
        initiatives: cases.map(({ initiative }) => initiative),
        rates: cases[0]?.rates ?? [],
        volumes: cases.flatMap(({ volumes }) => volumes),
        now: instant('2027-01-15T08:00:00+01:00'),
      }),
    };
  });

/** Gross of a case over all its days, by the second way. */
function grossOfDays(of: Case): Ratio {
  const sign: Ratio = of.benefit.polarity === 'DISBENEFIT' ? [-1n, 1n] : UNIT;
  let total = NOTHING;
  for (const known of expectedMonths(of).values()) if (known.used && !known.silent && known.units.size <= 1) total = plus(total, times(sign, known.gross));
  return total;
}

const exactSum = (of: FiguresQuery): Rational => sum(exactFigures(of).flatMap(({ benefits }) => benefits.map(({ range }) => range.amount.gross ?? ZERO)));
const SETTINGS = { seed: 20260304, numRuns: 120 };

describe('any municipality', () => {
  it('has the same gross from its days, months, year, units, departments and as a whole, to the last digit', () => {
    fc.assert(
      fc.property(aMunicipality, ({ cases, query: asked }) => {
        const whole = exactSum(asked);
        const days = cases.map(grossOfDays).reduce(plus, NOTHING);
        if (!same(whole, days)) throw new Error('the municipality is not the sum of its days');
        const months = sum(monthRange(RANGE.from, RANGE.to).map((month) => exactSum({ ...asked, from: month, to: month })));
        if (!months.equals(whole)) throw new Error('the range is not the sum of its months');
        const rows = sum(figureRows(asked).flatMap(({ gross }) => (gross === null ? [] : [gross])));
        if (!rows.equals(whole)) throw new Error('the range is not the sum of its rows');
        for (const key of ['department', 'responsibilityUnit'] as const) {
          const names = new Set(asked.initiatives.map((of) => of[key]));
          const parts = [...names].map((name) => exactSum({ ...asked, initiatives: asked.initiatives.filter((of) => of[key] === name) }));
          if (!sum(parts).equals(whole)) throw new Error(`the municipality is not the sum of its ${key}s`);
        }
      }),
      SETTINGS,
    );
  });

  it('prints in every sum the total of the same exact gross', () => {
    fc.assert(
      fc.property(aMunicipality, ({ cases, query: asked }) => {
        const known = exactFigures(asked).flatMap(({ benefits }) => benefits.flatMap(({ range }) => (range.amount.gross === null ? [] : [range.amount.gross])));
        const total = known.length === 0 ? null : formatAmount(sum(known));
        for (const over of ['initiative', 'department', 'responsibilityUnit', 'tenant', 'benefit'] as const) {
          const summed = sumFigures({ tenants: [asked], over, type: null }, RANGE) as { readonly value: PrintedFigureSum };
          expect([over, summed.value.total.amount.gross, summed.value.total.benefits]).toEqual([over, total, cases.length]);
          expect(summed.value.parts.reduce((count, { benefits }) => count + benefits, 0)).toBe(cases.length);
        }
      }),
      { ...SETTINGS, numRuns: 60 },
    );
  });

  it('changes by deleting a volume only the figures of the months and benefits that count it', () => {
    fc.assert(
      fc.property(aMunicipality, fc.nat(), ({ query: asked }, chosen) => {
        const volumes = [...asked.volumes];
        if (volumes.length === 0) return;
        const deleted = volumes[chosen % volumes.length];
        const after = figuresOf({ ...asked, volumes: volumes.filter((volume) => volume !== deleted) });
        const before = new Map(figuresOf(asked).figures.map((figure) => [figure.id, JSON.stringify(figure)]));
        const owner = `i${deleted?.series.source.slice('/se/'.length) ?? ''}`;
        const left = new Map(after.figures.map((figure) => [figure.id, JSON.stringify(figure)]));
        const changed = [...new Set([...before.keys(), ...left.keys()])].filter((id) => before.get(id) !== left.get(id));
        // A cap by year hands on what a day no longer fills, within the year.
        const mayChange = (id: string): boolean => {
          const [, initiative, , month = ''] = id.split(':');
          const capped = asked.initiatives.find(({ name }) => name === owner)?.benefits[0]?.cap === 'year';
          const day = deleted?.day ?? '';
          return initiative === owner && (month === day.slice(0, 7) || (capped && month > day.slice(0, 7) && month.slice(0, 4) === day.slice(0, 4)));
        };
        expect(changed.filter((id) => !mayChange(id))).toEqual([]);
      }),
      SETTINGS,
    );
  });
});

it('running costs of shares, months and years add up to the cost, whatever the weights', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('2026-01-01', '2026-02-17'), (populations, cents, validFrom) => {
      const amount = rational(`${cents}/100`);
      const parties = populations.map((value, index) => ({ tenant: `SE-${index}`, weight: rational(BigInt(value)) }));
      const months = monthRange('2026-01', '2027-12');
      const lines = [...sharesOf(amount, parties).values()].map((share) => [{ ...running('0', validFrom), amount: share }]);
      const parts = lines.map((line) => sum(months.map((month) => runningCost(line, { from: month, to: month }))));
      const whole = runningCost([{ ...running('0', validFrom), amount }], { from: '2026-01', to: '2027-12' });
      return sum(parts).equals(whole);
    }),
    { seed: 20260305, numRuns: 200 },
  );
});
