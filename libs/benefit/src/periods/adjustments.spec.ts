import { rational, type Month } from '@hemtag/kernel';
import { benefit, initiative, letters, query, unitValue, volumes } from '../../test/terms.builder.js';
import { figuresOf, type Figures, type FiguresQuery } from '../figures.js';
import { NO_PERIOD_FACTS, type PeriodFacts, type ReportedFigure } from './period-facts.js';
import type { PeriodEntry } from './period-state.js';

const closedMonth = (month: Month): PeriodEntry[] => [
  { month, sequence: 1, state: 'PRELIMINARY', version: 1, actor: 'anna', reason: null, at: 0 },
  { month, sequence: 2, state: 'CLOSED', version: 1, actor: 'bo', reason: null, at: 0 },
];
const reported = (month: Month, amount: string, terms: Partial<ReportedFigure> = {}): ReportedFigure => ({
  month,
  initiative: 'digital-post',
  benefit: 'postage',
  kind: 'ORIGINAL',
  originalMonth: null,
  unit: 'SEK',
  asReported: rational(amount),
  ...terms,
});
const booked = (month: Month, originalMonth: Month, amount: string): ReportedFigure => reported(month, amount, { kind: 'ADJUSTMENT', originalMonth });

const facts = (terms: Partial<PeriodFacts>): PeriodFacts => ({ ...NO_PERIOD_FACTS, ...terms });
const marchClosed = facts({ log: closedMonth('2026-03'), reported: [reported('2026-03', '99750')] });
const usage = (march: string, april = '8400') => volumes(letters(), { '2026-03-14': march, '2026-04-14': april });
const ask = (terms: Partial<FiguresQuery>): Figures => figuresOf(query({ initiatives: [initiative([benefit()])], to: '2026-06', ...terms }));
const amounts = ({ figures }: Figures) =>
  figures.map(({ kind, month, originalMonth = null, state, amount }) => [kind, month, originalMonth, state, amount.gross, amount.asReported]);

describe('domain vector d16: March closed at 6 650 letters', () => {
  it('shows nothing but the closed month where nothing came later', () => {
    expect(amounts(ask({ volumes: usage('6650'), periods: marchClosed }))).toEqual([
      ['ORIGINAL', '2026-03', null, 'CLOSED', '99750.00', '99750.00'],
      ['ORIGINAL', '2026-04', null, 'OPEN', '126000.00', null],
    ]);
  });

  it('books 50 late letters in the first open month and restates March', () => {
    const late = ask({ volumes: usage('6700'), periods: marchClosed });
    expect(amounts(late)).toEqual([
      ['ORIGINAL', '2026-03', null, 'CLOSED', '100500.00', '99750.00'],
      ['ORIGINAL', '2026-04', null, 'OPEN', '126000.00', null],
      ['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '750.00'],
    ]);
    // Restated 100 500 + 126 000; booked 99 750 + 750.
    expect(late.benefits[0]?.amount).toMatchObject({ gross: '226500.00', asReported: '100500.00' });
  });

  it('books 200 duplicates that were found as a negative amount', () => {
    expect(amounts(ask({ volumes: usage('6450'), periods: marchClosed })).at(-1)).toEqual(['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '-3000.00']);
  });

  it('prints an adjustment with all its members', () => {
    expect(ask({ volumes: usage('6700'), periods: marchClosed, from: '2026-04', to: '2026-04' }).figures[1]).toEqual({
      id: 'SE-2281:digital-post:postage:2026-04:ADJUSTMENT:2026-03',
      kind: 'ADJUSTMENT',
      originalMonth: '2026-03',
      initiative: 'digital-post',
      benefit: 'postage',
      type: 'FINANCIAL',
      evidence: 'BEDOMD',
      month: '2026-04',
      state: 'OPEN',
      quantity: { unit: null, estimated: null, low: null, high: null, actual: null, counted: null, excess: null },
      amount: { unit: 'SEK', estimated: null, gross: null, adjusted: null, confirmed: null, harvested: null, asReported: '750.00' },
      confirmation: null,
      hours: null,
      adoption: null,
      rate: null,
      complete: true,
      reason: null,
    });
  });
});

test('an adjustment is frozen by the closing of its month; what comes later still goes to the next one', () => {
  const periods = facts({
    log: [...closedMonth('2026-03'), ...closedMonth('2026-04')],
    reported: [reported('2026-03', '99750'), reported('2026-04', '126000'), booked('2026-04', '2026-03', '750')],
  });
  expect(amounts(ask({ volumes: usage('6700'), periods })).slice(2)).toEqual([['ADJUSTMENT', '2026-04', '2026-03', 'CLOSED', null, '750.00']]);
  // 6 690 letters are 100 350: 99 750 and 750 are reported, so 150 are taken back.
  expect(amounts(ask({ volumes: usage('6690'), periods })).slice(2)).toEqual([
    ['ADJUSTMENT', '2026-04', '2026-03', 'CLOSED', null, '750.00'],
    ['ADJUSTMENT', '2026-05', '2026-03', 'OPEN', null, '-150.00'],
  ]);
});

test('a rate that is corrected later changes no reported figure and is booked once for each month', () => {
  const periods = facts({
    log: [...closedMonth('2026-03'), ...closedMonth('2026-04')],
    reported: [reported('2026-03', '99750'), reported('2026-04', '126000')],
  });
  const corrected = [initiative([benefit({ value: [unitValue('15.60', '2026-03-01')] })])];
  // 6 650 x 0.60 = 3 990, 8 400 x 0.60 = 5 040.
  expect(amounts(ask({ initiatives: corrected, volumes: usage('6650'), periods }))).toEqual([
    ['ORIGINAL', '2026-03', null, 'CLOSED', '103740.00', '99750.00'],
    ['ORIGINAL', '2026-04', null, 'CLOSED', '131040.00', '126000.00'],
    ['ADJUSTMENT', '2026-05', '2026-03', 'OPEN', null, '3990.00'],
    ['ADJUSTMENT', '2026-05', '2026-04', 'OPEN', null, '5040.00'],
  ]);
});

test('a difference below the printed decimals is a row, and none is where it is exactly zero', () => {
  const third = [initiative([benefit({ value: [unitValue('1/3', '2026-01-01')] })])];
  const exactly = facts({ log: closedMonth('2026-03'), reported: [reported('2026-03', '1/3')] });
  const rounded = facts({ log: closedMonth('2026-03'), reported: [reported('2026-03', '0.333')] });
  const one = volumes(letters(), { '2026-03-14': '1' });
  expect(ask({ initiatives: third, volumes: one, periods: exactly }).figures).toHaveLength(1);
  expect(amounts(ask({ initiatives: third, volumes: one, periods: rounded }))[1]).toEqual(['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '0.00']);
});

test('a month that was reopened reports what it did until it is closed anew', () => {
  const reopening: PeriodEntry = { month: '2026-03', sequence: 3, state: 'REOPENED', version: 1, actor: 'cecilia', reason: 'late file', at: 0 };
  const periods = { ...marchClosed, log: [...marchClosed.log, reopening] };
  expect(amounts(ask({ volumes: usage('6700'), periods }))).toEqual([
    ['ORIGINAL', '2026-03', null, 'REOPENED', '100500.00', '99750.00'],
    ['ORIGINAL', '2026-04', null, 'OPEN', '126000.00', null],
    ['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '750.00'],
  ]);
});

test('a figure that was closed without an amount is booked whole when it gets one, and a reported one that lost its usage is taken back whole', () => {
  const nothing = facts({ log: closedMonth('2026-03'), reported: [reported('2026-03', '0', { asReported: null, unit: null })] });
  expect(amounts(ask({ volumes: usage('10'), periods: nothing })).at(-1)).toEqual(['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '150.00']);
  const empty = facts({ log: closedMonth('2026-03'), reported: [] });
  expect(amounts(ask({ volumes: usage('10'), periods: empty })).at(-1)).toEqual(['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '150.00']);
  expect(amounts(ask({ periods: marchClosed }))).toEqual([
    ['ORIGINAL', '2026-03', null, 'CLOSED', '0.00', '99750.00'],
    ['ADJUSTMENT', '2026-04', '2026-03', 'OPEN', null, '-99750.00'],
  ]);
});

test('amounts of another unit than the reported one have no difference', () => {
  const periods = facts({ log: closedMonth('2026-03'), reported: [reported('2026-03', '99750', { unit: 'km' })] });
  expect(ask({ volumes: usage('6650'), periods }).figures.at(-1)).toMatchObject({ kind: 'ADJUSTMENT', amount: { asReported: null }, reason: 'MIXED_UNITS' });
  const both = facts({
    log: [...closedMonth('2026-03'), ...closedMonth('2026-04')],
    reported: [reported('2026-03', '99750', { unit: 'km' }), reported('2026-04', '126000')],
  });
  expect(ask({ volumes: usage('6650'), periods: both }).benefits[0]?.amount.asReported).toBeNull();
});

describe('confirmed and harvested amounts', () => {
  const confirmation = {
    initiative: 'digital-post',
    benefit: 'postage',
    month: '2026-03',
    amount: rational('90000'),
    ofGross: rational('99750'),
    isReviewed: true,
  };

  it('stand beside the gross, and a confirmation stays with the gross that it was said of', () => {
    const row = (march: string) => ask({ volumes: usage(march), periods: facts({ confirmations: [confirmation] }) }).figures[0];
    expect(row('6650')).toMatchObject({
      amount: { gross: '99750.00', adjusted: '99750.00', confirmed: '90000.00', harvested: null },
      confirmation: { ofGross: '99750.00', isCurrent: true, isReviewed: true },
    });
    expect(row('6700')).toMatchObject({ amount: { gross: '100500.00', confirmed: '90000.00' }, confirmation: { ofGross: '99750.00', isCurrent: false } });
  });

  it('give the harvest rate of domain vector d5, also from months without usage', () => {
    const harvest = (month: Month, planLine = 'postage-budget-2026') => ({
      initiative: 'digital-post', benefit: 'postage', planLine, month, amount: rational('37500'),
    }); // prettier-ignore
    const periods = facts({ harvests: [harvest('2026-04'), harvest('2026-05'), harvest('2026-06')] });
    // Series R to June: 39 400 letters at 15.00 = 591 000; 112 500 / 591 000 = 19.035...
    const { benefits, figures } = ask({ volumes: volumes(letters(), { '2026-01-31': '31000', '2026-04-30': '8400' }), periods });
    expect(benefits[0]).toMatchObject({ amount: { gross: '591000.00', harvested: '112500.00' }, harvestRate: '19.04' });
    expect(figures.map(({ amount }) => amount.harvested)).toEqual([null, '37500.00']);
    const two = facts({ harvests: [harvest('2026-04'), harvest('2026-04', 'stamps')] });
    expect(ask({ volumes: usage('1'), periods: two }).figures[1]?.amount.harvested).toBe('75000.00');
  });
});
