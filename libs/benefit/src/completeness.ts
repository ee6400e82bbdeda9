import { addDays, daysOf, startOfDay, type Day, type Instant, type Month } from '@hemtag/kernel';

/** A registered source; null where it has no rhythm, which makes it always complete. */
export interface SourceRhythm {
  readonly source: string;
  readonly expectedEveryMs: number | null;
  /** The first day on which it is no longer expected; null while it is not retired. */
  readonly retiredFrom: Day | null;
}

/** The first and last event or heartbeat of a source on one local day. */
export interface SourceActivity {
  readonly source: string;
  readonly day: Day;
  readonly firstMs: Instant;
  readonly lastMs: Instant;
}

/** A local day of which the source itself says that there is more to come. */
export interface IncompleteDay {
  readonly source: string;
  readonly day: Day;
}

/**
 * COMPLETE: heard of within its rhythm before the day's end. INCOMPLETE: it says itself that there is more to come. SILENT: not heard of.
 * NOT_EXPECTED: it has no rhythm, or is retired. OPEN: the day has not ended.
 */
export const DAY_STATES = ['COMPLETE', 'INCOMPLETE', 'SILENT', 'NOT_EXPECTED', 'OPEN'] as const;
export type DayState = (typeof DAY_STATES)[number];

export interface SourceDay {
  readonly day: Day;
  readonly state: DayState;
  /** The last event or heartbeat before the day's end; null where none was read. */
  readonly lastMs: Instant | null;
}

export interface Completeness {
  /** Whether every one of the sources is complete for every day of the month that has ended. */
  readonly isComplete: (sources: Iterable<string>, month: Month) => boolean;
  /** Every day of the month, in order. */
  readonly daysOf: (source: string, month: Month) => readonly SourceDay[];
}

interface EndingDay {
  readonly day: Day;
  /** The first instant of the next local day. */
  readonly end: Instant;
}

interface Facts {
  readonly sources: readonly SourceRhythm[];
  readonly activity: readonly SourceActivity[];
  readonly incompleteDays: readonly IncompleteDay[];
  readonly now: Instant;
  readonly timeZone: string;
}

/** The days of a month with their ends, which a calendar is asked for only once: a month has thirty, and every figure asks. */
const endingDays = new Map<string, readonly EndingDay[]>();
const MAX_REMEMBERED_MONTHS = 5_000;

function endingDaysOf(month: Month, timeZone: string): readonly EndingDay[] {
  const key = `${month} ${timeZone}`;
  const known = endingDays.get(key);
  if (known !== undefined) return known;
  if (endingDays.size >= MAX_REMEMBERED_MONTHS) endingDays.clear();
  const days = daysOf(month).map((day) => ({ day, end: startOfDay(addDays(day, 1), timeZone) }));
  endingDays.set(key, days);
  return days;
}

function instantsBySource(activity: readonly SourceActivity[]): Map<string, Instant[]> {
  const bySource = new Map<string, Instant[]>();
  for (const { source, firstMs, lastMs } of activity) {
    const instants = bySource.get(source);
    if (instants) instants.push(firstMs, lastMs);
    else bySource.set(source, [firstMs, lastMs]);
  }
  for (const instants of bySource.values()) instants.sort((a, b) => a - b);
  return bySource;
}

function daysBySource(days: readonly IncompleteDay[]): Map<string, Set<Day>> {
  const bySource = new Map<string, Set<Day>>();
  for (const { source, day } of days) bySource.set(source, (bySource.get(source) ?? new Set()).add(day));
  return bySource;
}

/** The greatest of ascending instants that lies before the bound. */
function lastBefore(instants: readonly Instant[], bound: Instant): Instant | null {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? bound) < bound) low = middle + 1;
    else high = middle;
  }
  return instants[low - 1] ?? null;
}

/**
 * Contract section 4, `complete`: for every day that has ended there is an event within `expectedEvery` before the day's end, which is the first instant of the
 * next local day. The interval is half-open like every period: an event exactly `expectedEvery` before the end counts, one at the end belongs to the next day.
 * A source that is not registered, or has no rhythm, is complete whatever it sends, but for the days of which it says itself that they are not.
 */
export function completeness({ sources, activity, incompleteDays, now, timeZone }: Facts): Completeness {
  const rhythm = new Map(sources.map((source) => [source.source, source]));
  const instants = instantsBySource(activity);
  const incomplete = daysBySource(incompleteDays);
  const known = new Map<string, Map<Month, boolean>>();

  const stateOf = (source: string, { day, end }: EndingDay, lastMs: Instant | null): DayState => {
    const { expectedEveryMs: everyMs = null, retiredFrom = null } = rhythm.get(source) ?? {};
    if (end > now) return 'OPEN';
    if (incomplete.get(source)?.has(day)) return 'INCOMPLETE';
    if (everyMs === null || (retiredFrom !== null && day >= retiredFrom)) return 'NOT_EXPECTED';
    return lastMs !== null && lastMs >= end - everyMs ? 'COMPLETE' : 'SILENT';
  };
  const sourceDays = (source: string, month: Month): SourceDay[] =>
    endingDaysOf(month, timeZone).map((ending) => {
      const lastMs = lastBefore(instants.get(source) ?? [], ending.end);
      return { day: ending.day, state: stateOf(source, ending, lastMs), lastMs };
    });
  const isGood = (state: DayState): boolean => state !== 'INCOMPLETE' && state !== 'SILENT';
  const judge = (source: string, month: Month): boolean => sourceDays(source, month).every(({ state }) => isGood(state));
  const sourceIsComplete = (source: string, month: Month): boolean => {
    const months = known.get(source) ?? new Map<Month, boolean>();
    known.set(source, months);
    const complete = months.get(month) ?? judge(source, month);
    months.set(month, complete);
    return complete;
  };
  return { isComplete: (of, month) => [...of].every((source) => sourceIsComplete(source, month)), daysOf: sourceDays };
}
