import { isZero, type Month, type Rational } from '@hemtag/kernel';
import { sumKnown } from '../benefit-sum.js';
import type { Adjustment } from './adjustments.js';
import type { BenefitBook } from './period-book.js';

/** Amounts that follow from no formula but from what people decided; null where nobody has. */
export interface DecidedAmounts {
  readonly confirmed: Rational | null;
  readonly harvested: Rational | null;
  readonly asReported: Rational | null;
}

export const decidedOf = ({ originals, confirmations, harvested }: BenefitBook, month: Month): DecidedAmounts => ({
  confirmed: confirmations.get(month)?.amount ?? null,
  harvested: harvested.get(month) ?? null,
  asReported: originals.get(month)?.asReported ?? null,
});

/**
 * The same summed over a range: what was harvested in a month without a row counts, and what was booked as an adjustment in the range is reported in it. Amounts
 * that were reported in different units are no sum.
 */
export function decidedIn(book: BenefitBook, adjustments: readonly Adjustment[], months: readonly Month[]): DecidedAmounts {
  const all = months.map((month) => decidedOf(book, month));
  const booked = adjustments.filter(({ month }) => months.includes(month));
  const reported = [...months.flatMap((month) => book.originals.get(month) ?? []), ...booked.map(({ unit, amount }) => ({ unit, asReported: amount }))];
  const units = new Set(reported.filter(({ asReported }) => asReported !== null).map(({ unit }) => unit));
  return {
    confirmed: sumKnown(all.map(({ confirmed }) => confirmed)),
    harvested: sumKnown(all.map(({ harvested }) => harvested)),
    asReported: units.size > 1 ? null : sumKnown(reported.map(({ asReported }) => asReported)),
  };
}

/** 100 × harvested / gross of the same months; null where one is missing or the gross is 0. Domain vector d5. */
export function harvestRate({ harvested }: DecidedAmounts, gross: Rational | null): Rational | null {
  return harvested === null || gross === null || isZero(gross) ? null : harvested.div(gross).mul(100n);
}
