import { figuresOf, type BenefitTerms, type BenefitType, type DayVolume, type FiguresQuery, type InitiativeTerms, type PeriodFacts } from '@hemtag/benefit';
import { addMonths, daysOf, ONE, parseInstant, rational, type Month } from '@hemtag/kernel';
import {
  faultText,
  fingerprintText,
  statementOf,
  statementPeriod,
  type FigureFacts,
  type InitiativeFacts,
  type StatementFacts,
  type SumFacts,
} from '@hemtag/statements';
import * as fc from 'fast-check';

/**
 * What the benefit engine answers must make a statement, whatever it answers: the statement refuses figures that contradict themselves, and the engine's never do.
 * The two share no code but the exact numbers.
 */
const TENANT = 'SE-2281';
const since = (validFrom: string) => ({ validFrom, validTo: null });
const FORMULAS = [
  { formula: 'unit-value', unitValue: rational('100/7') },
  { formula: 'time-saved', minutes: rational('22.5'), staff: ONE, rate: 'hourly-cost' },
  { formula: 'distance', perUnit: rational('11/9') },
] as const;

const aBenefit = (source: string): fc.Arbitrary<BenefitTerms> =>
  fc
    .record({
      type: fc.constantFrom<BenefitType>('FINANCIAL', 'REDISTRIBUTED', 'AVOIDANCE', 'QUALITY'),
      polarity: fc.constantFrom('BENEFIT' as const, 'DISBENEFIT' as const),
      cap: fc.constantFrom('none' as const, 'month' as const, 'year' as const),
      formula: fc.constantFrom(...FORMULAS),
      from: fc.constantFrom('2026-01-01', '2026-02-15'),
      hasBaseline: fc.boolean(),
      hasEstimate: fc.boolean(),
      redeployable: fc.constantFrom(rational('0.4'), null),
    })
    .map(({ formula, from, hasBaseline, hasEstimate, redeployable, ...terms }) => ({
      name: 'b',
      evidence: 'BEDOMD',
      meter: { subjects: ['message:letter'], sources: [source], units: ['letter'], outcomes: ['success'], channels: [], orgUnits: [], dimensions: {}, measure: null },
      disjointFrom: [],
      potential: null,
      value: [{ ...formula, ...since(from) }],
      baseline: hasBaseline ? [{ volumePerYear: rational('900'), seasonality: [], ...since('2026-01-01') }] : [],
      estimate: hasEstimate
        ? [
            {
              version: 1, annualVolume: rational('1000'), seasonality: [], rampUp: { per: 'month', shares: [rational('1/3'), ONE] }, low: rational('800'), likely: null, high: rational('1100'),
              optimismBias: rational('0.15'), index: null, ...since('2026-02-01'),
            },
          ]
        : [],
      adjust: [{ deadweight: rational('0.1'), attribution: rational('0.95'), redeployable, ...since('2026-01-01') }],
      plan: [],
      ...terms,
    })); // prettier-ignore

const anInitiative = (index: number): fc.Arbitrary<InitiativeTerms> =>
  fc
    .record({
      benefit: aBenefit(`/se/${index}`),
      currency: fc.constantFrom('SEK', 'SEK', 'DKK'),
      processChange: fc.constantFrom('2026-01-01', '2026-03-10'),
      perYear: fc.constantFrom('250000', '1000'),
      hasCosts: fc.boolean(),
      department: fc.constantFrom('Care', 'Schools', null),
    })
    .map(({ benefit, currency, processChange, perYear, hasCosts, department }) => ({
      name: `i${index}`,
      department,
      responsibilityUnit: null,
      currency,
      benefitOwner: 'role:owner',
      goLive: '2026-01-01',
      processChange,
      netOf: null,
      inaction: null,
      costs: hasCosts
        ? [
            { kind: 'ONE_OFF' as const, name: 'introduction', amount: rational('40000'), date: '2025-12-10' },
            { kind: 'RUNNING' as const, name: 'operation', amount: rational(perYear), per: 'year' as const, ...since('2026-01-20') },
          ]
        : [],
      benefits: [benefit],
    }));

const someVolumes = (index: number): fc.Arbitrary<readonly DayVolume[]> =>
  fc.array(
    fc.record({ month: fc.constantFrom('2026-01', '2026-02', '2026-03', '2026-04'), day: fc.nat({ max: 27 }), quantity: fc.integer({ min: 0, max: 60 }) }).map(({ month, day, quantity }) => ({
      series: { source: `/se/${index}`, subject: 'message:letter', unit: 'letter', outcome: 'success' as const, channel: null, orgUnit: null, dimensions: {}, measure: null },
      day: daysOf(month)[day] ?? month,
      quantity: rational(BigInt(quantity)),
    })),
    { maxLength: 12 },
  ); // prettier-ignore

/** February closed with another gross than is known now, so that its difference is booked in the first open month, March. */
function periodFacts(asReported: string, initiative: string): PeriodFacts {
  return {
    log: [{ month: '2026-02', sequence: 1, state: 'CLOSED', version: 1, actor: 'Karin', reason: null, at: parseInstant('2026-03-10T08:00:00Z') ?? 0 }],
    reported: [{ month: '2026-02', initiative, benefit: 'b', kind: 'ORIGINAL', originalMonth: null, unit: null, asReported: rational(asReported) }],
    confirmations: [],
    harvests: [],
  };
}

const aMunicipality: fc.Arbitrary<FiguresQuery> = fc
  .tuple(fc.tuple(anInitiative(0), someVolumes(0)), fc.tuple(anInitiative(1), someVolumes(1)), fc.constantFrom(null, '100/3'))
  .map(([...[first, second, reported]]) => ({
    tenant: TENANT,
    initiatives: [first[0], second[0]],
    rates: [{ name: 'hourly-cost', unit: 'SEK/h', versions: [{ value: rational('347.04'), ...since('2020-01-01') }] }],
    volumes: [...first[1], ...second[1]],
    sources: [],
    activity: [],
    incompleteDays: [],
    from: '2026-01',
    to: '2026-12',
    now: parseInstant('2026-05-03T08:00:00+02:00') ?? 0,
    timeZone: 'Europe/Stockholm',
    ...(reported !== null && { periods: periodFacts(reported, 'i0') }),
  }));

function facts(query: FiguresQuery, id: string): StatementFacts {
  const period = statementPeriod(id);
  if (period === null) throw new Error(id);
  const asked = (from: Month, to: Month) => figuresOf({ ...query, volumes: query.volumes, from, to, isExact: true });
  // An answer of the API is handed over as it is; `exact` is there because it was asked for.
  const sums = (from: Month): SumFacts => asked(from, period.to) as unknown as SumFacts;
  return {
    tenant: { name: TENANT, title: null, country: 'SE', timeZone: query.timeZone, currency: 'SEK' },
    period,
    version: 1,
    asKnownOn: '2026-05-03T08:00:00+02:00',
    figures: asked('2026-01', '2026-12').figures as unknown as readonly FigureFacts[],
    sums: { period: sums(period.from), yearToDate: sums('2026-01') },
    initiatives: query.initiatives.map(
      ({ name, department, responsibilityUnit, benefitOwner, goLive, processChange, currency, benefits }): InitiativeFacts => ({
        name, title: null, department, responsibilityUnit, benefitOwner, controller: null, phase: null, goLive, processChange, currency, retiredFrom: null, versions: [], entries: [], case: null,
        benefits: benefits.map((of) => ({ name: of.name, title: null, type: of.type, polarity: of.polarity, evidence: of.evidence, cap: of.cap, status: 'ACTIVE', meter: null, potential: null, plan: [] })),
      }),
    ),
    rates: [], periods: [], confirmations: [], harvests: [], completeness: [], causes: [], lastReportAt: null, previous: null,
  }; // prettier-ignore
}

it('makes a statement of every answer of the benefit engine, with the totals that the engine sums', () => {
  fc.assert(
    fc.property(aMunicipality, fc.constantFrom('2026-02', '2026-03', '2026-T1', '2026-H1', '2026'), (query, id) => {
      const given = facts(query, id);
      const made = statementOf(given, (text) => String(text.length));
      if (!made.ok) throw new Error(made.error.map(faultText).join('\n'));
      for (const { type, unit, benefits, period } of made.value.summary.totals) {
        if (benefits !== 1) continue;
        const sum = given.sums.period.benefits.find((of) => of.type === type && of.amount.unit === unit);
        expect(period.amounts.gross).toBe(sum?.amount.gross);
        expect(period.amounts.rate).toBe(sum?.rate);
      }
      expect(JSON.parse(fingerprintText(made.value))).toEqual(JSON.parse(JSON.stringify(made.value)));
    }),
    { seed: 20261122, numRuns: 200 },
  );
});

it('lists what was booked of a closed month', () => {
  const [query] = fc.sample(aMunicipality.filter(({ periods, volumes }) => periods !== undefined && [...volumes].some(({ day }) => day.startsWith('2026-02'))), { numRuns: 1, seed: 5 }); // prettier-ignore
  if (query === undefined) throw new Error('nothing drawn');
  const made = statementOf(facts(query, addMonths('2026-02', 1)), () => '');
  if (!made.ok) throw new Error(made.error.map(faultText).join('\n'));
  expect(made.value.corrections.adjustments).toMatchObject([{ originalMonth: '2026-02', month: '2026-03', asReported: '33.33' }]);
});
