import { addDays, daysBetween, type Day, type Instant } from '@hemtag/kernel';

import type { MicroQuantity } from './micro-quantity.js';
import type { DayOf } from './usage.js';

const MS_PER_24_HOURS = 86_400_000;
const MICROS_PER_UNIT = 1_000_000n;

export interface DayShare {
  readonly day: Day;
  readonly micros: MicroQuantity;
}

/** Half-open. */
export interface TimeSpan {
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The local days that a period counts on, in order. Inside one local day, or shorter than 24 elapsed hours (a night shift), it is the first day; else
 * every local day that the period touches.
 */
export function daysOfPeriod({ start, end }: TimeSpan, dayOf: DayOf): readonly Day[] {
  const first = dayOf(start);
  if (end - start < MS_PER_24_HOURS) return [first];
  return Array.from({ length: daysBetween(first, dayOf(end - 1)) + 1 }, (_, index) => addDays(first, index));
}

/**
 * Spreads a quantity of at least 0 over the local days of its period: every day the same share, by days and not by hours, so that a day of 23 or 25 hours
 * and a day that the period only touches weigh like any other, and nobody needs a clock to check the sum. Shares are whole units, or millionths where the
 * quantity has decimals; what division leaves over goes to the first days, one each, so that the sum is exact. A day for which nothing is left has 0.
 */
export function spreadOverDays(micros: MicroQuantity, period: TimeSpan, dayOf: DayOf): readonly DayShare[] {
  const days = daysOfPeriod(period, dayOf);
  const step = micros % MICROS_PER_UNIT === 0n ? MICROS_PER_UNIT : 1n;
  const count = BigInt(days.length);
  const share = (micros / step / count) * step;
  const withMore = Number((micros / step) % count);
  return days.map((day, index) => ({ day, micros: index < withMore ? share + step : share }));
}
