/**
 * Splits a whole total over shares in proportion to their weights, exactly: the parts are whole numbers and add up to the total (largest remainder,
 * the earlier share first among equals). Every share with a weight above zero gets at least `minimum`; one without weight gets nothing.
 */
export function allocate({ total, weights, minimum }: { readonly total: number; readonly weights: readonly number[]; readonly minimum: number }): number[] {
  const open = weights.filter((weight) => weight > 0).length;
  const free = total - open * minimum;
  if (free < 0) throw new Error(`${total} cannot give ${open} shares at least ${minimum} each`);
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (free * weight) / weightSum);
  const parts = exact.map((value, index) => Math.floor(value) + ((weights[index] ?? 0) > 0 ? minimum : 0));
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
