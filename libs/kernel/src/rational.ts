import { Fraction } from 'fraction.js';

/** An exact number. Everything that counts money, quantity or effect is one of these; rounding happens only in `format*`. */
export type Rational = Fraction;

const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;
const FRACTION = /^-?\d{1,30}\/\d{1,30}$/;

const tenTo = (digits: number): bigint => 10n ** BigInt(digits);

function parseDecimal(text: string): Rational {
  const [whole = '', decimals = ''] = text.split('.');
  return new Fraction(BigInt(whole + decimals), tenTo(decimals.length));
}

function parseFraction(text: string): Rational | null {
  const [numerator = '', denominator = ''] = text.split('/');
  return BigInt(denominator) === 0n ? null : new Fraction(BigInt(numerator), BigInt(denominator));
}

/** Reads `-12`, `3.50` or `11/9`; null for everything else (exponents, blanks, `NaN`, a zero denominator). */
export function parseRational(text: string): Rational | null {
  if (DECIMAL.test(text)) return parseDecimal(text);
  return FRACTION.test(text) ? parseFraction(text) : null;
}

/** Reads a number that was validated before; throws on anything else, because that is a fault of the program. */
export function rational(text: string | bigint): Rational {
  if (typeof text === 'bigint') return new Fraction(text, 1n);
  const value = parseRational(text);
  if (value === null) throw new Error(`not an exact number: ${JSON.stringify(text)}`);
  return value;
}

export const ZERO: Rational = new Fraction(0n, 1n);
export const ONE: Rational = new Fraction(1n, 1n);

export const sum = (values: Iterable<Rational>): Rational => {
  let total = ZERO;
  for (const value of values) total = total.add(value);
  return total;
};
export const minimum = (a: Rational, b: Rational): Rational => (a.compare(b) <= 0 ? a : b);
export const maximum = (a: Rational, b: Rational): Rational => (a.compare(b) >= 0 ? a : b);
export const isZero = (value: Rational): boolean => value.n === 0n;
export const isNegative = (value: Rational): boolean => value.s < 0n && value.n !== 0n;

/** The number as `n` or `n/d`, lossless: `parseRational(exactText(x))` is x again. */
export function exactText(value: Rational): string {
  const sign = isNegative(value) ? '-' : '';
  return value.d === 1n ? `${sign}${value.n}` : `${sign}${value.n}/${value.d}`;
}

/** Fixed decimals, halves away from zero (HALF_UP), never `-0.00`. */
export function formatFixed(value: Rational, decimals: number): string {
  const scale = tenTo(decimals);
  const units = (value.n * scale * 2n + value.d) / (value.d * 2n);
  const digits = units.toString().padStart(decimals + 1, '0');
  const sign = isNegative(value) && units !== 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** An amount in any unit (kr, km, kg, h): two decimals. */
export const formatAmount = (value: Rational): string => formatFixed(value, 2);

/** A quantity: at most six decimals, without trailing zeros. */
export function formatQuantity(value: Rational): string {
  return formatFixed(value, 6).replace(/\.?0+$/, '');
}
