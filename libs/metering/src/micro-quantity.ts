/** A quantity in millionths: the contract's six decimals as a whole number, exact and quick to add. */
export type MicroQuantity = bigint;

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,6}))?$/;

/** Reads decimal text of at most six decimals; throws on anything else, because quantities are validated before. */
export function microQuantity(text: string): MicroQuantity {
  const match = DECIMAL.exec(text);
  if (!match) throw new Error('not a quantity with at most six decimals');
  const [, sign = '', whole = '', decimals = ''] = match;
  const micros = BigInt(whole + decimals.padEnd(6, '0'));
  return sign === '-' ? -micros : micros;
}

/** Decimal text without trailing zeros. */
export function microQuantityText(micros: MicroQuantity): string {
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0+$/, '');
  return `${micros < 0n ? '-' : ''}${digits.slice(0, -6)}${decimals === '' ? '' : `.${decimals}`}`;
}
