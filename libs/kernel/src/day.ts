/** A local calendar day, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string;
/** A local calendar month, `YYYY-MM`. Months compare as strings. */
export type Month = string;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const MS_PER_DAY = 86_400_000;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const utc = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Every figure asks for the last day of its month, so this counts instead of making a `Date`. */
export function daysInMonth(month: Month): number {
  const [year, index] = [Number(month.slice(0, -3)), Number(month.slice(-2))];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS_OF_MONTHS[index - 1] ?? 0) + (index === 2 && isLeap ? 1 : 0);
}

export const isMonth = (text: string): boolean => MONTH.test(text);

export function isDay(text: string): boolean {
  const match = DAY.exec(text);
  if (!match || !isMonth(text.slice(0, 7))) return false;
  const day = Number(match[3]);
  return day >= 1 && day <= daysInMonth(text.slice(0, 7));
}

export const monthOf = (day: Day): Month => day.slice(0, 7);
export const yearOf = (dayOrMonth: Day | Month): number => Number(dayOrMonth.slice(0, 4));
export const firstDay = (month: Month): Day => `${month}-01`;
export const lastDay = (month: Month): Day => `${month}-${pad(daysInMonth(month), 2)}`;

export function addDays(day: Day, days: number): Day {
  return new Date(utc(day) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

export function addMonths(month: Month, months: number): Month {
  const [year = 0, index = 0] = month.split('-').map(Number);
  const absolute = year * 12 + (index - 1) + months;
  return `${pad(Math.floor(absolute / 12), 4)}-${pad((absolute % 12) + 1, 2)}`;
}

/** Whole months from `from` to `to`; negative when `to` is earlier. */
export function monthsBetween(from: Month, to: Month): number {
  const [fromYear = 0, fromIndex = 0] = from.split('-').map(Number);
  const [toYear = 0, toIndex = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toIndex - fromIndex;
}

/** Days from `from` (counted) up to `to` (not counted). */
export const daysBetween = (from: Day, to: Day): number => Math.round((utc(to) - utc(from)) / MS_PER_DAY);

/** All months from `from` to `to`, both included. */
export function monthRange(from: Month, to: Month): Month[] {
  return Array.from({ length: Math.max(0, monthsBetween(from, to) + 1) }, (_, index) => addMonths(from, index));
}

/** All days of a month, in order. */
export function daysOf(month: Month): Day[] {
  return Array.from({ length: daysInMonth(month) }, (_, index) => `${month}-${pad(index + 1, 2)}`);
}
