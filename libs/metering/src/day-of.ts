import { addDays, localDayOf, startOfDay, type Day, type Instant } from '@hemtag/kernel';

import type { DayOf } from './usage.js';

const MS_PER_DAY = 86_400_000;

interface Bounds {
  readonly day: Day;
  readonly from: Instant;
  /** Not part of the day. */
  readonly until: Instant;
}

// Ten years; events of more days than that in one zone cost a question each, and no memory.
const MAX_KNOWN_DAYS = 4_000;

/** `localDayOf` for many instants of one zone: asks the calendar once per local day and then compares with the day's bounds, because the calendar is slow. */
export function dayFinder(timeZone: string): DayOf {
  const known = new Map<number, readonly Bounds[]>();
  return (instant) => {
    const utcDay = Math.floor(instant / MS_PER_DAY);
    const near = known.get(utcDay) ?? [];
    const found = near.find(({ from, until }) => from <= instant && instant < until);
    if (found) return found.day;
    const day = localDayOf(instant, timeZone);
    const bounds = { day, from: startOfDay(day, timeZone), until: startOfDay(addDays(day, 1), timeZone) };
    // A zone that skipped a whole day has no first instant of it, so bounds that do not hold are not kept.
    const holds = localDayOf(bounds.from, timeZone) === day && localDayOf(bounds.until - 1, timeZone) === day;
    if (holds && known.size < MAX_KNOWN_DAYS) known.set(utcDay, [...near, bounds]);
    return day;
  };
}

/** A day finder for each zone, made when it is first asked for. */
export function dayFinders(): (timeZone: string) => DayOf {
  const finders = new Map<string, DayOf>();
  return (timeZone) => {
    const finder = finders.get(timeZone) ?? dayFinder(timeZone);
    finders.set(timeZone, finder);
    return finder;
  };
}
