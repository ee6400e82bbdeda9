/** A linear axis: round ticks that enclose the data, and the position of a value. */
export interface Scale {
  readonly ticks: readonly number[];
  /** Decimals that tell neighbouring ticks apart. */
  readonly decimals: number;
  position(value: number): number;
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers (1, 2, 2.5 or 5 times a power of ten) from at or below the lowest to at or above the highest value, zero included. */
export function roundTicks(values: readonly number[], wanted = 5): { readonly ticks: readonly number[]; readonly decimals: number } {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low;
  if (span === 0) return { ticks: [0, 1], decimals: 0 };
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const step = (STEPS.find((candidate) => candidate * power * wanted >= span * 0.999_999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const exponent = Math.floor(Math.log10(step) + 1e-9);
  const fine = Math.abs(step / 10 ** exponent - 2.5) < 1e-6 ? 1 : 0;
  const ticks: number[] = [];
  // Multiples of the step, not a running sum, so that no tick carries the error of those before it.
  for (let count = first; count <= last; count += 1) ticks.push(Number((count * step).toPrecision(12)));
  return { ticks, decimals: Math.max(0, fine - exponent) };
}

/** @param from where the lowest tick stands, @param to where the highest stands; both in the units of the drawing. */
export function linearScale(values: readonly number[], from: number, to: number): Scale {
  const { ticks, decimals } = roundTicks(values);
  const low = ticks[0] ?? 0;
  const high = ticks[ticks.length - 1] ?? 1;
  return { ticks, decimals, position: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

/** Coordinates with two decimals: the eye sees no finer, and the text of a drawing stays the same on every machine. */
export const coordinate = (value: number): string => (Math.round(value * 100) / 100 || 0).toString();
