import { isNegative, isZero, ONE, rational, sum, ZERO, type Rational } from '@hemtag/kernel';
import type { InactionTerms } from './terms.js';

/** A year of a business case. Its flows are reckoned at the year's end. */
export interface YearFlow {
  readonly benefit: Rational;
  readonly runningCost: Rational;
}

/** What a business case is computed from: year 1 first, and everything that is paid before it at once. */
export interface CashFlows {
  readonly startCost: Rational;
  readonly years: readonly YearFlow[];
}

const HUNDRED = rational('100');
const MONTHS_PER_YEAR = rational('12');

export const netOfYear = ({ benefit, runningCost }: YearFlow): Rational => benefit.sub(runningCost);

/** What is left after the start and after each year: its first member is the start, so that there is one more than there are years. */
export function cumulativeNets({ startCost, years }: CashFlows): Rational[] {
  const nets = [startCost.neg()];
  for (const year of years) nets.push((nets.at(-1) ?? ZERO).add(netOfYear(year)));
  return nets;
}

/** Σ amount of year k / (1 + rate)^k, exact; `discountRate` is in percent. */
function presentValue(amounts: readonly Rational[], discountRate: Rational): Rational {
  const growth = ONE.add(discountRate.div(HUNDRED));
  let [total, factor] = [ZERO, ONE];
  for (const amount of amounts) {
    factor = factor.mul(growth);
    total = total.add(amount.div(factor));
  }
  return total;
}

const presentCosts = ({ startCost, years }: CashFlows, discountRate: Rational): Rational =>
  startCost.add(
    presentValue(
      years.map(({ runningCost }) => runningCost),
      discountRate,
    ),
  );

/** Net present value: domain.md d13. */
export const netPresentValue = ({ startCost, years }: CashFlows, discountRate: Rational): Rational =>
  presentValue(years.map(netOfYear), discountRate).sub(startCost);

/** 100 × (Σ benefit − Σ all costs) / Σ all costs, undiscounted; null without costs. */
export function returnOnInvestment({ startCost, years }: CashFlows): Rational | null {
  const costs = startCost.add(sum(years.map(({ runningCost }) => runningCost)));
  if (isZero(costs)) return null;
  return sum(years.map(({ benefit }) => benefit))
    .sub(costs)
    .div(costs)
    .mul(HUNDRED);
}

/** Present value of the benefits / present value of all costs, a plain ratio; null without costs. */
export function benefitCostRatio(flows: CashFlows, discountRate: Rational): Rational | null {
  const costs = presentCosts(flows, discountRate);
  if (isZero(costs)) return null;
  return presentValue(
    flows.years.map(({ benefit }) => benefit),
    discountRate,
  ).div(costs);
}

/** A period (a year or a month) with what is paid at its start and what it nets until its end. */
export interface Step {
  readonly paidAtStart: Rational;
  readonly net: Rational;
}

/**
 * How many periods pass until what was paid has come back, linear inside the period: where the sum first comes up to zero from below. 0 where it never lay
 * below, null where it never comes up.
 */
export function periodsToPayBack(steps: readonly Step[]): Rational | null {
  let total = ZERO;
  let wasBelow = false;
  for (const [index, { paidAtStart, net }] of steps.entries()) {
    const before = total.sub(paidAtStart);
    total = before.add(net);
    if (isNegative(before) && !isNegative(total))
      return before
        .neg()
        .div(net)
        .add(rational(BigInt(index)));
    wasBelow ||= isNegative(before) || isNegative(total);
  }
  return wasBelow ? null : ZERO;
}

/** Months until the yearly flows have paid the costs back: domain.md d13. */
export function paybackMonths({ startCost, years }: CashFlows): Rational | null {
  const steps = years.map((year, index) => ({ paidAtStart: index === 0 ? startCost : ZERO, net: netOfYear(year) }));
  return periodsToPayBack(steps)?.mul(MONTHS_PER_YEAR) ?? null;
}

export interface Inaction {
  /** Year 1 first: it has grown once already. */
  readonly perYear: readonly Rational[];
  /** What the growth adds over all years. */
  readonly extra: Rational;
}

/** Cost of inaction: domain.md d12. */
export function costOfInaction({ perYear, growth }: InactionTerms, years: number): Inaction {
  const costs: Rational[] = [];
  for (let year = 1; year <= years; year += 1) costs.push((costs.at(-1) ?? perYear).mul(ONE.add(growth)));
  return { perYear: costs, extra: sum(costs).sub(perYear.mul(BigInt(years))) };
}
