/** The middle of several runs with the lowest and the highest. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: readonly number[];
}

const sorted = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** The value below which the share of all values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(0, Math.ceil(share * values.length) - 1);
  return sorted(values)[rank] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  const ordered = sorted(values);
  const upper = ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
  const lower = ordered[Math.ceil(ordered.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Null where nothing was measured. */
export const spreadOf = (runs: readonly number[]): Spread | null =>
  runs.length === 0 ? null : { median: median(runs), min: Math.min(...runs), max: Math.max(...runs), runs };

/** Run by run, so that what disturbs one run disturbs both sides of its ratio. */
export const ratiosOf = (upper: readonly number[], lower: readonly number[]): readonly number[] =>
  upper.slice(0, lower.length).map((value, run) => value / (lower[run] ?? Number.NaN));
