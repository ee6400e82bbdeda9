/** Every choice of a simulation comes from one of these, so that a seed repeats it. */
export interface SeededRandom {
  /** From 0 up to `below`, not included. */
  int(below: number): number;
  /** Both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  /** A stream of its own, so that what one part of the simulation draws does not move another. */
  fork(): SeededRandom;
}

const GOLDEN = 0x9e3779b9;

/** Mulberry32: small, and good enough to choose with. */
export function seededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed + 1, GOLDEN) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    between: (least, most) => least + int(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (from) => {
      if (from.length === 0) throw new Error('there is nothing to pick from');
      return from[int(from.length)] as (typeof from)[number];
    },
    shuffled: (items) => {
      const result = [...items];
      for (let at = result.length - 1; at > 0; at -= 1) {
        const other = int(at + 1);
        [result[at], result[other]] = [result[other] as (typeof result)[number], result[at] as (typeof result)[number]];
      }
      return result;
    },
    fork: () => seededRandom(Math.floor(next() * 2 ** 32)),
  };
}
