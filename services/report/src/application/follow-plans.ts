import { localDayOf, monthOf, type Clock, type Day, type Month } from '@hemtag/kernel';
import { BenefitRefused, type BenefitSource } from './benefit-source.js';
import type { DeliveryStore, DeliveryTarget } from './delivery-ports.js';
import { deliveriesOf, remindersOf, type ReportPlan } from './plan-deliveries.js';
import { dueMonths, dueReminders, preliminaryToday, type DueMonth, type DueReminder, type MonthState } from './report-schedule.js';
import { isApproved } from './open-steps.js';
import { reportPlans } from './report-plans.js';
import type { IsHoliday } from './working-days.js';

export interface FollowPorts {
  readonly source: Pick<BenefitSource, 'periods' | 'registered' | 'setPreliminary'>;
  readonly store: Pick<DeliveryStore, 'plan' | 'unplanned'>;
  readonly targets: ReadonlyMap<string, Pick<DeliveryTarget, 'channel'>>;
  readonly holidaysOf: (calendar: ReportPlan['calendar']) => IsHoliday;
  readonly clock: Clock;
  readonly log: { info(fields: object, event: string): void; warn(fields: object, event: string): void };
}
export interface Followed {
  /** Deliveries that were added. */
  readonly planned: number;
  /** Reports that should have been there before today. */
  readonly overdue: number;
}

interface Due {
  readonly months: readonly DueMonth[];
  readonly reminders: readonly DueReminder[];
}

async function dueOf(plan: ReportPlan, today: Day, { source, holidaysOf }: FollowPorts): Promise<Due> {
  const { periods } = await source.periods({ tenant: plan.tenant, asKnownOn: null });
  const states = new Map<Month, MonthState>(periods.map(({ month, state }) => [month, state]));
  const since = monthOf(localDayOf(plan.since, plan.timeZone));
  const input = { days: plan, since, today, isHoliday: holidaysOf(plan.calendar), stateOf: (month: Month) => states.get(month) ?? ('OPEN' as const) };
  const months = dueMonths(input);
  const unapproved = periods.filter((period) => period.state === 'CLOSED' && !isApproved(period)).map(({ month }) => month);
  return { months, reminders: dueReminders(months, unapproved, input) };
}

/** A month that cannot be set preliminary yet, because an earlier one is not closed, is tried again with the next look. */
async function setPreliminary(tenant: string, month: Month, { source, log }: FollowPorts): Promise<void> {
  try {
    await source.setPreliminary({ tenant, month });
    log.info({ tenant, month }, 'report.month_set_preliminary');
  } catch (error) {
    if (!(error instanceof BenefitRefused)) throw error;
    log.warn({ tenant, month, code: error.code }, 'report.month_not_set_preliminary');
  }
}

async function followPlan(plan: ReportPlan, ports: FollowPorts): Promise<Followed> {
  const { tenant, name } = plan;
  const { store, targets, clock } = ports;
  let planned = 0;
  for (const statement of await store.unplanned({ tenant, plan: name, since: plan.since })) {
    planned += await store.plan({ tenant, plan: name, statement, deliveries: deliveriesOf(plan, statement, targets) });
  }
  const today = localDayOf(clock(), plan.timeZone);
  const { months, reminders } = await dueOf(plan, today, ports);
  for (const month of preliminaryToday(months, today)) await setPreliminary(tenant, month, ports);
  for (const due of reminders) planned += await store.plan({ tenant, plan: name, statement: null, deliveries: remindersOf(plan, due) });
  return { planned, overdue: months.filter(({ overdue }) => overdue !== null).length };
}

/**
 * What the report plans ask for now: months whose preliminary day has come are set preliminary, what was made since the last look goes to whom the plans name, and who has to
 * close a month is reminded. Looking twice, or after weeks, does the same once.
 */
export async function followPlans(ports: FollowPorts): Promise<Followed> {
  const { source, clock } = ports;
  const registered = await source.registered('report-plan');
  const plans = registered.length === 0 ? [] : reportPlans(registered, await source.registered('tenant'), clock());
  let all: Followed = { planned: 0, overdue: 0 };
  for (const plan of plans) {
    const followed = await followPlan(plan, ports);
    all = { planned: all.planned + followed.planned, overdue: all.overdue + followed.overdue };
  }
  return all;
}
