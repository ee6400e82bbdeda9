import { closed, factsOf, seriesR, type BenefitSpec, type InitiativeSpec } from '../test/facts.builder.js';
import type { ConfirmationFacts, EntryFacts, StatementFacts } from './facts.js';
import { faultText } from './statement-fault.js';
import { statementOf } from './statement-of.js';
import type { Statement } from './statement.js';

const digest = (text: string): string => `${text.length}`;
function made(facts: StatementFacts): Statement {
  const result = statementOf(facts, digest);
  if (!result.ok) throw new Error(result.error.map(faultText).join('\n'));
  return result.value;
}
const initiative = (name: string, benefit: Partial<BenefitSpec>, terms: Partial<InitiativeSpec> = {}): InitiativeSpec => ({
  name,
  benefits: [{ name: 'b', rows: [], ...benefit }],
  ...terms,
});
const said = (terms: Partial<ConfirmationFacts>): ConfirmationFacts => ({
  figure: 'SE-2281:digital-post:postage:2026-03', initiative: 'digital-post', benefit: 'postage', month: '2026-03', amount: '99750.00', unit: 'SEK', ofGross: '99750.00', comment: null,
  cause: null, action: null, due: null, confirmedBy: 'Ola', confirmedAt: '2026-04-05T08:00:00Z', reviewedBy: null, reviewedAt: null,
  ...terms,
}); // prettier-ignore
const entry = (terms: Partial<EntryFacts> & Pick<EntryFacts, 'path' | 'content'>): EntryFacts => ({
  key: '2026-01-01', validFrom: '2026-01-01', validTo: null, recordedAt: '2025-12-18T09:00:00Z', supersededAt: null, author: 'Karin', version: 1, reason: null, source: null, approvedBy: null,
  ...terms,
}); // prettier-ignore

describe('periods longer than a month', () => {
  const of = (period: string): Statement => made(factsOf({ period, initiatives: [seriesR] }));

  it('are their months: series R by tertial, half year and year', () => {
    const gross = (period: string) => of(period).summary.totals[0]?.period.amounts.gross;
    // 63 000 + 94 500 + 99 750 + 126 000; then 118 500 and 89 250 more. The rest of the year has no usage.
    expect(['2026-T1', '2026-H1', '2026'].map(gross)).toEqual(['383250.00', '591000.00', '591000.00']);
    expect(of('2026-T1').summary.totals[0]?.period.amounts.rate).toBe('98.27');
    expect(of('2026-H1').summary.nets[0]?.period.amounts).toEqual({ gross: '591000.00', runningCost: '125000.00', net: '466000.00' });
    expect(of('2026-H1').header).toMatchObject({ state: 'FINAL', period: { kind: 'HALF_YEAR', months: { length: 6 } } });
    expect(of('2026-H1').benefits.lines[0]?.figures).toHaveLength(6);
  });

  it('are preliminary while a month is, and open while a month is open', () => {
    const state = (last: 'PRELIMINARY' | 'REOPENED') =>
      made(
        factsOf({
          period: '2026-T1',
          initiatives: [seriesR],
          periods: [...['2026-01', '2026-02', '2026-03'].map((m) => closed(m)), { ...closed('2026-04'), state: last }],
        }),
      );
    expect(state('PRELIMINARY').header.state).toBe('PRELIMINARY');
    expect(state('REOPENED').header).toMatchObject({ state: 'OPEN', months: { 3: { snapshotHash: null } } });
    expect(state('REOPENED').benefits.lines[0]?.isPreliminary).toBe(true);
    expect(made(factsOf({ period: '2026-T1', initiatives: [seriesR], periods: [] })).header.state).toBe('OPEN');
  });
});

describe('corrections (domain vector d16)', () => {
  const march = { quantity: { counted: '6700' }, amount: { gross: '100500', asReported: '99750' } };
  const april = { month: '2026-04', quantity: { counted: '8400' }, amount: { gross: '126000', asReported: '126000' } };
  const booked = (amount: string) => ({ month: '2026-04', kind: 'ADJUSTMENT' as const, originalMonth: '2026-03', amount: { asReported: amount } });
  const facts = (amount: string): StatementFacts =>
    factsOf({
      period: '2026-04',
      initiatives: [initiative('digital-post', { name: 'postage', rows: [{ month: '2026-03', ...march }, april, booked(amount)] })],
      causes: [{ initiative: 'digital-post', benefit: 'postage', month: '2026-03', changedVolumes: 50, register: [] }],
    });

  it('list what was booked of a closed month, as reported and restated', () => {
    const { corrections } = made(facts('750'));
    expect(corrections.adjustments).toMatchObject([
      {
        originalMonth: '2026-03',
        amount: '750.00',
        asReported: '99750.00',
        bookedBefore: '0.00',
        bookedAfter: '0.00',
        restated: '100500.00',
        cause: 'LATE_USAGE',
        changedVolumes: 50,
      },
    ]);
    expect(corrections.totals).toEqual([{ type: 'FINANCIAL', unit: 'SEK', lines: 1, amount: '750.00', rounding: '0.00' }]);
  });

  it('are refused where they do not explain the difference', () => {
    const result = statementOf(facts('749'), digest);
    expect(result.ok ? [] : result.error.map(faultText)).toEqual([
      'SE-2281:digital-post:postage:2026-04:2026-03, restated 2026-03: asReported is 100500.00, its lines give 100499.00, a difference of 1.00; lines: SE-2281:digital-post:postage:2026-04:2026-03',
    ]);
  });

  it('tell what changed since the last report, and what a change of parameters did to closed months', () => {
    const version = {
      version: 2,
      recordedAt: '2026-04-20T08:00:00Z',
      author: 'Karin',
      changes: [{ path: 'benefits.postage.value', change: 'corrected' as const, from: '15.00', to: '15.60' }],
    };
    const before = { ...version, version: 1, recordedAt: '2026-01-02T08:00:00Z' };
    const given = facts('750');
    const [one] = given.initiatives;
    if (one === undefined) throw new Error('no initiative');
    const corrected = entry({ path: 'benefits.postage.value', content: {}, version: 2, reason: 'new agreement' });
    const { corrections } = made({
      ...given,
      initiatives: [{ ...one, versions: [before, version], entries: [corrected] }],
      lastReportAt: '2026-04-10T08:00:00Z',
      causes: [
        {
          initiative: 'digital-post',
          benefit: 'postage',
          month: '2026-03',
          changedVolumes: 0,
          register: [{ kind: 'Initiative', name: 'digital-post', then: 1, now: 2 }],
        },
      ],
    });
    expect(corrections.parameterChanges).toEqual([
      {
        kind: 'Initiative', name: 'digital-post', version: 2, at: version.recordedAt, by: 'Karin', reason: 'new agreement', changes: version.changes,
        effects: [{ type: 'FINANCIAL', unit: 'SEK', amount: '750.00', isShared: false }],
      },
    ]); // prettier-ignore
    expect(made(given).corrections.parameterChanges).toEqual([]);
  });

  it('say what a later version has changed', () => {
    const of = (letters: string, gross: string): InitiativeSpec =>
      initiative('digital-post', { name: 'postage', rows: [{ month: '2026-03', quantity: { counted: letters }, amount: { gross } }] });
    const first = made(factsOf({ period: '2026-03', initiatives: [of('6650', '99750')] }));
    expect(first.corrections.changes).toBeNull();
    const previous = { statement: first, fingerprint: 'abc', reason: 'late letters' };
    const second = made(factsOf({ period: '2026-03', initiatives: [of('6700', '100500'), initiative('new', { rows: [] })], version: 2, previous }));
    expect(second.header.replaces).toEqual({ version: 1, fingerprint: 'abc', reason: 'late letters' });
    expect(second.corrections.changes).toMatchObject({
      fromVersion: 1,
      toVersion: 2,
      state: null,
      parameterSetChanged: true,
      benefits: [
        { change: 'CHANGED', counted: { from: '6650', to: '6700' }, gross: { from: '99750.00', to: '100500.00', difference: '750.00' } },
        { change: 'ADDED', initiative: { name: 'new' } },
      ],
      totals: [{ type: 'FINANCIAL', unit: 'SEK', gross: { from: '99750.00', to: '100500.00', difference: '750.00' } }],
    });
  });
});

describe('types, units and currencies', () => {
  const statement = made(
    factsOf({
      period: '2026-03',
      initiatives: [
        initiative('a', { type: 'FINANCIAL', rows: [{ month: '2026-03', amount: { gross: '100/3', confirmed: '33.33', estimated: '40' } }] }),
        initiative('b', { type: 'FINANCIAL', rows: [{ month: '2026-03', amount: { gross: '100/3', estimated: '20' } }] }),
        initiative('c', { type: 'AVOIDANCE', rows: [{ month: '2026-03', amount: { gross: '5000', confirmed: '4000' } }] }, { netType: null }),
        initiative('d', {
          type: 'REDISTRIBUTED',
          rows: [{ month: '2026-03', amount: { gross: '130140', confirmed: '130140' }, hours: { gross: '375', adjusted: '150', unclaimed: '225' } }],
        }),
        initiative('e', { type: 'ENVIRONMENT', unit: 'km', rows: [{ month: '2026-03', amount: { gross: '11000', confirmed: '11000' } }] }),
        initiative('f', { type: 'FINANCIAL', unit: 'DKK', rows: [{ month: '2026-03', amount: { gross: '7' } }] }, { currency: 'DKK' }),
      ],
    }),
  );

  it('stand apart, with what rounding makes of each total', () => {
    expect(statement.summary.totals.map(({ type, unit, period }) => [type, unit, period.amounts.gross, period.rounding.gross])).toEqual([
      // 33.33 + 33.33 + 0.01 = 66.67.
      ['FINANCIAL', 'SEK', '66.67', '0.01'],
      ['REDISTRIBUTED', 'SEK', '130140.00', '0.00'],
      ['AVOIDANCE', 'SEK', '5000.00', '0.00'],
      ['FINANCIAL', 'DKK', '7.00', '0.00'],
      ['ENVIRONMENT', 'km', '11000.00', '0.00'],
    ]);
  });

  it('are called savings only where they are confirmed, and never freed time or kilometres', () => {
    expect(statement.summary.totals.map(({ calledSaving }) => calledSaving?.period ?? null)).toEqual(['33.33', null, '4000.00', null, null]);
  });

  it('show hours, claimed and not, and native units', () => {
    // 375 / 1704 = 0.22 full-time equivalents (domain vector d9).
    expect(statement.beyondMoney.hourTotals).toMatchObject([
      { type: 'REDISTRIBUTED', period: { gross: '375.00', adjusted: '150.00', claimed: '150.00', unclaimed: '225.00', fte: '0.22' } },
    ]);
    expect(statement.beyondMoney.native).toMatchObject([{ initiative: { name: 'e' }, unit: 'km', period: { gross: '11000.00' } }]);
  });
});

describe('what people said and planned', () => {
  const plan = (name: string, plannedDate: string, plannedAmount = '450000') => ({
    name,
    measure: 'budget cut',
    responsibilityUnit: '4711',
    budgetYear: 2026,
    plannedAmount,
    plannedDate,
    decisionRef: 'KS-2026-0012',
  });
  const [benefit] = seriesR.benefits;
  const rows = (benefit?.rows ?? []).map((row) =>
    row.month === '2026-03'
      ? { ...row, amount: { ...row.amount, confirmed: '99750', harvested: '37500' }, confirmation: { ofGross: '99750.00', isCurrent: true, isReviewed: true } }
      : row,
  );
  const statement = made(
    factsOf({
      period: '2026-03',
      initiatives: [
        { ...seriesR, benefits: [{ name: 'postage', rows, plan: [plan('late', '2026-01-01'), plan('done', '2026-02-01', '37500'), plan('due', '2026-03-31'), plan('later', '2026-04-01')] }] },
        initiative('waiting', { rows: [] }, { goLive: null, phase: 'PREANALYSIS', case: { type: 'FINANCIAL', discountRate: '3.5', years: 5, npv: null, roi: null, paybackMonths: null, realisedPaybackMonths: null, breakEvenShare: null, costOfDelayPerMonth: '104166.67', inaction: { perYear: ['1248000.00', '1297920.00', '1349836.80'], extra: '295756.80' } } }),
      ],
      confirmations: [
        said({ comment: 'strike', cause: 'volume', action: 'call them', due: '2026-04-30', reviewedBy: 'Eva', reviewedAt: '2026-04-06T08:00:00Z' }),
        said({ figure: 'SE-2281:digital-post:postage:2026-01', month: '2026-01', amount: '63000.00', ofGross: '63000.00', action: 'old', due: '2026-01-20' }),
      ],
      harvests: [{ line: 'digital-post/postage/done', month: '2026-03', amount: '37500.00', unit: 'SEK' }],
      periods: [closed('2026-03', { approvedBy: 'Lena', approvedAt: '2026-04-12T08:00:00Z' })],
      completeness: [{ name: 'messaging', title: null, source: '/se/2281', expectedEvery: 'P1D', endedDays: 31, completeDays: 30, days: [{ day: '2026-03-09', state: 'SILENT', lastEvent: '2026-03-08T12:00:00+01:00' }] }],
    }),
  ); // prettier-ignore

  it('stands with the deviation, the plan and the signatures', () => {
    expect(statement.summary.deviations[0]).toMatchObject({
      difference: '-5250.00',
      remarks: [{ month: '2026-03', cause: 'volume', comment: 'strike', by: 'Ola' }],
    });
    expect(statement.deviations.lines).toMatchObject([
      { month: '2026-03', gross: '99750.00', confirmed: '99750.00', action: 'call them', due: '2026-04-30', isDue: false },
    ]);
    expect(statement.organisation.planLines.map(({ name, standing }) => [name, standing])).toEqual([['late', 'LATE'], ['done', 'DONE'], ['due', 'DUE'], ['later', 'LATER']]); // prettier-ignore
    expect(statement.organisation.plans).toEqual([
      { unit: 'SEK', lines: 4, planned: '1387500.00', harvested: '37500.00', harvestedInPeriod: '37500.00', standings: { DONE: 1, DUE: 1, LATE: 1, LATER: 1 } },
    ]);
    expect(statement.signOff).toMatchObject({
      steps: [
        { step: 'CONFIRMED', by: 'Ola', figures: 1 },
        { step: 'REVIEWED', by: 'Eva', at: '2026-04-06T08:00:00Z' },
        { step: 'APPROVED', by: 'Lena', at: '2026-04-12T08:00:00Z' },
      ],
      snapshots: [{ month: '2026-03', hash: 'hash-of-2026-03', approvedBy: 'Lena' }],
      figures: 1,
      confirmed: 1,
      reviewed: 1,
      isApproved: true,
    });
  });

  it('stands with what waiting costs and what the data lack', () => {
    expect(statement.delay.waiting).toMatchObject([{ initiative: { name: 'waiting' }, phase: 'PREANALYSIS', perMonth: '104166.67' }]);
    expect(statement.delay.waitingTotals).toEqual([{ type: 'FINANCIAL', currency: 'SEK', initiatives: 1, perMonth: '104166.67' }]);
    expect(statement.delay.inaction).toMatchObject([{ extra: '295756.80' }]);
    expect(statement.header).toMatchObject({ lastEvent: '2026-03-08T12:00:00+01:00', sources: [{ completeShare: '96.77', silentDays: 1 }] });
    expect(statement.method.warnings).toEqual([
      { code: 'NO_RUNNING_COST', initiative: { name: 'waiting', title: {} } },
      { code: 'INCOMPLETE_SOURCE', source: 'messaging', silentDays: 1, incompleteDays: 0 },
    ]);
  });
});

it('names the parameters in force, as known on the instant, and gives the same set the same id', () => {
  const value = (content: EntryFacts['content'], terms: Partial<EntryFacts> = {}) => entry({ path: 'benefits.postage.value', content, ...terms });
  const entries = [
    value({ formula: 'unit-value', unitValue: '14.00', validFrom: '2026-01-01' }, { supersededAt: '2026-02-01T00:00:00Z' }),
    value({ formula: 'unit-value', unitValue: '15.00', validFrom: '2026-01-01' }, { recordedAt: '2026-02-01T00:00:00Z', reason: 'mistyped', version: 2 }),
    value({ formula: 'unit-value', unitValue: '16.00', validFrom: '2026-04-01' }, { key: '2026-04-01', validFrom: '2026-04-01' }),
    entry({ path: 'benefits.postage.baseline', content: { volumePerYear: '140000', method: 'system log', sampleSize: 100000 }, validFrom: '2026-06-01', source: 'log' }),
    entry({ path: 'benefits.postage.estimate', key: '1', content: { version: 1, annualVolume: '100000', seasonality: ['0.60', '0.72'], rampUp: { per: 'year', shares: ['1'] }, priceYear: 2026, index: 'pkv' } }),
  ]; // prettier-ignore
  const rate = (name: string) => ({ name, unit: '1', versions: [], entries: [entry({ path: 'versions', content: { value: '1.034', source: 'SKR' } })] });
  const of = (terms: Partial<Parameters<typeof factsOf>[0]> = {}) =>
    made(factsOf({ period: '2026-03', initiatives: [{ ...seriesR, entries }], rates: [rate('pkv'), rate('unused')], ...terms }));
  const { method, header } = of();
  expect(method.benefits).toMatchObject([
    {
      values: [{ validFrom: '2026-01-01', validTo: '2026-04-01', version: 2, reason: 'mistyped', values: [{ name: 'formula', value: 'unit-value' }, { name: 'unitValue', value: '15.00' }] }],
      baselines: [{ source: 'log', values: [{ name: 'method', value: 'system log' }, { name: 'sampleSize', value: '100000' }, { name: 'volumePerYear', value: '140000' }] }],
      estimates: [{ values: expect.arrayContaining([{ name: 'seasonality', value: '0.60 0.72' }, { name: 'rampUp.shares', value: '1' }]) }],
      adjustments: [],
    },
  ]); // prettier-ignore
  expect(method.rates).toMatchObject([{ name: 'pkv', value: '1.034', source: 'SKR' }]);
  expect(header.priceYears).toEqual([2026]);
  expect(of({ version: 2 }).header.parameterSetId).toBe(header.parameterSetId);
  expect(of({ asKnownOn: '2026-01-31T00:00:00Z' }).method.benefits[0]?.values[0]?.values[1]?.value).toBe('14.00');
});
