import { exactText, formatAmount, rational, ZERO, type Rational } from '@hemtag/kernel';
import {
  benefitCostRatio,
  costOfInaction,
  cumulativeNets,
  netPresentValue,
  paybackMonths,
  periodsToPayBack,
  returnOnInvestment,
  type CashFlows,
} from './cash-flow.js';

const flows = (startCost: string, ...years: readonly (readonly [string, string])[]): CashFlows => ({
  startCost: rational(startCost),
  years: years.map(([benefit, runningCost]) => ({ benefit: rational(benefit), runningCost: rational(runningCost) })),
});
const text = (value: Rational | null): string | null => value && formatAmount(value);
const at = (percent: string): Rational => rational(percent);

/** Case Q of domain.md d13. */
const caseQ = flows('400000', ['600000', '250000'], ['1050000', '250000'], ['1500000', '250000']);

describe('case Q (d13)', () => {
  it('is worth 1 863 664.20 at 2.5 %, 1 812 401.19 at 3.5 % and 1 787 428.88 at 4 %', () => {
    expect(['2.5', '3.5', '4', '0'].map((percent) => text(netPresentValue(caseQ, at(percent))))).toEqual([
      '1863664.20',
      '1812401.19',
      '1787428.88',
      '2000000.00',
    ]);
  });

  it('returns 173.91 % undiscounted, 2.67 times its costs at 2.5 %, and pays back in 12.75 months', () => {
    expect(text(returnOnInvestment(caseQ))).toBe('173.91');
    expect(text(benefitCostRatio(caseQ, at('2.5')))).toBe('2.67');
    expect(exactText(paybackMonths(caseQ) ?? ZERO)).toBe('51/4');
    expect(cumulativeNets(caseQ).map(exactText)).toEqual(['-400000', '-50000', '750000', '2000000']);
  });
});

describe('payback', () => {
  it('is null where it never comes, and at the very end of the year that just pays it', () => {
    expect(paybackMonths(flows('100', ['50', '0'], ['49', '0']))).toBeNull();
    expect(text(paybackMonths(flows('100', ['50', '0'], ['50', '0'])))).toBe('24.00');
  });

  it('is at once where nothing was ever paid out, and waits where the first year costs more than it gives', () => {
    expect(text(paybackMonths(flows('0', ['10', '1'])))).toBe('0.00');
    expect(text(paybackMonths(flows('0', ['0', '0'])))).toBe('0.00');
    // −100 after a year, 300 in the next: a third of the second year.
    expect(text(paybackMonths(flows('0', ['0', '100'], ['400', '100'])))).toBe('16.00');
  });

  it('is the first time: a later year that costs more takes nothing back', () => {
    expect(text(paybackMonths(flows('100', ['200', '0'], ['0', '500'])))).toBe('6.00');
  });

  it('takes what is paid within its period from the start of the period', () => {
    const step = (paidAtStart: string, net: string) => ({ paidAtStart: rational(paidAtStart), net: rational(net) });
    expect(exactText(periodsToPayBack([step('0', '10'), step('30', '5'), step('0', '30')]) ?? ZERO)).toBe('5/2');
  });
});

describe('what cannot be divided', () => {
  it('is null without costs', () => {
    expect([returnOnInvestment(flows('0', ['5', '0'])), benefitCostRatio(flows('0', ['5', '0']), at('3'))]).toEqual([null, null]);
  });
});

describe('cost of inaction (d12)', () => {
  it('grows from 1 200 000 by 4 % a year: 295 756.80 more than standing still', () => {
    const { perYear, extra } = costOfInaction({ perYear: rational('1200000'), growth: rational('0.04') }, 3);
    expect(perYear.map(text)).toEqual(['1248000.00', '1297920.00', '1349836.80']);
    expect(text(extra)).toBe('295756.80');
  });

  it('may shrink, and is nothing extra where it stands still', () => {
    expect(text(costOfInaction({ perYear: rational('100'), growth: rational('-0.5') }, 2).extra)).toBe('-125.00');
    expect(text(costOfInaction({ perYear: rational('100'), growth: rational('0') }, 2).extra)).toBe('0.00');
  });
});
