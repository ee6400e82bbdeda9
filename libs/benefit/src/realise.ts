import { ONE, ZERO, type Day, type Rational } from '@hemtag/kernel';
import type { CountedDay } from './cap.js';
import { applyFormula, parametersOn, rateOf, type FormulaContext, type FormulaParameters } from './formulas.js';
import type { AdjustTerms, BenefitTerms, Dated } from './terms.js';
import { inForce, latestFrom, nextChange } from './versions.js';

export interface Hours {
  readonly gross: Rational;
  readonly adjusted: Rational;
  /** gross × the redeployable share of each day. */
  readonly redeployed: Rational;
}

/** Sums over counted days, without the sign of a disbenefit. */
export interface Realised {
  readonly gross: Rational;
  readonly adjusted: Rational;
  readonly hours: Hours;
  /** Units of the amounts that came together; more than one is no sum. */
  readonly units: ReadonlySet<string>;
}

/** The redeployable share on a day: the one stated last stays in force; null before the first. */
export function redeployableOn(adjust: readonly Dated<AdjustTerms>[], day: Day): Rational | null {
  return (
    latestFrom(
      adjust.filter(({ redeployable }) => redeployable !== null),
      day,
    )?.redeployable ?? null
  );
}

interface TermsInForce {
  readonly parameters: FormulaParameters;
  /** (1 − deadweight) × attribution. */
  readonly share: Rational;
  /** 1 for every formula but time-saved. */
  readonly redeployable: Rational;
}

/** What turns a counted quantity of a day into amounts; null where the day contributes none. */
function termsOn(benefit: BenefitTerms, context: FormulaContext, day: Day): TermsInForce | null {
  const parameters = parametersOn(benefit.value, context, day);
  if (parameters === null) return null;
  const redeployable = parameters.value.formula === 'time-saved' ? redeployableOn(benefit.adjust, day) : ONE;
  if (redeployable === null) return null;
  const adjust = inForce(benefit.adjust, day);
  return { parameters, share: adjust === null ? ONE : ONE.sub(adjust.deadweight).mul(adjust.attribution), redeployable };
}

function termsChangeAfter(benefit: BenefitTerms, context: FormulaContext, day: Day): Day | null {
  const value = inForce(benefit.value, day);
  const rates = value === null ? [] : (rateOf(value, context)?.versions ?? []);
  return nextChange([...benefit.value, ...benefit.adjust, ...rates], day);
}

interface Run {
  readonly terms: TermsInForce;
  readonly quantity: Rational;
}

/** Joins neighbouring days under the same terms: formulas are linear, so the sums stay exact and each run needs one multiplication. */
function runsOf(days: readonly CountedDay[], benefit: BenefitTerms, context: FormulaContext): Run[] {
  const runs: Run[] = [];
  let terms: TermsInForce | null = null;
  let until: Day | null = '';
  let quantity = ZERO;
  const close = (): void => {
    if (terms !== null) runs.push({ terms, quantity });
    quantity = ZERO;
  };
  for (const { day, counted } of days) {
    if (until !== null && day >= until) {
      close();
      terms = termsOn(benefit, context, day);
      until = termsChangeAfter(benefit, context, day);
    }
    quantity = quantity.add(counted);
  }
  close();
  return runs;
}

/**
 * Gross = formula over the counted quantity, adjusted = gross × (1 − deadweight) × attribution, and × redeployable for time-saved, all by day
 * (contract section 3, "Rules"). Days in date order. A day of time-saved before the first redeployable share contributes nothing.
 */
export function realise(days: readonly CountedDay[], benefit: BenefitTerms, context: FormulaContext): Realised {
  let [gross, adjusted, hours, adjustedHours, redeployed] = [ZERO, ZERO, ZERO, ZERO, ZERO];
  const units = new Set<string>();
  for (const { terms, quantity } of runsOf(days, benefit, context)) {
    const result = applyFormula(quantity, terms.parameters);
    const share = terms.share.mul(terms.redeployable);
    units.add(terms.parameters.unit);
    gross = gross.add(result.amount);
    adjusted = adjusted.add(result.amount.mul(share));
    if (result.hours === null) continue;
    hours = hours.add(result.hours);
    adjustedHours = adjustedHours.add(result.hours.mul(share));
    redeployed = redeployed.add(result.hours.mul(terms.redeployable));
  }
  return { gross, adjusted, hours: { gross: hours, adjusted: adjustedHours, redeployed }, units };
}
