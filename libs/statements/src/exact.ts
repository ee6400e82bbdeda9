import { formatAmount, formatQuantity, isZero, rational, sum, type Rational } from '@hemtag/kernel';

/** An exact number, or nothing to say. */
export type Known = Rational | null;

const HUNDRED = rational('100');

export const known = (text: string | null): Known => (text === null ? null : rational(text));
export const amountText = (value: Known): string | null => (value === null ? null : formatAmount(value));
export const quantityText = (value: Known): string | null => (value === null ? null : formatQuantity(value));

/** The sum of what there is; null where there is nothing. */
export function sumKnown(values: readonly Known[]): Known {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : sum(present);
}

/** 100 × part / whole; null where one is missing or the whole is 0. */
export const percent = (part: Known, whole: Known): Known => (part === null || whole === null || isZero(whole) ? null : part.div(whole).mul(HUNDRED));

/** What an amount is after printing. */
export const rounded = (value: Rational): Rational => rational(formatAmount(value));

/** A total over lines of which each is rounded by itself, and what the rounded total is more than the rounded lines. */
export interface RoundedTotal {
  readonly value: string | null;
  readonly rounding: string | null;
}

/** Sums exactly and rounds once: lines + rounding = value. */
export function roundedTotal(lines: readonly Known[]): RoundedTotal {
  const total = sumKnown(lines);
  if (total === null) return { value: null, rounding: null };
  const value = formatAmount(total);
  const ofLines = sum(lines.flatMap((line) => (line === null ? [] : [rounded(line)])));
  return { value, rounding: formatAmount(rational(value).sub(ofLines)) };
}
