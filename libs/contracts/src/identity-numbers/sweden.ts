import { isBirthDate, pairAt } from './birth-date.js';

const COORDINATION_DAY_OFFSET = 60;

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const product = (digits.charCodeAt(at) - 0x30) * (at % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0;
}

/**
 * Personal identity or coordination number: 10 digits, or 12 with the century 18, 19 or 20. An organisation number is none, because
 * its third digit is 2 or more, which no month has. Serial numbers begin with 001.
 */
export function isSwedishNumber(digits: string): boolean {
  if (digits.length === 12 && !['18', '19', '20'].includes(digits.slice(0, 2))) return false;
  const ten = digits.slice(-10);
  const day = pairAt(ten, 4);
  const birth = { year: pairAt(ten, 0), month: pairAt(ten, 2), day: day > COORDINATION_DAY_OFFSET ? day - COORDINATION_DAY_OFFSET : day };
  return isBirthDate(birth) && ten.slice(6, 9) !== '000' && hasLuhnDigit(ten);
}
