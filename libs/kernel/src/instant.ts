import { isDay, type Day } from './day.js';

/** A point in time in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** Where the current time comes from; handed in, so that nothing pure reads a clock. */
export type Clock = () => Instant;

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Reads RFC 3339 with a mandatory offset; null for anything else. A leap second counts as the second before it. */
export function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (!match || !isDay(match[1] ?? '')) return null;
  const [, day, hour, minute, second, fraction = '', offset = ''] = match;
  // A point and three digits, which is what Date.parse takes in every engine.
  const millis = fraction && `${fraction}00`.slice(0, 4);
  const value = Date.parse(`${day}T${hour}:${minute}:${second === '60' ? '59' : second}${millis}${offset.toUpperCase()}`);
  return Number.isNaN(value) ? null : value;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/** Makes a formatter and keeps none, because names are asked about that senders make up; takes about 50 microseconds. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

interface LocalParts {
  readonly day: Day;
  readonly time: string;
}

function localParts(instant: Instant, timeZone: string): LocalParts {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of formatterOf(timeZone).formatToParts(instant)) parts[part.type] = part.value;
  const year = String(parts.year).padStart(4, '0');
  return { day: `${year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` };
}

/** The local calendar day of an instant: a day begins at its first instant and ends before the next one's, whether it has 23, 24 or 25 hours. */
export const localDayOf = (instant: Instant, timeZone: string): Day => localParts(instant, timeZone).day;

function offsetMs(instant: Instant, timeZone: string): number {
  const { day, time } = localParts(instant, timeZone);
  return Date.parse(`${day}T${time}Z`) - Math.floor(instant / 1000) * 1000;
}

/** The first instant of a local day. Where midnight does not exist (a zone that springs forward at 00:00) it is the first instant after the gap. */
export function startOfDay(day: Day, timeZone: string): Instant {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const candidates = [midnight - offsetMs(midnight - 86_400_000, timeZone), midnight - offsetMs(midnight + 86_400_000, timeZone)];
  const earliest = Math.min(...candidates);
  const latest = Math.max(...candidates);
  if (localDayOf(earliest, timeZone) === day && localDayOf(earliest - 1, timeZone) < day) return earliest;
  return latest;
}

/** RFC 3339 in the zone's own offset, to the second. */
export function formatInstant(instant: Instant, timeZone: string): string {
  const { day, time } = localParts(instant, timeZone);
  const minutes = Math.round(offsetMs(instant, timeZone) / 60_000);
  const absolute = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(absolute / 60)).padStart(2, '0')}:${String(absolute % 60).padStart(2, '0')}`;
  return `${day}T${time}${offset}`;
}

const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?$/;

/** Reads an ISO 8601 duration of days, hours and minutes (`P1D`, `PT6H`); null for anything else or for zero. A day is 24 hours. */
export function parseDurationMs(text: string): number | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  const [days, hours, minutes] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  const value = ((days ?? 0) * 24 + (hours ?? 0)) * 3_600_000 + (minutes ?? 0) * 60_000;
  return value > 0 ? value : null;
}
