import { addDays, formatInstant, startOfDay, type Day, type Instant } from '@hemtag/kernel';

const HOUR_MS = 3_600_000;

/** One calendar day of a zone, ready to turn wall-clock times into instants and texts. */
export interface LocalDay {
  readonly day: Day;
  readonly timeZone: string;
  readonly start: Instant;
  readonly end: Instant;
  /** `+01:00`, as it is when the day begins. */
  readonly offset: string;
}

export interface LocalMoment {
  readonly instant: Instant;
  /** RFC 3339 in the zone's own offset. */
  readonly text: string;
}

export function localDay(day: Day, timeZone: string): LocalDay {
  const start = startOfDay(day, timeZone);
  return { day, timeZone, start, end: startOfDay(addDays(day, 1), timeZone), offset: formatInstant(start, timeZone).slice(-6) };
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

function clockText(secondOfDay: number): string {
  return `${two(Math.floor(secondOfDay / 3600))}:${two(Math.floor(secondOfDay / 60) % 60)}:${two(secondOfDay % 60)}`;
}

/**
 * The moment at which the clock on the wall shows `secondOfDay`. Stockholm and Copenhagen change their clocks between 02:00 and 03:00: in the hour that spring
 * skips the clock already shows one hour more, and of the hour that autumn repeats `late` takes the second.
 */
export function momentAt(localDay: LocalDay, { secondOfDay, late }: { readonly secondOfDay: number; readonly late: boolean }): LocalMoment {
  const { day, timeZone, start, end, offset } = localDay;
  const elapsed = secondOfDay * 1000;
  // Formatting in a zone is slow, and on a day of 24 hours the offset does not change.
  if (end - start === 24 * HOUR_MS) return { instant: start + elapsed, text: `${day}T${clockText(secondOfDay)}${offset}` };
  const hour = Math.floor(secondOfDay / 3600);
  const repeated = hour === 2 && late && end - start > 24 * HOUR_MS;
  const instant = hour >= 3 ? end - (24 * HOUR_MS - elapsed) : start + elapsed + (repeated ? HOUR_MS : 0);
  return { instant, text: formatInstant(instant, timeZone) };
}
