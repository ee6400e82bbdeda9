import type { Day } from '@hemtag/kernel';
import Holidays from 'date-holidays';
import type { IsHoliday } from '../../application/working-days.js';

/** `bank`: Midsummer Eve, Christmas Eve and New Year's Eve, on which municipal offices are closed as well. */
const CLOSED: readonly string[] = ['public', 'bank'];

/** Public holidays of a country by its calendar of the library date-holidays; a year is computed when it is first asked for. */
export function publicHolidays(country: 'SE' | 'DK' | 'NO'): IsHoliday {
  const calendar = new Holidays(country);
  const years = new Map<string, ReadonlySet<Day>>();
  const daysOf = (year: string): ReadonlySet<Day> => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const days = new Set(
      calendar
        .getHolidays(year)
        .filter(({ type }) => CLOSED.includes(type))
        .map(({ date }) => date.slice(0, 10)),
    );
    years.set(year, days);
    return days;
  };
  return (day) => daysOf(day.slice(0, 4)).has(day);
}
