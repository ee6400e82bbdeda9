import { isZero, yearOf, type Month, type Rational } from '@hemtag/kernel';
import type { FormulaContext } from './formulas.js';
import { inForce } from './versions.js';

const newYearsDay = (year: number): string => `${String(year).padStart(4, '0')}-01-01`;

/**
 * What an amount of the month is divided by to stand in prices of `priceYear`: index(month's year) / index(priceYear), both as in force on 1 January
 * (contract section 3, "Rules"). Null without an index, or where a year has no index number.
 */
export function priceLevel(index: string | null, context: FormulaContext, { month, priceYear }: { month: Month; priceYear: number }): Rational | null {
  const versions = index === null ? [] : (context.rates.get(index)?.versions ?? []);
  const then = inForce(versions, newYearsDay(yearOf(month)))?.value;
  const base = inForce(versions, newYearsDay(priceYear))?.value;
  return then === undefined || base === undefined || isZero(then) || isZero(base) ? null : then.div(base);
}
