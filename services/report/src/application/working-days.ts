import { addDays, addMonths, firstDay, type Day, type Month } from '@hemtag/kernel';

/** Whether a public holiday falls on the day. */
export type IsHoliday = (day: Day) => boolean;

const SUNDAY = 0;
const SATURDAY = 6;

function isWeekend(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === SATURDAY || weekday === SUNDAY;
}

const isWorkingDay = (day: Day, isHoliday: IsHoliday): boolean => !isWeekend(day) && !isHoliday(day);

/** The first working day on or after a day. */
export function workingDayFrom(day: Day, isHoliday: IsHoliday): Day {
  return isWorkingDay(day, isHoliday) ? day : workingDayFrom(addDays(day, 1), isHoliday);
}

/** Working day number `count`, from 1, of the month after `month`: when something about the month is due. */
export function workingDayAfter(month: Month, count: number, isHoliday: IsHoliday): Day {
  let day = workingDayFrom(firstDay(addMonths(month, 1)), isHoliday);
  for (let passed = 1; passed < count; passed += 1) day = workingDayFrom(addDays(day, 1), isHoliday);
  return day;
}
