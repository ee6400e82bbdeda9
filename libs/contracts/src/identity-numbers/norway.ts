import { isBirthDate, pairAt } from './birth-date.js';

const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const D_NUMBER_DAY_OFFSET = 40;
/** Tenor, NHN, H-numbers and NAV's synthetic ones; the greatest first. */
const MONTH_OFFSETS = [80, 65, 40, 0];
/** From 2032 on the first check digit may leave a remainder of 0 to 3 (Skatteetaten). */
const GREATEST_FIRST_REMAINDER = 3;

const remainder = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits.charCodeAt(at) - 0x30), 0) % 11;

/** Fødselsnummer, D-, H- or synthetic number of 11 digits. */
export function isNorwegianNumber(digits: string): boolean {
  if (remainder(digits, SECOND_WEIGHTS) !== 0 || remainder(digits, FIRST_WEIGHTS) > GREATEST_FIRST_REMAINDER) return false;
  const [day, month] = [pairAt(digits, 0), pairAt(digits, 2)];
  const offset = MONTH_OFFSETS.find((least) => month > least) ?? 0;
  return isBirthDate({ year: pairAt(digits, 4), month: month - offset, day: day > D_NUMBER_DAY_OFFSET ? day - D_NUMBER_DAY_OFFSET : day });
}
