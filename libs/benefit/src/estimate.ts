import { firstDay, lastDay, monthOf, monthsBetween, ONE, rational, type Month, type Rational } from '@hemtag/kernel';
import { amountUnit, applyFormula, parametersOn, type FormulaContext } from './formulas.js';
import { seasonOf } from './season.js';
import type { BenefitTerms, Dated, EstimateTerms } from './terms.js';

const MONTHS_PER_YEAR = rational('12');

export interface MonthEstimate {
  readonly terms: Dated<EstimateTerms>;
  readonly quantity: Rational;
  readonly low: Rational | null;
  readonly likely: Rational | null;
  readonly high: Rational | null;
  /** Without the sign of a disbenefit; null where the estimate is older than the first value or its rate. */
  readonly amount: { readonly value: Rational; readonly unit: string } | null;
}

/**
 * The estimate of a month: the highest version that begins on or before the month's last day, because a later version replaces the earlier ones from its own
 * `validFrom` on; none where that version has ended before the month.
 */
export function estimateInForce(versions: readonly Dated<EstimateTerms>[], month: Month): Dated<EstimateTerms> | null {
  let latest: Dated<EstimateTerms> | null = null;
  for (const version of versions) {
    if (version.validFrom <= lastDay(month) && (latest === null || version.version > latest.version)) latest = version;
  }
  return latest !== null && (latest.validTo === null || latest.validTo > firstDay(month)) ? latest : null;
}

/** The estimate as it was last approved, whenever it begins; null where there is none. */
export const latestEstimate = (versions: readonly Dated<EstimateTerms>[]): Dated<EstimateTerms> | null =>
  versions.reduce<Dated<EstimateTerms> | null>((latest, version) => (latest === null || version.version > latest.version ? version : latest), null);

/** Share k of the ramp, counted in whole months or years since the month of `validFrom`; the last share stays. */
export function rampShare({ rampUp, validFrom }: Dated<EstimateTerms>, month: Month): Rational {
  const months = monthsBetween(monthOf(validFrom), month);
  const step = rampUp.per === 'month' ? months : Math.floor(months / 12);
  return rampUp.shares[step] ?? lastRampShare({ rampUp });
}

/** The share that stays: that of full effect. */
export const lastRampShare = ({ rampUp }: Pick<EstimateTerms, 'rampUp'>): Rational => rampUp.shares.at(-1) ?? ONE;

/** Volume / 12 × seasonality × ramp share × (1 − optimismBias); the band is scaled like the estimate itself. The amount is frozen at the estimate's `validFrom`. */
export function estimateOf(benefit: BenefitTerms, context: FormulaContext, month: Month): MonthEstimate | null {
  const terms = estimateInForce(benefit.estimate, month);
  if (terms === null) return null;
  const factor = seasonOf(terms.seasonality, month).div(MONTHS_PER_YEAR).mul(rampShare(terms, month)).mul(ONE.sub(terms.optimismBias));
  const scaled = (volume: Rational | null): Rational | null => volume?.mul(factor) ?? null;
  const quantity = terms.annualVolume.mul(factor);
  const frozen = parametersOn(benefit.value, context, terms.validFrom);
  const amount = frozen === null ? null : { value: applyFormula(quantity, frozen).amount, unit: amountUnit(frozen.value, context) };
  return { terms, quantity, low: scaled(terms.low), likely: scaled(terms.likely), high: scaled(terms.high), amount };
}
