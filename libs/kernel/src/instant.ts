import type { Day } from './day.js';

/** A point in time in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** Where the current time comes from; handed in, so that nothing pure reads a clock. */
export type Clock = () => Instant;

const [DASH, DOT, COLON, PLUS, UPPER_T, UPPER_Z] = [0x2d, 0x2e, 0x3a, 0x2b, 0x54, 0x5a];
const LOWER_CASE = 0x20;
const MAX_FRACTION_DIGITS = 9;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DAYS_BEFORE_1970 = 719_528;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Two digits as a number, NaN where there are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 0x30) * 10 + ones - 0x30 : NaN;
}

/** Days since 1970 of a day of the Gregorian calendar; NaN for one that does not exist. */
function dayNumber(year: number, month: number, day: number): number {
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1)) return NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const leapDay = isLeap && month > 2 ? 1 : 0;
  const length = (DAYS_BEFORE_MONTH[month] ?? 0) - (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  if (day > length) return NaN;
  const before = year - 1;
  const leapYears = year === 0 ? 0 : 1 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return year * 365 + leapYears + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapDay + day - 1 - DAYS_BEFORE_1970;
}

/** The offset at the end of the text in minutes; NaN for anything else there. */
function offsetMinutes(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === UPPER_Z || sign === (UPPER_Z | LOWER_CASE)) return text.length === at + 1 ? 0 : NaN;
  if ((sign !== PLUS && sign !== DASH) || text.charCodeAt(at + 3) !== COLON || text.length !== at + 6) return NaN;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  if (!(hours < 24 && minutes < 60)) return NaN;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * Reads RFC 3339 with a mandatory offset; null for anything else. A leap second counts as the second before it, of a fraction the first three of at most
 * nine digits count. Every event holds several instants, so this reads characters: patterns and `Date` take ten times as long.
 */
export function parseInstant(text: string): Instant | null {
  const separator = text.charCodeAt(10);
  if (separator !== UPPER_T && separator !== (UPPER_T | LOWER_CASE)) return null;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return null;
  const days = dayNumber(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8));
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!(hour < 24 && minute < 60 && second <= 60)) return null;
  let at = 19;
  let millis = 0;
  if (text.charCodeAt(at) === DOT) {
    at += 1;
    for (let scale = 100; isDigit(text.charCodeAt(at)) && at < 20 + MAX_FRACTION_DIGITS; at += 1, scale = Math.floor(scale / 10)) {
      millis += (text.charCodeAt(at) - 0x30) * scale;
    }
    if (at === 20) return null;
  }
  const instant = ((days * 24 + hour) * 60 + minute - offsetMinutes(text, at)) * 60_000 + Math.min(second, 59) * 1000 + millis;
  return Number.isNaN(instant) ? null : instant;
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

/** RFC 3339 in the zone's own offset, to the millisecond where it is not a whole second: `2026-04-03T08:15:00.123+02:00`. Read again it is the same instant. */
export function formatExactInstant(instant: Instant, timeZone: string): string {
  const milliseconds = ((instant % 1_000) + 1_000) % 1_000;
  const text = formatInstant(instant, timeZone);
  return milliseconds === 0 ? text : text.replace(/(?=[+-]\d\d:\d\d$)/, `.${String(milliseconds).padStart(3, '0')}`);
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
