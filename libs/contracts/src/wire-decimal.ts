const TEXT = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/;
const MAX_SIGNIFICANT_DIGITS = 15;
const GREATEST_WHOLE = 999_999_999_999_999;

const trimmed = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

/**
 * A quantity or measure on the wire as canonical decimal text (`1`, `0.25`): a JSON number of at most 15 significant digits, or decimal text of at
 * most 15 digits before the point; at most six decimals, never negative. Null for everything else.
 */
export function wireDecimal(value: unknown): string | null {
  if (typeof value === 'string') return TEXT.test(value) ? trimmed(value) : null;
  if (typeof value !== 'number') return null;
  if (Number.isInteger(value) && value >= 0 && value <= GREATEST_WHOLE) return String(value);
  // A float of at most 15 significant digits prints as the number that was sent; an exponent means more digits than the contract has.
  const text = String(value);
  if (!TEXT.test(text)) return null;
  const significant = text.replace('.', '').replace(/^0+/, '');
  return significant.length <= MAX_SIGNIFICANT_DIGITS ? text : null;
}
