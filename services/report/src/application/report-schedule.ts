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

function dueMonth(month: Month, state: DueMonth['state'], { days, today, isHoliday }: ScheduleInput): DueMonth {
  const preliminaryDue = workingDayAfter(month, days.preliminaryWorkingDay, isHoliday);
  const finalDue = workingDayAfter(month, days.finalWorkingDay, isHoliday);
  const dayBefore = workingDayAfter(month, days.finalWorkingDay - 1, isHoliday);
  const missing = state === 'PRELIMINARY' ? null : ('preliminary' as const);
  const overdue = today > finalDue ? 'final' : today > preliminaryDue ? missing : null;
  const reminder = today > finalDue ? 'late' : today >= dayBefore ? 'closing-soon' : null;
  return { month, state, preliminaryDue, finalDue, overdue, reminder };
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

/** Months that the schedule itself sets preliminary today: nobody has, and the day has come. A reopened month waits for the person who reopened it. */
export const preliminaryToday = (months: readonly DueMonth[], today: Day): readonly Month[] =>
  months.filter(({ state, preliminaryDue }) => state === 'OPEN' && preliminaryDue <= today).map(({ month }) => month);
