import { formatAmount, rational } from '@hemtag/kernel';
import { SEASONS, seriesR } from '../test/series-r.builder.js';
import { baseline, benefit, estimate, initiative, instant, letters, query, running, unitValue, volumes } from '../test/terms.builder.js';
import { breakEvenOf, costOfDelayPerMonth } from './full-effect.js';
import { businessCaseOf, type CaseQuery, type PrintedCase } from './printed-case.js';
import type { BenefitTerms, CostTerms, InitiativeTerms } from './terms.js';

const RAMP = { per: 'year', shares: ['0.4', '0.7', '1'].map((share) => rational(share)) } as const;
const COSTS: readonly CostTerms[] = [
  { kind: 'ONE_OFF', name: 'introduction', amount: rational('400000'), date: '2026-01-01' },
  running('250000', '2026-01-01'),
];
const ramped = estimate('100000', '2026-01-01', { rampUp: RAMP, seasonality: SEASONS.map((share) => rational(share)) });

/** Case Q of domain.md d13 with the realised months of series R. */
const caseQ = initiative([benefit({ estimate: [ramped] })], { costs: COSTS });
const caseOf = (of: InitiativeTerms, terms: Partial<CaseQuery> = {}): PrintedCase => {
  const found = businessCaseOf({
    ...query({ initiatives: [of] }),
    volumes: seriesR.volumes,
    now: instant('2026-07-03T08:00:00+02:00'),
    discountRate: rational('2.5'),
    years: 3,
    ...terms,
    initiative: of.name,
  });
  if (found === null) throw new Error('no such initiative');
  return found;
};
const withBenefit = (terms: Partial<BenefitTerms>, of: Partial<InitiativeTerms> = {}): InitiativeTerms =>
  initiative([benefit({ estimate: [ramped], ...terms })], { costs: COSTS, ...of });

describe('case Q with the months of series R', () => {
  it('has a break-even share by itself, and none where nothing carries the costs', () => {
    // 100 × 250 000 / (140 000 × 15)
    expect(breakEvenOf(caseQ, [])?.equals(rational('250/21'))).toBe(true);
    expect(breakEvenOf(withBenefit({ baseline: [] }), [])).toBeNull();
    expect(breakEvenOf(withBenefit({}, { netOf: 'AVOIDANCE' }), [])).toBeNull();
  });

  it('prints every member of the contract', () => {
    expect(caseOf(initiative(caseQ.benefits, { costs: COSTS, inaction: { perYear: rational('1200000'), growth: rational('0.04') } }))).toEqual({
      tenant: 'SE-2281',
      initiative: 'digital-post',
      currency: 'SEK',
      asKnownOn: '2026-07-03T08:00:00+02:00',
      type: 'FINANCIAL',
      discountRate: '2.5',
      years: 3,
      goLive: '2026-01-01',
      npv: '1863664.20',
      roi: '173.91',
      bcr: '2.67',
      paybackMonths: '12.75',
      breakEvenShare: '11.90',
      costOfDelayPerMonth: '104166.67',
      realisedPaybackMonths: '5.04',
      inaction: { perYear: ['1248000.00', '1297920.00', '1349836.80'], extra: '295756.80' },
      startCost: '400000.00',
      flows: [
        { year: 1, from: '2026-01', to: '2026-12', benefit: '600000.00', runningCost: '250000.00', net: '350000.00', cumulative: '-50000.00' },
        { year: 2, from: '2027-01', to: '2027-12', benefit: '1050000.00', runningCost: '250000.00', net: '800000.00', cumulative: '750000.00' },
        { year: 3, from: '2028-01', to: '2028-12', benefit: '1500000.00', runningCost: '250000.00', net: '1250000.00', cumulative: '2000000.00' },
      ],
      plan: [],
      reasons: {},
      warnings: [],
    });
  });

  it('discounts at 3.5 and 4 %', () => {
    expect(['3.5', '4'].map((rate) => caseOf(caseQ, { discountRate: rational(rate) }).npv)).toEqual(['1812401.19', '1787428.88']);
  });

  it('breaks even at 23.81 % of 70 000 letters and at 83.33 % of 20 000 (d11)', () => {
    expect(['70000', '20000'].map((volume) => caseOf(withBenefit({ baseline: [baseline(volume, '2026-01-01')] })).breakEvenShare)).toEqual(['23.81', '83.33']);
  });

  it('costs 312 500 to come three months late (d12)', () => {
    const late = costOfDelayPerMonth(caseQ, { currency: 'SEK', rates: new Map() }, caseQ.benefits);
    expect(late.ok && formatAmount(late.value.mul(3n))).toBe('312500.00');
  });

  it('takes the bias off every estimate, and no adjustment', () => {
    const biased = { ...ramped, optimismBias: rational('0.5') };
    const { flows, costOfDelayPerMonth: late, breakEvenShare } = caseOf(withBenefit({ estimate: [biased] }));
    expect(flows.map(({ benefit: gives }) => gives)).toEqual(['300000.00', '525000.00', '750000.00']);
    // (750 000 − 250 000) / 12; the share counts what a letter really gives.
    expect([late, breakEvenShare]).toEqual(['41666.67', '11.90']);
  });

  it('is not paid back yet by the end of May', () => {
    const notYet = { realisedPaybackMonths: null, reasons: { realisedPaybackMonths: 'NOT_PAID_BACK' } };
    expect(caseOf(caseQ, { now: instant('2026-05-31T23:59:59+02:00') })).toMatchObject(notYet);
    expect(caseOf(caseQ, { volumes: [...seriesR.volumes].filter(({ day }) => day < '2026-06-01') })).toMatchObject(notYet);
  });
});

describe('the years', () => {
  it('begin with the month of the go-live and take the ramp of each month', () => {
    // Live in July 2026; the estimate is valid from January on, so that each year lies half in one share and half in the next.
    const { flows } = caseOf(initiative([benefit({ estimate: [{ ...ramped, seasonality: [] }] })], { costs: COSTS, goLive: '2026-07-15' }));
    expect(flows.map(({ from, to, benefit: gives }) => [from, to, gives])).toEqual([
      ['2026-07', '2027-06', '825000.00'],
      ['2027-07', '2028-06', '1275000.00'],
      ['2028-07', '2029-06', '1500000.00'],
    ]);
  });

  it('put what ran before the go-live, and everything dated up to their end, at the start', () => {
    const costs: CostTerms[] = [
      ...COSTS,
      { kind: 'TRAINING', name: 'again', amount: rational('10'), date: '2028-12-31' },
      { kind: 'TRAINING', name: 'later', amount: rational('99'), date: '2029-01-01' },
      running('1200', '2025-11-01', { name: 'preparation', validTo: '2026-02-01' }),
    ];
    const { startCost, flows } = caseOf(withBenefit({}, { costs }));
    // 400 000 + 10 + two months of 100.
    expect([startCost, flows[0]?.runningCost]).toEqual(['400210.00', '250100.00']);
  });

  it('take a later estimate from its own first month on', () => {
    const revised = [estimate('1200', '2026-01-01'), estimate('2400', '2027-07-01', { version: 2 })];
    const { flows, costOfDelayPerMonth: late } = caseOf(withBenefit({ value: [unitValue('1', '2026-01-01')], estimate: revised }, { costs: [] }));
    expect(flows.map(({ benefit: gives }) => gives)).toEqual(['1200.00', '1800.00', '2400.00']);
    expect(late).toBe('200.00');
  });

  it('subtract a disbenefit', () => {
    const extra = benefit({ name: 'extra', polarity: 'DISBENEFIT', value: [unitValue('5', '2026-01-01')], estimate: [estimate('12000', '2026-01-01')] });
    const { flows } = caseOf(initiative([benefit({ estimate: [ramped] }), extra], { costs: COSTS }));
    expect(flows[0]?.benefit).toBe('540000.00');
  });
});

describe('operation at full effect', () => {
  const shareOf = (...costs: readonly CostTerms[]): string | null => caseOf(withBenefit({}, { costs })).breakEvenShare;

  it('counts the line in force, the first of a later one, and no parallel operation that ends', () => {
    // 1 % of 140 000 × 15 is 21 000.
    expect(shareOf(running('21000', '2025-01-01'), running('42000', '2025-07-01'))).toBe('2.00');
    expect(shareOf(running('21000', '2026-03-01'), running('42000', '2027-03-01'))).toBe('1.00');
    expect(shareOf(running('1750', '2026-01-01', { per: 'month' }))).toBe('1.00');
    const paper = running('21000', '2026-01-01', { kind: 'PARALLEL_OPERATION' });
    expect(shareOf(running('21000', '2026-01-01'), paper)).toBe('2.00');
    expect(shareOf(running('21000', '2026-01-01'), { ...paper, validTo: '2026-07-01' })).toBe('1.00');
  });
});

describe('what is undefined', () => {
  const nothing = { npv: null, roi: null, bcr: null, paybackMonths: null, realisedPaybackMonths: null };

  it('has no first year without a go-live; full effect needs none', () => {
    const open = caseOf(withBenefit({}, { goLive: null }));
    expect(open).toMatchObject({ ...nothing, breakEvenShare: '11.90', costOfDelayPerMonth: '104166.67', flows: [], startCost: null });
    expect(open.reasons).toEqual({
      npv: 'NO_GO_LIVE',
      roi: 'NO_GO_LIVE',
      bcr: 'NO_GO_LIVE',
      paybackMonths: 'NO_GO_LIVE',
      realisedPaybackMonths: 'NO_GO_LIVE',
    });
  });

  it('has no estimate, no baseline, no amount or no single type', () => {
    expect(caseOf(withBenefit({ estimate: [] }))).toMatchObject({
      ...nothing,
      realisedPaybackMonths: '5.04',
      reasons: { npv: 'NO_ESTIMATE', costOfDelayPerMonth: 'NO_ESTIMATE' },
      warnings: ['BENEFIT_WITHOUT_ESTIMATE'],
    });
    expect(caseOf(withBenefit({ baseline: [] })).reasons).toMatchObject({ breakEvenShare: 'NO_BASELINE', realisedPaybackMonths: 'NO_AMOUNT' });
    expect(caseOf(withBenefit({ value: [unitValue('15', '2026-02-01')] })).reasons).toMatchObject({
      npv: 'NO_AMOUNT',
      breakEvenShare: 'NO_AMOUNT',
      costOfDelayPerMonth: 'NO_AMOUNT',
    });
    const two = initiative([benefit({ name: 'a', type: 'AVOIDANCE' }), benefit({ name: 'b', type: 'REDISTRIBUTED' })], { costs: COSTS });
    expect(new Set(Object.values(caseOf(two).reasons))).toEqual(new Set(['NET_UNDEFINED']));
  });

  it('has no costs, or gives nothing', () => {
    expect(caseOf(withBenefit({}, { costs: [] }))).toMatchObject({
      roi: null,
      bcr: null,
      paybackMonths: '0.00',
      breakEvenShare: '0.00',
      reasons: { roi: 'NO_COST', bcr: 'NO_COST' },
      warnings: ['NO_RUNNING_COST'],
    });
    expect(caseOf(withBenefit({ polarity: 'DISBENEFIT' }))).toMatchObject({
      paybackMonths: null,
      breakEvenShare: null,
      reasons: { breakEvenShare: 'NO_BREAK_EVEN', paybackMonths: 'NOT_PAID_BACK' },
    });
  });

  it('is known to the tenant', () => {
    expect(businessCaseOf({ ...query({ initiatives: [caseQ] }), discountRate: rational('3'), years: 1, initiative: 'nothing' })).toBeNull();
  });
});

it('shows the lines of the plan with the benefit that they belong to', () => {
  const line = {
    name: 'budget-2026',
    measure: 'budget cut',
    responsibilityUnit: '4711',
    budgetYear: 2026,
    plannedDate: '2026-04-01',
    decisionRef: 'KS-2026-0012',
  };
  expect(caseOf(withBenefit({ plan: [{ ...line, plannedAmount: rational('450000') }] }), { volumes: volumes(letters(), {}) }).plan).toEqual([
    { benefit: 'postage', ...line, plannedAmount: '450000.00' },
  ]);
});
