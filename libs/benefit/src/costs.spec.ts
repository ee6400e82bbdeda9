import { exactText, formatAmount, rational } from '@hemtag/kernel';
import { adjust, benefit, initiative, letters, query, rate, running, timeSaved, unitValue, volumes } from '../test/terms.builder.js';
import { oneOffCost, runningCost } from './costs.js';
import { figuresOf, type Figures, type FiguresQuery } from './figures.js';
import type { BenefitTerms, CostTerms, InitiativeTerms } from './terms.js';

const inRange = (costs: readonly CostTerms[], from: string | null, to: string): string => exactText(runningCost(costs, { from, to }));
const once = (amount: string, date: string, kind: 'ONE_OFF' | 'TRAINING' | 'INTERNAL_TIME' = 'ONE_OFF'): CostTerms => ({
  kind,
  name: 'introduction',
  amount: rational(amount),
  date,
});

describe('costs', () => {
  it('spreads a year over months exactly', () => {
    const operation = [running('250000', '2026-01-01')];
    expect(inRange(operation, '2026-01', '2026-01')).toBe('62500/3');
    expect(inRange(operation, '2026-01', '2026-12')).toBe('250000');
  });

  it('takes months in part by their days', () => {
    // 12 000 a year is 1 000 a month: 17 of 31 days of January, 14 of 28 of February (validTo no longer counts).
    const part = [running('12000', '2026-01-15', { validTo: '2026-02-15' })];
    expect(inRange(part, '2026-01', '2026-01')).toBe('17000/31');
    expect(inRange(part, '2026-02', '2026-02')).toBe('500');
    expect(inRange(part, '2026-03', '2026-12')).toBe('0');
    expect(formatAmount(runningCost(part, { from: '2025-01', to: '2026-12' }))).toBe('1048.39');
  });

  it('adds a price by month and parallel operation', () => {
    const both = [
      running('100', '2026-01-01', { per: 'month' }),
      running('1200', '2026-02-01', { kind: 'PARALLEL_OPERATION', name: 'paper', validTo: '2026-04-01' }),
    ];
    expect(inRange(both, '2026-01', '2026-06')).toBe('800');
  });

  it('replaces a line by the next one of its name, even within a month', () => {
    const raised = [running('24000', '2026-02-15'), running('12000', '2026-01-01')];
    expect(inRange(raised, '2026-01', '2026-01')).toBe('1000');
    expect(inRange(raised, '2026-02', '2026-02')).toBe('1500');
    expect(inRange(raised, '2026-03', '2026-03')).toBe('2000');
    expect(inRange([running('24000', '2026-02-15'), running('12000', '2026-01-01', { name: 'licence' })], '2026-03', '2026-03')).toBe('3000');
    // Parallel operation runs beside the operation of the same name, it does not replace it.
    expect(inRange([running('24000', '2026-02-15', { kind: 'PARALLEL_OPERATION' }), running('12000', '2026-01-01')], '2026-03', '2026-03')).toBe('3000');
  });

  it('ends a line on its validTo, also where the next one of its name begins later', () => {
    // 1 000 in January, nothing in February, 2 000 in March.
    const interrupted = [running('12000', '2026-01-01', { validTo: '2026-02-01' }), running('24000', '2026-03-01')];
    expect(inRange(interrupted, '2026-01', '2026-01')).toBe('1000');
    expect(inRange(interrupted, '2026-02', '2026-02')).toBe('0');
    expect(inRange(interrupted, '2026-01', '2026-03')).toBe('3000');
  });

  it('reaches back to the first line where no start is given', () => {
    expect(inRange([running('12000', '2025-07-01')], null, '2026-06')).toBe('12000');
    expect(inRange([running('12000', '2026-07-01')], null, '2026-06')).toBe('0');
  });

  it('takes everything dated up to the end of the range', () => {
    const costs = [once('1', '2024-05-01'), once('2', '2026-06-30', 'TRAINING'), once('4', '2026-07-01'), once('8', '2026-01-01', 'INTERNAL_TIME')];
    expect(exactText(oneOffCost(costs, '2026-06'))).toBe('11');
    expect(exactText(oneOffCost(costs, '2026-07'))).toBe('15');
  });
});

const financial = benefit({ name: 'a', value: [unitValue('10', '2026-01-01')] });
const avoided = benefit({ name: 'b', type: 'AVOIDANCE', value: [unitValue('1', '2026-01-01')] });
const redistributed = benefit({ name: 'c', type: 'REDISTRIBUTED', value: [unitValue('2', '2026-01-01')] });
const usage = volumes(letters(), { '2026-01-10': '50', '2026-02-10': '100' });

function sumOf(
  benefits: readonly BenefitTerms[],
  terms: Partial<InitiativeTerms> = {},
  of: Partial<FiguresQuery> = {},
): Figures['initiatives'][number] | undefined {
  return figuresOf(query({ initiatives: [initiative(benefits, terms)], volumes: usage, from: '2026-02', to: '2026-02', ...of })).initiatives[0];
}

describe('net of an initiative', () => {
  const costs = [running('1200', '2026-01-01'), once('30', '2025-11-01')];

  it('is that of FINANCIAL where there is one', () => {
    expect(sumOf([financial, avoided], { costs })).toMatchObject({
      net: '900.00',
      cumulativeNet: '1270.00',
      runningCost: '100.00',
      oneOffCost: '30.00',
      warnings: [],
    });
  });

  it('is that of the type named', () => {
    expect(sumOf([financial, avoided], { costs, netOf: 'AVOIDANCE' })).toMatchObject({ net: '0.00', cumulativeNet: '-80.00' });
  });

  it('is that of the only monetary type', () => {
    expect(sumOf([avoided], { costs })).toMatchObject({ net: '0.00', warnings: [] });
  });

  it('is undefined with two monetary types, or where the named type has no benefit', () => {
    expect(sumOf([avoided, redistributed], { costs })).toMatchObject({ net: null, cumulativeNet: null, warnings: ['NET_UNDEFINED'] });
    expect(sumOf([avoided], { costs, netOf: 'QUALITY' })).toMatchObject({ net: null, cumulativeNet: null, warnings: ['NET_UNDEFINED'] });
  });

  it('is the cost alone before the process change and without usage', () => {
    expect(sumOf([financial], { costs, processChange: '2026-03-01' })).toMatchObject({ net: '-100.00', cumulativeNet: '-230.00', byType: [{ gross: null }] });
    expect(sumOf([financial], { costs }, { volumes: [] })).toMatchObject({ net: '-100.00', cumulativeNet: '-230.00' });
  });

  it('is unknown where the benefit is', () => {
    expect(sumOf([financial], { costs, benefitOwner: null })).toMatchObject({ net: null, cumulativeNet: null, warnings: ['NET_UNDEFINED'] });
    expect(sumOf([{ ...financial, value: [] }], { costs })).toMatchObject({ net: null, cumulativeNet: null, byType: [] });
  });

  it('takes no amount in another currency than its own', () => {
    const foreign = benefit({ name: 'd', value: [timeSaved('60', '2026-01-01')], adjust: [adjust('2026-01-01', { redeployable: rational('1') })] });
    const rates = [rate('hourly-cost', 'EUR/h', ['2026-01-01', '30'])];
    expect(sumOf([financial, foreign], { costs }, { rates })).toMatchObject({
      byType: [
        { type: 'FINANCIAL', unit: 'EUR', gross: '3000.00' },
        { type: 'FINANCIAL', unit: 'SEK', gross: '1000.00' },
      ],
      net: '900.00',
    });
  });

  it('warns where no cost of operation is known, parallel operation or not', () => {
    expect(sumOf([financial], { costs: [once('30', '2025-11-01'), running('12', '2026-01-01', { kind: 'PARALLEL_OPERATION' })] })).toMatchObject({
      runningCost: '1.00',
      net: '999.00',
      warnings: ['NO_RUNNING_COST'],
    });
  });
});
