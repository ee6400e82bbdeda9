import { maximum, minimum, monthOf, rational, ZERO, type Day, type Month, type Rational } from '@hemtag/kernel';
import type { DayQuantity } from './meter.js';
import { seasonOf } from './season.js';
import type { BaselineTerms, CapPeriod, Dated } from './terms.js';
import { nearest } from './versions.js';

export interface CountedDay {
  readonly day: Day;
  readonly counted: Rational;
  /** Above the cap. */
  readonly excess: Rational;
}

const MONTHS_PER_YEAR = rational('12');

/**
 * What the period of a day may count in all: volumePerYear, or volumePerYear / 12 × the seasonality of the month (contract section 3, "Cap").
 * The baseline is the one in force on the day; before its first `validFrom` the first applies, and the last one goes on applying, because a cap never lifts itself.
 * Null where nothing is capped: without a cap, or without any baseline.
 */
export function capLimit(cap: CapPeriod, baselines: readonly Dated<BaselineTerms>[], day: Day): Rational | null {
  if (cap === 'none') return null;
  const baseline = nearest(baselines, day);
  if (baseline === null) return null;
  return cap === 'year' ? baseline.volumePerYear : baseline.volumePerYear.div(MONTHS_PER_YEAR).mul(seasonOf(baseline.seasonality, monthOf(day)));
}

const periodOf = (cap: CapPeriod, day: Day): Month | string => (cap === 'year' ? day.slice(0, 4) : monthOf(day));

/** Counts days in date order: each fills what the cap of its period has left, the rest is excess. The days handed in are those that count at all. */
export function countDays(days: readonly DayQuantity[], cap: CapPeriod, baselines: readonly Dated<BaselineTerms>[]): CountedDay[] {
  let period = '';
  let filled = ZERO;
  return days.map(({ day, quantity }) => {
    const limit = capLimit(cap, baselines, day);
    if (limit === null) return { day, counted: quantity, excess: ZERO };
    if (periodOf(cap, day) !== period) {
      period = periodOf(cap, day);
      filled = ZERO;
    }
    // A baseline that was lowered within the period may leave less than nothing; what was counted before stays counted.
    const counted = minimum(quantity, maximum(ZERO, limit.sub(filled)));
    filled = filled.add(counted);
    return { day, counted, excess: quantity.sub(counted) };
  });
}
