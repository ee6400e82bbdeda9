import { addDays, daysOf, startOfDay, type Day, type Instant, type Month } from '@hemtag/kernel';

/** A registered source; null where it has no rhythm, which makes it always complete. */
export interface SourceRhythm {
  readonly source: string;
  readonly expectedEveryMs: number | null;
}

/** The first and last event or heartbeat of a source on one local day. */
export interface SourceActivity {
  readonly source: string;
  readonly day: Day;
  readonly firstMs: Instant;
  readonly lastMs: Instant;
}

export interface Completeness {
  /** Whether every one of the sources is complete for every day of the month that has ended. */
  readonly isComplete: (sources: Iterable<string>, month: Month) => boolean;
}

interface Facts {
  readonly sources: readonly SourceRhythm[];
  readonly activity: readonly SourceActivity[];
  readonly now: Instant;
  readonly timeZone: string;
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
 * A source that is not registered, or has no rhythm, is always complete.
 */
export function completeness({ sources, activity, now, timeZone }: Facts): Completeness {
  const rhythm = new Map(sources.map(({ source, expectedEveryMs }) => [source, expectedEveryMs]));
  const instants = instantsBySource(activity);
  const endings = new Map<Month, Instant[]>();
  const known = new Map<string, Map<Month, boolean>>();

  const endingsOf = (month: Month): Instant[] => {
    const ends = endings.get(month) ?? daysOf(month).map((day) => startOfDay(addDays(day, 1), timeZone));
    endings.set(month, ends);
    return ends.filter((end) => end <= now);
  };
  const judge = (source: string, month: Month): boolean => {
    const everyMs = rhythm.get(source) ?? null;
    if (everyMs === null) return true;
    return endingsOf(month).every((end) => {
      const last = lastBefore(instants.get(source) ?? [], end);
      return last !== null && last >= end - everyMs;
    });
  };
  const sourceIsComplete = (source: string, month: Month): boolean => {
    const months = known.get(source) ?? new Map<Month, boolean>();
    known.set(source, months);
    const complete = months.get(month) ?? judge(source, month);
    months.set(month, complete);
    return complete;
  };
  return { isComplete: (of, month) => [...of].every((source) => sourceIsComplete(source, month)) };
}
