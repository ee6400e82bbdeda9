import { exactText, formatAmount, formatQuantity, isNegative, isZero, ONE, rational, ZERO, type Rational } from '@hemtag/kernel';
import type { ExplainedRun } from './explained-parts.js';
import { FORMULAS } from './formulas.js';
import type { RecomputedRun } from './recompute.js';
import type { FormulaName } from './terms.js';

const HUNDRED = rational('100');
const MILLION = rational('1000000');

/** A number as somebody would write it who must be able to type it into a calculator: two decimals, else up to six, else the fraction. */
export function numberText(value: Rational): string {
  if (value.mul(HUNDRED).d === 1n) return formatAmount(value);
  return value.mul(MILLION).d === 1n ? formatQuantity(value) : exactText(value);
}
const plainText = (value: Rational): string => (value.mul(MILLION).d === 1n ? formatQuantity(value) : exactText(value));
const factorText = (value: Rational): string => (isNegative(value) ? `(${numberText(value)})` : numberText(value));

export const formulaId = (formula: FormulaName): string => FORMULAS[formula].id;

const perOf = (unit: string): string | null => unit.split('/')[1] ?? null;

/** The factors behind the quantity, with their units. */
function factorsOf({ entry, rate, unit }: NonNullable<ExplainedRun['value']>, quantityUnit: string): string[] {
  const price = rate === null ? [] : [`${factorText(rate.version.value)} ${rate.unit}`];
  switch (entry.formula) {
    case 'unit-value':
      return [`${factorText(entry.unitValue)} ${unit}/${quantityUnit}`];
    case 'time-saved':
      return [`${plainText(entry.minutes)} min`, ...(entry.staff.equals(ONE) ? [] : [`${plainText(entry.staff)} persons`]), '1/60 h/min', ...price];
    case 'amount':
      return [];
    case 'distance':
      return [`${plainText(entry.perUnit)} km/${quantityUnit}`];
    case 'native':
      return [`${plainText(entry.perUnit)} ${unit}/${quantityUnit}`];
    case 'emission':
      return [`${plainText(entry.perUnit)} ${(rate && perOf(rate.unit)) ?? 'unit'}/${quantityUnit}`, ...price];
  }
}

/** The formula of one run with its numbers filled in: `4200 letter × 15.00 SEK/letter = 63000.00 SEK`. Null where the run gives no amount. */
export function grossLine({ run, counted, gross }: RecomputedRun, unit: string | null, isNegated: boolean): string | null {
  const { value, redeployable } = run;
  if (value === null || (value.entry.formula === 'time-saved' && redeployable === null)) return null;
  const quantityUnit = unit ?? 'unit';
  const signed = isNegated ? ZERO.sub(gross) : gross;
  const factors = [`${plainText(counted)} ${quantityUnit}`, ...factorsOf(value, quantityUnit), ...(isNegated ? ['(-1)'] : [])];
  return `${factors.join(' × ')} = ${formatAmount(signed)} ${value.unit}`;
}

/** What is left of the gross: `900000.00 SEK × (1 − 0.10) × 0.95 = 769500.00 SEK`. Null where nothing is taken off. */
export function adjustedLine({ run, gross, adjusted }: RecomputedRun, isNegated: boolean): string | null {
  const { value, adjust, redeployable } = run;
  if (value === null) return null;
  const usable = value.entry.formula === 'time-saved' ? redeployable?.redeployable : null;
  const factors = [
    ...(adjust === null || isZero(adjust.deadweight) ? [] : [`(1 - ${numberText(adjust.deadweight)})`]),
    ...(adjust === null || adjust.attribution.equals(ONE) ? [] : [numberText(adjust.attribution)]),
    ...(usable ? [numberText(usable)] : []),
  ];
  if (factors.length === 0) return null;
  const [from, to] = isNegated ? [ZERO.sub(gross), ZERO.sub(adjusted)] : [gross, adjusted];
  return `${numberText(from)} ${value.unit} × ${factors.join(' × ')} = ${formatAmount(to)} ${value.unit}`;
}
