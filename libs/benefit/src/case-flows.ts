import { addMonths, err, monthOf, monthRange, ok, sum, ZERO, type Day, type Month, type Rational, type Result } from '@hemtag/kernel';
import type { CaseReason } from './case-reason.js';
import type { CashFlows } from './cash-flow.js';
import { oneOffCost, runningCost } from './costs.js';
import { estimateOf } from './estimate.js';
import type { FormulaContext } from './formulas.js';
import type { BenefitTerms, InitiativeTerms } from './terms.js';

const MONTHS_PER_YEAR = 12;

/** The months of year k of a business case, k counted from 1. The month of the go-live is its first, whole like the first month of an estimate. */
export function monthsOfYear(goLive: Day, k: number): { readonly from: Month; readonly to: Month } {
  const from = addMonths(monthOf(goLive), (k - 1) * MONTHS_PER_YEAR);
  return { from, to: addMonths(from, MONTHS_PER_YEAR - 1) };
}

/**
 * What a benefit is estimated to give in the months, in the initiative's currency and with the sign of a disbenefit: each month by the estimate that holds then, as
 * far as it is approved today. Months without an estimate give nothing; null where an estimate has no amount.
 */
function estimatedAmount(benefit: BenefitTerms, context: FormulaContext, months: readonly Month[]): Rational | null {
  const amounts = months.map((month) => {
    const estimate = estimateOf(benefit, context, month);
    if (estimate === null) return ZERO;
    // What is not money is no part of a business case.
    return estimate.amount?.unit === context.currency ? estimate.amount.value : null;
  });
  if (amounts.includes(null)) return null;
  const total = sum(amounts.filter((amount) => amount !== null));
  return benefit.polarity === 'DISBENEFIT' ? total.neg() : total;
}

/**
 * The flows of a business case: contract section 4. Year k is the k-th from the go-live. At the start stands everything dated up to the end of the last year, and
 * what ran before the month of the go-live.
 */
export function caseFlows(
  initiative: InitiativeTerms,
  context: FormulaContext,
  { carrying, years }: { readonly carrying: readonly BenefitTerms[]; readonly years: number },
): Result<CashFlows, CaseReason> {
  const { goLive, costs } = initiative;
  if (goLive === null) return err('NO_GO_LIVE');
  const estimated = carrying.filter(({ estimate }) => estimate.length > 0);
  if (estimated.length === 0) return err('NO_ESTIMATE');
  const flows: CashFlows['years'][number][] = [];
  for (let k = 1; k <= years; k += 1) {
    const { from, to } = monthsOfYear(goLive, k);
    const amounts = estimated.map((benefit) => estimatedAmount(benefit, context, monthRange(from, to)));
    const known = amounts.filter((amount) => amount !== null);
    if (known.length < amounts.length) return err('NO_AMOUNT');
    flows.push({ benefit: sum(known), runningCost: runningCost(costs, { from, to }) });
  }
  const before = runningCost(costs, { from: null, to: addMonths(monthOf(goLive), -1) });
  return ok({ startCost: oneOffCost(costs, monthsOfYear(goLive, years).to).add(before), years: flows });
}
