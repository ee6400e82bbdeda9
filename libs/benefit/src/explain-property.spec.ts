import { monthOf, rational, type Rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { aCase, aDay, decimal, SEASONS } from '../test/any-case.js';
import type { Case } from '../test/day-by-day.js';
import { estimate, meter, query, rate } from '../test/terms.builder.js';
import { explainedParts } from './explained-parts.js';
import { explainFigures, listedVolumes, type ExplainedFigure } from './explain.js';
import { groupBySeries, meteredSeries, meterMonths, type DayVolume } from './meter.js';
import { monthFigures, type MonthFigure } from './month-figure.js';
import { recompute, type Recomputed } from './recompute.js';
import type { BenefitTerms, Dated, ValueTerms } from './terms.js';

const perUnit = decimal(40).map(rational);
const otherValue: fc.Arbitrary<Dated<ValueTerms>[]> = fc
  .tuple(
    aDay,
    fc.oneof(
      perUnit.map((value): ValueTerms => ({ formula: 'distance', perUnit: value })),
      perUnit.map((value): ValueTerms => ({ formula: 'emission', perUnit: value, factor: 'kg-per-km' })),
      perUnit.map((value): ValueTerms => ({ formula: 'native', perUnit: value, unit: 'page' })),
      fc.constant<ValueTerms>({ formula: 'amount' }),
    ),
  )
  .map(([validFrom, value]) => [{ ...value, validFrom, validTo: null }]);

const anEstimate = fc
  .tuple(aDay, decimal(900), decimal(1), fc.boolean(), fc.constantFrom('month' as const, 'year' as const), fc.array(decimal(2), { minLength: 1, maxLength: 3 }))
  .map(([validFrom, volume, bias, seasonal, per, shares]) =>
    estimate(volume, validFrom, {
      optimismBias: rational(bias),
      seasonality: seasonal ? SEASONS.map(rational) : [],
      rampUp: { per, shares: shares.map(rational) },
    }),
  );

/** Every formula, estimates, a channel, drafts and benefits without value or baseline. */
const anyCase: fc.Arbitrary<Case> = fc
  .tuple(
    aCase,
    fc.record({
      value: fc.option(otherValue, { nil: null, freq: 3 }),
      estimate: fc.oneof(
        fc.constant([]),
        anEstimate.map((entry) => [entry]),
      ),
      hasChannel: fc.boolean(),
      lacks: fc.oneof(
        { weight: 6, arbitrary: fc.constant('nothing') },
        { weight: 1, arbitrary: fc.constantFrom('owner', 'processChange', 'value', 'baseline') },
      ),
    }),
  )
  .map(([of, { value, estimate: estimates, hasChannel, lacks }]): Case => {
    const benefit: BenefitTerms = {
      ...of.benefit,
      ...(value !== null && { value }),
      estimate: estimates,
      potential: hasChannel ? meter({ subjects: [], units: [], outcomes: ['success', 'failure'] }) : null,
      ...(lacks === 'value' && { value: [] }),
      ...(lacks === 'baseline' && { baseline: [] }),
    };
    const initiative = {
      ...of.initiative,
      benefits: [benefit],
      ...(lacks === 'owner' && { benefitOwner: null }),
      ...(lacks === 'processChange' && { processChange: null }),
    };
    return { initiative, benefit, rates: [...of.rates, rate('kg-per-km', 'kg/km', ['2025-11-20', '0.1326'])], volumes: of.volumes };
  });

const MONTHS = ['2025-11', '2025-12', ...Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`)];
const asked = (of: Case) => query({ initiatives: [of.initiative], rates: of.rates, volumes: of.volumes, from: '2025-11', to: '2026-12' });

function partsOf(of: Case) {
  const context = { currency: 'SEK', rates: new Map(of.rates.map((entry) => [entry.name, entry])) };
  const all = groupBySeries(of.volumes);
  const { initiative, benefit } = of;
  const series = meteredSeries(all, benefit, benefit.meter, 'SEK');
  const channel = benefit.potential && meteredSeries(all, benefit, benefit.potential, 'SEK');
  return { initiative, benefit, context, series, channel };
}

const sameNumber = (a: Rational | null, b: Rational | null): boolean => (a === null || b === null ? a === b : a.equals(b));

function agrees({ quantity, amount, hours, reason }: MonthFigure, found: Recomputed): boolean {
  return (
    reason === found.reason &&
    sameNumber(quantity.estimated, found.estimatedQuantity) &&
    sameNumber(quantity.actual, found.actual) &&
    sameNumber(quantity.counted, found.counted) &&
    sameNumber(quantity.excess, found.excess) &&
    sameNumber(amount.estimated, found.estimatedAmount) &&
    sameNumber(amount.gross, found.gross) &&
    sameNumber(amount.adjusted, found.adjusted) &&
    (['gross', 'adjusted', 'redeployed'] as const).every((member) => sameNumber(hours?.[member] ?? null, found.hours?.[member] ?? null))
  );
}

const SETTINGS = { seed: 20260302, numRuns: 400 };

describe('the explanation of any figure', () => {
  it('recomputes to the figure exactly, for every row', () => {
    fc.assert(
      fc.property(anyCase, (of) => {
        const known = partsOf(of);
        const figures = monthFigures({ ...known, priceYear: null }, meterMonths(known.series), MONTHS);
        for (const figure of figures) {
          if (!agrees(figure, recompute(explainedParts(known, figure.month)))) throw new Error(`${figure.month} differs`);
        }
      }),
      SETTINGS,
    );
  });

  it('says of every printed row that it is what its parts give', () => {
    fc.assert(
      fc.property(anyCase, (of) => {
        const explained = [...explainFigures(asked(of))];
        expect(explained.flatMap(({ differences }) => differences)).toEqual([]);
      }),
      { ...SETTINGS, numRuns: 100 },
    );
  });

  it('lists the volumes whose change changes the figure, and no others', () => {
    const lists = ({ parts, recomputed }: ExplainedFigure, { series, day }: DayVolume): Set<string> =>
      new Set(
        listedVolumes(parts, recomputed)
          .filter((listed) => JSON.stringify(listed.series) === JSON.stringify(series) && listed.day === day)
          .map(({ use }) => use),
      );
    fc.assert(
      fc.property(
        anyCase.filter(({ volumes }) => volumes.length > 0),
        fc.nat(),
        (of, pick) => {
          const volume = of.volumes[pick % of.volumes.length];
          if (volume === undefined) throw new Error('there is one');
          // One event of a seventh less; every volume of these cases holds at least that.
          const less = { ...volume, quantity: volume.quantity.sub(rational('1/70')) };
          const before = new Map([...explainFigures(asked(of))].map((explained) => [explained.figure.id, explained]));
          const after = new Map(
            [...explainFigures(asked({ ...of, volumes: of.volumes.map((other) => (other === volume ? less : other)) }))].map((explained) => [
              explained.figure.id,
              explained,
            ]),
          );
          for (const [id, explained] of before) {
            const isListed = lists(explained, volume);
            const [was, is] = [explained.recomputed, after.get(id)?.recomputed];
            const isSame =
              is !== undefined &&
              (['actual', 'counted', 'excess', 'gross', 'adjusted', 'potential'] as const).every((member) => sameNumber(was[member], is[member]));
            if (!isSame && isListed.size === 0) throw new Error(`${id} changed and does not list the volume`);
            // Under a cap by year earlier usage may fill the cap from elsewhere; a sum of mixed units is none before and after.
            const isDecisive = (isListed.has('metered') && was.actual !== null) || (isListed.has('potential') && was.potential !== null);
            if (isSame && isDecisive) throw new Error(`${id} lists the volume and did not change`);
            if (isListed.has('metered') && monthOf(volume.day) !== explained.figure.month) throw new Error(`${id} lists the usage of another month`);
          }
        },
      ),
      { ...SETTINGS, numRuns: 150 },
    );
  });
});
