import { err, isNegative, isZero, ok, ONE, rational, sum, type Day, type Rational, type Result } from '@hemtag/kernel';
import type { CaseReason } from './case-reason.js';
import { yearlyRunningCost } from './costs.js';
import { lastRampShare, latestEstimate } from './estimate.js';
import { applyFormula, parametersOn, type FormulaContext } from './formulas.js';
import { netType } from './initiative-sum.js';
import type { BenefitTerms, InitiativeTerms, RateTerms } from './terms.js';
import { earliest, nearest } from './versions.js';

const HUNDRED = rational('100');
const MONTHS_PER_YEAR = rational('12');

/** The day whose parameters hold for full effect: that of the latest estimate, whose amounts are frozen on it; without one the go-live, or the first value. */
const referenceDay = ({ goLive }: InitiativeTerms, benefit: BenefitTerms): Day | null =>
  latestEstimate(benefit.estimate)?.validFrom ?? goLive ?? earliest(benefit.value)?.validFrom ?? null;

/** What one unit gives, in the initiative's currency and with the sign of a disbenefit; null where that is not known. */
function amountPerUnit(initiative: InitiativeTerms, benefit: BenefitTerms, context: FormulaContext): Rational | null {
  const day = referenceDay(initiative, benefit);
  const parameters = day === null ? null : parametersOn(benefit.value, context, day);
  if (parameters === null || parameters.unit !== initiative.currency) return null;
  const { amount } = applyFormula(ONE, parameters);
  return benefit.polarity === 'DISBENEFIT' ? amount.neg() : amount;
}

/** Quantity × amount per unit, summed over benefits; a quantity that is null is left out. */
function valueOf(
  initiative: InitiativeTerms,
  context: FormulaContext,
  quantities: readonly { readonly benefit: BenefitTerms; readonly quantity: Rational }[],
): Rational | null {
  const amounts = quantities.map(({ benefit, quantity }) => amountPerUnit(initiative, benefit, context)?.mul(quantity) ?? null);
  return amounts.includes(null) ? null : sum(amounts.filter((amount) => amount !== null));
}

function runningCostOf(initiative: InitiativeTerms, carrying: readonly BenefitTerms[]): Rational {
  const days = [initiative.goLive, ...carrying.map((benefit) => referenceDay(initiative, benefit))].filter((day) => day !== null).sort();
  return yearlyRunningCost(initiative.costs, days.at(-1) ?? '');
}

/**
 * The digital share from which on operation is paid, in percent: 100 × yearly running cost / (volumePerYear × amount per unit), domain.md d11. The volume is that
 * of the baseline on the same day as the amount per unit.
 */
export function breakEvenShare(initiative: InitiativeTerms, context: FormulaContext, carrying: readonly BenefitTerms[]): Result<Rational, CaseReason> {
  const quantities = carrying.flatMap((benefit) => {
    const baseline = nearest(benefit.baseline, referenceDay(initiative, benefit) ?? '');
    return baseline === null ? [] : [{ benefit, quantity: baseline.volumePerYear }];
  });
  if (quantities.length === 0) return err('NO_BASELINE');
  const whole = valueOf(initiative, context, quantities);
  if (whole === null) return err('NO_AMOUNT');
  if (isZero(whole) || isNegative(whole)) return err('NO_BREAK_EVEN');
  return ok(runningCostOf(initiative, carrying).div(whole).mul(HUNDRED));
}

/** The same of the benefits that carry the costs, exact; null where it is undefined. */
export function breakEvenOf(initiative: InitiativeTerms, rates: readonly RateTerms[]): Rational | null {
  const context: FormulaContext = { currency: initiative.currency, rates: new Map(rates.map((rate) => [rate.name, rate])) };
  const type = netType(initiative, context);
  const carrying = initiative.benefits.filter((benefit) => benefit.type === type);
  const share = breakEvenShare(initiative, context, carrying);
  return share.ok ? share.value : null;
}

/** What each month later costs: (annual volume at full effect × amount per unit − yearly running cost) / 12, with the optimism bias taken off; domain.md d12. */
export function costOfDelayPerMonth(initiative: InitiativeTerms, context: FormulaContext, carrying: readonly BenefitTerms[]): Result<Rational, CaseReason> {
  const quantities = carrying.flatMap((benefit) => {
    const estimate = latestEstimate(benefit.estimate);
    if (estimate === null) return [];
    return [{ benefit, quantity: estimate.annualVolume.mul(lastRampShare(estimate)).mul(ONE.sub(estimate.optimismBias)) }];
  });
  if (quantities.length === 0) return err('NO_ESTIMATE');
  const gross = valueOf(initiative, context, quantities);
  return gross === null ? err('NO_AMOUNT') : ok(gross.sub(runningCostOf(initiative, carrying)).div(MONTHS_PER_YEAR));
}
