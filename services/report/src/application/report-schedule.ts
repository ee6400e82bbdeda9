import { addMonths, monthOf, monthRange, type Day, type Month } from '@hemtag/kernel';
import { workingDayAfter, type IsHoliday } from './working-days.js';

export type MonthState = 'OPEN' | 'PRELIMINARY' | 'CLOSED' | 'REOPENED';

/** When the reports of a plan are due: working days of the next month, counted from 1. */
export interface PlanDays {
  readonly preliminaryWorkingDay: number;
  readonly finalWorkingDay: number;
}

export interface ScheduleInput {
  readonly days: PlanDays;
  /** The first month that the plan answers for: the one in which it was registered. */
  readonly since: Month;
  /** The tenant's local day. */
  readonly today: Day;
  readonly isHoliday: IsHoliday;
  readonly stateOf: (month: Month) => MonthState;
}

/** A month that has ended and is not closed. */
export interface DueMonth {
  readonly month: Month;
  readonly state: Exclude<MonthState, 'CLOSED'>;
  readonly preliminaryDue: Day;
  readonly finalDue: Day;
  /** What should have been there before today. */
  readonly overdue: 'preliminary' | 'final' | null;
  /** The newest reminder that is due: the working day before the final report is due, and the day after it. */
  readonly reminder: 'closing-soon' | 'late' | null;
}

/** The newest reminder of a month that is due: the working day before the final report is due, and the day after it. */
function reminderOf(month: Month, { days, today, isHoliday }: Pick<ScheduleInput, 'days' | 'today' | 'isHoliday'>): DueMonth['reminder'] {
  if (today > workingDayAfter(month, days.finalWorkingDay, isHoliday)) return 'late';
  return today >= workingDayAfter(month, days.finalWorkingDay - 1, isHoliday) ? 'closing-soon' : null;
}

function dueMonth(month: Month, state: DueMonth['state'], { days, today, isHoliday }: ScheduleInput): DueMonth {
  const preliminaryDue = workingDayAfter(month, days.preliminaryWorkingDay, isHoliday);
  const finalDue = workingDayAfter(month, days.finalWorkingDay, isHoliday);
  const missing = state === 'PRELIMINARY' ? null : ('preliminary' as const);
  const overdue = today > finalDue ? 'final' : today > preliminaryDue ? missing : null;
  return { month, state, preliminaryDue, finalDue, overdue, reminder: reminderOf(month, { days, today, isHoliday }) };
}

/**
 * The months that a plan waits for, oldest first: from its first month up to the one before today's, without those that are closed. Months that were due while
 * nobody looked are among them, so that a run after a downtime catches up.
 */
export function dueMonths(input: ScheduleInput): DueMonth[] {
  const last = addMonths(monthOf(input.today), -1);
  if (input.since > last) return [];
  return monthRange(input.since, last).flatMap((month) => {
    const state = input.stateOf(month);
    return state === 'CLOSED' ? [] : [dueMonth(month, state, input)];
  });
}

/** A reminder that goes out now; of approving by the version that waits for it. */
export type DueReminder =
  | { readonly month: Month; readonly reminder: NonNullable<DueMonth['reminder']> }
  | { readonly month: Month; readonly reminder: 'approve'; readonly version: number };

/** A month that somebody has begun to close. */
export interface BegunMonth {
  readonly month: Month;
  readonly version: number;
  /** It was closed before: its final report went out, whatever became of the month since then. */
  readonly wasClosed: boolean;
  /** It is closed, and nobody has approved what it keeps. */
  readonly waitsForApproval: boolean;
}

/** Of so many months back an approval is asked for: whoever is named later is not asked for years. */
const MONTHS_TO_APPROVE = 2;

/** The reminders that are due: of the months that are waited for, and of the newest closed ones that nobody has approved. A month that was reopened waits for whoever reopened it. */
export function dueReminders(months: readonly DueMonth[], begun: readonly BegunMonth[], input: ScheduleInput): readonly DueReminder[] {
  const newest = addMonths(monthOf(input.today), -MONTHS_TO_APPROVE);
  const from = input.since > newest ? input.since : newest;
  const reopened = new Set(begun.filter(({ wasClosed }) => wasClosed).map(({ month }) => month));
  const waiting = months.flatMap(({ month, reminder }): DueReminder[] => (reminder === null || reopened.has(month) ? [] : [{ month, reminder }]));
  const closed = begun
    .filter(({ month, waitsForApproval }) => waitsForApproval && month >= from && reminderOf(month, input) !== null)
    .map(({ month, version }): DueReminder => ({ month, reminder: 'approve', version }));
  return [...waiting, ...closed];
}

/** Months that the schedule itself sets preliminary today: nobody has, and the day has come. A reopened month waits for the person who reopened it. */
export const preliminaryToday = (months: readonly DueMonth[], today: Day): readonly Month[] =>
  months.filter(({ state, preliminaryDue }) => state === 'OPEN' && preliminaryDue <= today).map(({ month }) => month);
