import { isZero, sum, ZERO, type Month, type Rational } from '@hemtag/kernel';
import type { MonthFigure } from '../month-figure.js';
import type { BenefitBook, PeriodBook } from './period-book.js';

/** What later facts changed of a month that had been reported, in the month in which it is booked. */
export interface Adjustment {
  readonly month: Month;
  readonly originalMonth: Month;
  readonly unit: string | null;
  /** Null where the amount that was reported and the one of today are in different units: their difference is no amount. */
  readonly amount: Rational | null;
}

const known = (values: readonly (Rational | null | undefined)[]): Rational => sum(values.filter((value) => value !== null && value !== undefined));

/** What has been reported of a month so far: at its closing, and by adjustments that later closings have frozen. */
function reportedOf(month: Month, { originals, booked }: BenefitBook): { readonly amount: Rational; readonly units: ReadonlySet<string> } {
  const original = originals.get(month);
  const parts = [...(original ? [original] : []), ...booked.filter(({ originalMonth }) => originalMonth === month)].filter(
    ({ asReported }) => asReported !== null,
  );
  return { amount: known(parts.map(({ asReported }) => asReported)), units: new Set(parts.flatMap(({ unit }) => (unit === null ? [] : [unit]))) };
}

/**
 * What stands in the first open month: for each month that was reported, restated gross − as reported − adjustments already booked; nothing where that is
 * exactly zero. `figures` are those of all months up to the first open one.
 */
function pendingAdjustments(figures: readonly MonthFigure[], of: BenefitBook, { firstOpenMonth, isReported }: PeriodBook): Adjustment[] {
  if (firstOpenMonth === null) return [];
  const computed = new Map(figures.map((figure) => [figure.month, figure.amount]));
  const months = new Set([...computed.keys(), ...of.originals.keys(), ...of.booked.flatMap(({ originalMonth }) => originalMonth ?? [])]);
  return [...months]
    .filter(isReported)
    .sort()
    .flatMap((originalMonth): Adjustment[] => {
      const now = computed.get(originalMonth);
      const { amount, units } = reportedOf(originalMonth, of);
      const gross = now?.gross ?? null;
      const all = new Set([...units, ...(gross === null || now?.unit === null || now === undefined ? [] : [now.unit])]);
      const [unit = null] = all;
      if (all.size > 1) return [{ month: firstOpenMonth, originalMonth, unit, amount: null }];
      const difference = (gross ?? ZERO).sub(amount);
      return isZero(difference) ? [] : [{ month: firstOpenMonth, originalMonth, unit, amount: difference }];
    });
}

/**
 * The adjustments of a benefit, frozen and pending, in the order of the months that they stand in and correct. A pending one that stands in a month beside a
 * frozen one of the same origin (the month was closed before and is the first open one no more) cannot be: the first open month was never closed.
 */
export function adjustmentsOf(figures: readonly MonthFigure[], of: BenefitBook, book: PeriodBook): Adjustment[] {
  const frozen = of.booked.flatMap(({ month, originalMonth, unit, asReported }) =>
    originalMonth === null ? [] : [{ month, originalMonth, unit, amount: asReported }],
  );
  const order = (a: Adjustment, b: Adjustment): number => (`${a.month} ${a.originalMonth}` < `${b.month} ${b.originalMonth}` ? -1 : 1);
  return [...frozen, ...pendingAdjustments(figures, of, book)].sort(order);
}
