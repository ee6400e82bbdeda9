/** Hundredths as a decimal text. */
export function text(hundredths: bigint): string {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
export const hundredths = (value: string): bigint => BigInt(value.replace('.', ''));
/** 100 × a / b with two decimals, halves away from zero. */
export const percent = (a: bigint, b: bigint): string | null => (b === 0n ? null : text((a * 20_000n + b) / (2n * b)));
export const sumOf = (values: readonly (string | null)[]): string | null => {
  const given = values.filter((value) => value !== null);
  return given.length === 0 ? null : text(given.reduce((sum, value) => sum + hundredths(value), 0n));
};
