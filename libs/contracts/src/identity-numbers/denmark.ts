import { isBirthDate, pairAt } from './birth-date.js';

/** STIL's fictitious numbers. */
const FICTITIOUS_DAY_OFFSET = 60;

/** CPR number of 10 digits, by its date alone: since 2007 numbers are issued that fail the check by 11. */
export function isDanishNumber(digits: string): boolean {
  const day = pairAt(digits, 0);
  return isBirthDate({ year: pairAt(digits, 4), month: pairAt(digits, 2), day: day > FICTITIOUS_DAY_OFFSET ? day - FICTITIOUS_DAY_OFFSET : day });
}
