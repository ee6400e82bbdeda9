import { rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { benefit, estimate, initiative, letters, meter, query, since, spread, timeSaved, unitValue, adjust } from '../test/terms.builder.js';
import { figuresOf } from './figures.js';
import { meterMatches, type Series } from './meter.js';
import { metersOverlap, overlapsOf } from './overlap.js';
import type { BenefitTerms, InitiativeTerms, MeterTerms } from './terms.js';

const NAMES = ['a', 'b'] as const;
const some = <T extends string>(values: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const dimension = fc.constantFrom('x', 'y', undefined);
const aMeter: fc.Arbitrary<MeterTerms> = fc
  .record({
    subjects: some(['m', 'me', 'me*', 'mes*', 'n*', '*']),
    sources: some(NAMES),
    units: some(NAMES),
    outcomes: some(NAMES),
    channels: some(NAMES),
    orgUnits: some(NAMES),
    measure: fc.constantFrom(null, 'amount'),
    p: dimension,
    q: dimension,
  })
  .map(({ p, q, ...terms }) => ({ ...terms, dimensions: { ...(p && { p }), ...(q && { q }) } }));

/** Every series that can differ for these meters: whatever two of them share, one of these has. */
const SERIES: readonly Series[] = ['m', 'me', 'mes', 'n'].flatMap((subject) =>
  NAMES.flatMap((source) =>
    NAMES.flatMap((unit) =>
      NAMES.flatMap((outcome) =>
        NAMES.flatMap((channel) =>
          NAMES.flatMap((orgUnit) =>
            [null, { name: 'amount', unit: 'SEK' }].flatMap((measure) =>
              ['x', 'y'].flatMap((p) => ['x', 'y'].map((q) => ({ source, subject, unit, outcome, channel, orgUnit, measure, dimensions: { p, q } }))),
            ),
          ),
        ),
      ),
    ),
  ),
);

describe('meters', () => {
  it('overlap exactly where some series is counted by both', () => {
    let met = 0;
    fc.assert(
      fc.property(aMeter, aMeter, (a, b) => {
        const common = SERIES.some((series) => meterMatches(a, series) && meterMatches(b, series));
        if (common) met += 1;
        expect([metersOverlap(a, b), metersOverlap(b, a)]).toEqual([common, common]);
      }),
      { seed: 20260301, numRuns: 2000 },
    );
    // Neither answer is rare, or the property would say little.
    expect(met).toBeGreaterThan(200);
    expect(met).toBeLessThan(1800);
  });

  it('compare values of dimensions as text, as they are matched', () => {
    expect(metersOverlap(meter({ dimensions: { size: '3' } }), meter({ dimensions: { size: 3 } }))).toBe(true);
    expect(metersOverlap(meter({ dimensions: { size: '3' } }), meter({ dimensions: { size: '4' } }))).toBe(false);
  });
});

const named = (name: string, terms: Partial<BenefitTerms> = {}): BenefitTerms => benefit({ name, ...terms });
const pairs = (...initiatives: InitiativeTerms[]): string[] =>
  overlapsOf(initiatives, new Map()).map(({ first, second }) => `${first.initiative}/${first.benefit} ${second.initiative}/${second.benefit}`);
const post = (...benefits: BenefitTerms[]): InitiativeTerms => initiative(benefits);
const other = (...benefits: BenefitTerms[]): InitiativeTerms => initiative(benefits, { name: 'archive' });

describe('benefits', () => {
  it('overlap in one initiative and over initiatives, each pair once', () => {
    expect(
      pairs(
        post(named('b'), named('a', { meter: meter({ subjects: ['message:*'] }) })),
        other(named('c', { meter: meter({ subjects: ['x', 'message:letter'] }) })),
      ),
    ).toEqual(['archive/c digital-post/a', 'archive/c digital-post/b', 'digital-post/a digital-post/b']);
  });

  it('of another type or unit never do, nor without a value, nor by the meter of the whole channel', () => {
    const kilometres = { formula: 'distance' as const, perUnit: rational('1'), ...since('2026-01-01') };
    expect(
      pairs(
        post(
          named('a'),
          named('b', { type: 'AVOIDANCE' }),
          named('c', { value: [kilometres] }),
          named('d', { value: [] }),
          named('e', { meter: meter({ subjects: ['x'] }), potential: meter() }),
        ),
      ),
    ).toEqual([]);
  });

  it('do not where one of them names the other', () => {
    expect(pairs(post(named('a', { disjointFrom: ['b'] }), named('b')))).toEqual([]);
    expect(pairs(post(named('a')), other(named('b', { disjointFrom: ['digital-post/a'] })))).toEqual([]);
    // A bare name means the own initiative.
    expect(pairs(post(named('a')), other(named('b', { disjointFrom: ['a'] })))).toEqual(['archive/b digital-post/a']);
  });

  it('do not where one ends before the other begins', () => {
    const before = named('a', { value: [unitValue('15', '2026-01-01', '2026-07-01')] });
    expect(pairs(post(before), other(named('b', { value: [unitValue('15', '2026-07-01')] })))).toEqual([]);
    expect(pairs(post(before), other(named('b', { value: [unitValue('15', '2026-06-30')] })))).toEqual(['archive/b digital-post/a']);
  });
});

describe('warnings of figures', () => {
  it('name both benefits, also where only one initiative is asked for', () => {
    const [one, two] = [post(named('a')), other(named('b'))];
    const { initiatives } = figuresOf(query({ initiatives: [one], allInitiatives: [one, two] }));
    expect(initiatives).toMatchObject([
      { initiative: 'digital-post', warnings: ['NO_RUNNING_COST', 'OVERLAP'], overlaps: [{ benefit: 'a', with: { initiative: 'archive', benefit: 'b' } }] },
    ]);
    expect(figuresOf(query({ initiatives: [one] })).initiatives).toMatchObject([{ warnings: ['NO_RUNNING_COST'] }]);
  });

  it('call freed time a thin slice where it stays below the hours that the municipality set, and leave its type', () => {
    // 310 letters of 20 minutes in January are 103 1/3 hours, 1 240 a year.
    const saved = named('a', {
      type: 'REDISTRIBUTED',
      value: [timeSaved('20', '2026-01-01')],
      adjust: [adjust('2026-01-01', { redeployable: rational('1') })],
      estimate: [estimate('12', '2026-01-01')],
    });
    const warnings = (thinSliceHours: string | null) =>
      figuresOf(
        query({
          initiatives: [post(saved)],
          volumes: spread(letters(), '2026-01', 310n),
          thinSliceHours: thinSliceHours === null ? null : rational(thinSliceHours),
        }),
      );
    expect(warnings(null).initiatives[0]?.warnings).toEqual(['NO_RUNNING_COST']);
    expect(warnings('1240').initiatives[0]?.warnings).toEqual(['NO_RUNNING_COST']);
    expect(warnings('1240.01').initiatives[0]?.warnings).toEqual(['NO_RUNNING_COST', 'THIN_SLICE']);
    expect(warnings('1240.01').figures[0]?.type).toBe('REDISTRIBUTED');
  });
});
