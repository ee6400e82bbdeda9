import { exactText, formatAmount, rational, sum } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { baseline, benefit, initiative, instant, letters, meter, query, running, spread, unitValue, volumes } from '../test/terms.builder.js';
import { runningCost, yearlyRunningCost } from './costs.js';
import { countedYears, endedCosts, shareOfCost, sharesOf, type CountedYears, type SharingFacts, type SharingTerms } from './shared-costs.js';
import type { CostTerms } from './terms.js';

const TENANTS = ['SE-1', 'SE-2', 'SE-3'];
const by = (key: SharingTerms['key'], tenants: readonly string[] = TENANTS): SharingTerms => ({ key, tenants });
const counted = (years: Readonly<Record<number, string>>, unit: string | null = 'letter'): CountedYears => ({
  unit,
  byYear: new Map(Object.entries(years).map(([year, quantity]) => [Number(year), rational(quantity)])),
});
const facts = (terms: Partial<SharingFacts> = {}): SharingFacts => ({ populations: new Map(), volumes: new Map(), ...terms });
const populations = new Map([
  ['SE-1', 100_000],
  ['SE-2', 35_000],
  ['SE-3', 15_000],
]);

const yearOf = (costs: readonly CostTerms[], year: number): string => formatAmount(runningCost(costs, { from: `${year}-01`, to: `${year}-12` }));
const shares = (cost: CostTerms, sharedBy: SharingTerms, of: SharingFacts, year = 2026): string[] =>
  TENANTS.map((tenant) => yearOf(shareOfCost(cost, tenant, { sharedBy, facts: of }), year));

describe('shares of 250 000 a year', () => {
  const operation = running('250000', '2026-01-01');

  it('by 100 000, 35 000 and 15 000 inhabitants are 166 666.67, 58 333.33 and 25 000.00 (d17)', () => {
    expect(shares(operation, by('population'), facts({ populations }))).toEqual(['166666.67', '58333.33', '25000.00']);
  });

  it('are equal by key, and where the key weighs nothing', () => {
    expect(shares(operation, by('equal'), facts())).toEqual(['83333.34', '83333.33', '83333.33']);
    expect(shares(operation, by('population'), facts())).toEqual(['83333.34', '83333.33', '83333.33']);
  });

  it('are nothing for a tenant that is not named', () => {
    expect(shares(operation, by('equal', ['SE-3']), facts())).toEqual(['0.00', '0.00', '250000.00']);
  });
});

describe('shares by volume', () => {
  const line = running('1200', '2024-07-01');
  const volumes2 = facts({
    volumes: new Map([
      ['SE-1', counted({ 2025: '30', 2026: '10' })],
      ['SE-2', counted({ 2025: '10', 2026: '30' })],
    ]),
  });

  it('take each calendar year by itself, equal before the first and the last one for good', () => {
    const of = (year: number): string[] => shares(line, by('volume', ['SE-1', 'SE-2']), volumes2, year);
    expect([of(2024), of(2025), of(2026), of(2030)]).toEqual([
      ['300.00', '300.00', '0.00'],
      ['900.00', '300.00', '0.00'],
      ['300.00', '900.00', '0.00'],
      ['300.00', '900.00', '0.00'],
    ]);
  });

  it('end with the line, and are one line at full effect', () => {
    const share = shareOfCost({ ...line, validTo: '2026-07-01' }, 'SE-1', { sharedBy: by('volume', ['SE-1', 'SE-2']), facts: volumes2 });
    expect([yearOf(share, 2026), yearOf(share, 2027)]).toEqual(['150.00', '0.00']);
    const open = shareOfCost({ ...line, kind: 'PARALLEL_OPERATION' }, 'SE-2', { sharedBy: by('volume', ['SE-1', 'SE-2']), facts: volumes2 });
    expect(exactText(yearlyRunningCost(open, '2025-06-01'))).toBe('300');
  });

  it('take what is paid once by the year of its date', () => {
    const paid = (date: string): string[] =>
      TENANTS.map((tenant) =>
        formatAmount(
          sum(
            shareOfCost({ kind: 'ONE_OFF', name: 'start', amount: rational('100'), date }, tenant, {
              sharedBy: by('volume', ['SE-1', 'SE-2']),
              facts: volumes2,
            }).map(({ amount }) => amount),
          ),
        ),
      );
    expect([paid('2024-12-31'), paid('2025-01-01'), paid('2026-05-05')]).toEqual([
      ['50.00', '50.00', '0.00'],
      ['75.00', '25.00', '0.00'],
      ['25.00', '75.00', '0.00'],
    ]);
  });

  it('are equal where usage is counted in different units', () => {
    const mixed = facts({
      volumes: new Map([
        ['SE-1', counted({ 2026: '30' })],
        ['SE-2', counted({ 2026: '10' }, 'page')],
      ]),
    });
    expect(shares(line, by('volume', ['SE-1', 'SE-2']), mixed)).toEqual(['600.00', '600.00', '0.00']);
    expect(shares(line, by('volume', ['SE-1', 'SE-2']), facts({ volumes: new Map([['SE-1', counted({ 2026: '30' }, null)]]) }))).toEqual([
      '600.00',
      '600.00',
      '0.00',
    ]);
  });

  it('count what is capped, of the benefits that carry the costs', () => {
    const capped = benefit({ name: 'a', cap: 'year', baseline: [baseline('25', '2025-01-01')], value: [unitValue('1', '2025-01-01')] });
    const other = benefit({ name: 'b', type: 'QUALITY', meter: meter({ units: ['page'] }) });
    const found = countedYears({
      ...query({ initiatives: [initiative([capped, other], { processChange: '2025-01-01' })] }),
      volumes: [...spread(letters(), '2025-03', 20n), ...spread(letters(), '2026-02', 30n), ...volumes(letters({ unit: 'page' }), { '2026-01-01': '99' })],
      now: instant('2025-01-15T08:00:00+01:00'),
      initiative: 'digital-post',
    });
    expect([found.unit, [...found.byYear].map(([year, quantity]) => [year, exactText(quantity)])]).toEqual([
      'letter',
      [
        [2025, '20'],
        [2026, '25'],
      ],
    ]);
  });
});

describe('shares', () => {
  it('of the next version of a line begin where the first one ends', () => {
    const [first, second] = endedCosts([running('1200', '2026-01-01'), running('2400', '2026-07-01')]);
    expect([first, second]).toMatchObject([{ validTo: '2026-07-01' }, { validTo: null }]);
  });

  it('always add up to the amount, to the last digit, each within half a hundredth but for the largest', () => {
    const weight = fc.integer({ min: 0, max: 1_000_000 });
    const amount = fc.tuple(fc.bigInt({ min: -10_000_000n, max: 10_000_000n }), fc.constantFrom('100', '3', '7000')).map(([n, d]) => rational(`${n}/${d}`));
    fc.assert(
      fc.property(amount, fc.array(weight, { minLength: 1, maxLength: 8 }), (whole, weights) => {
        const parties = weights.map((value, index) => ({ tenant: `SE-${index}`, weight: rational(BigInt(value)) }));
        const found = sharesOf(whole, parties);
        const total = weights.reduce((a, b) => a + b, 0);
        const largest = weights.indexOf(Math.max(...weights));
        const near = [...found.values()].every((share, index) => {
          const exact = total === 0 ? whole.div(BigInt(weights.length)) : whole.mul(BigInt(weights[index] ?? 0)).div(BigInt(total));
          return index === largest || share.sub(exact).abs().compare(rational('1/200')) <= 0;
        });
        return found.size === weights.length && near && sum(found.values()).equals(whole);
      }),
      { seed: 20260303, numRuns: 500 },
    );
  });
});
