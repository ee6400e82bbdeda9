import { localDayOf, monthOf, type Clock, type Day, type Month } from '@hemtag/kernel';
import { BenefitRefused, BenefitUnavailable, type BenefitSource } from './benefit-source.js';
import type { DeliveryStore } from './delivery-ports.js';
import { deliveriesOf, remindersOf, type ReportPlan, type Targets } from './plan-deliveries.js';
import { dueMonths, dueReminders, preliminaryToday, type DueMonth, type DueReminder, type MonthState } from './report-schedule.js';
import { isApproved, wasClosed } from './open-steps.js';
import { reportPlans } from './report-plans.js';
import type { Archive, Digest, JobStore, ReportJob } from './ports.js';
import { reportId } from './report-id.js';
import type { IsHoliday } from './working-days.js';

export interface FollowPorts {
  readonly source: Pick<BenefitSource, 'periods' | 'registered' | 'setPreliminary'>;
  readonly store: Pick<DeliveryStore, 'plan' | 'unplanned'>;
  readonly archive: Pick<Archive, 'report'>;
  readonly jobs: Pick<JobStore, 'add' | 'job'>;
  readonly digest: Digest;
  readonly targets: Targets;
  readonly holidaysOf: (calendar: ReportPlan['calendar']) => IsHoliday;
  readonly clock: Clock;
  readonly log: { info(fields: object, event: string): void; warn(fields: object, event: string): void };
}
export interface Followed {
  /** Deliveries that were added. */
  readonly planned: number;
  /** Reports of some departments that are to be made. */
  readonly asked: number;
  /** Reports that should have been there before today, and those of some departments that there will not be. */
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
  const begun = periods.map((period) => ({
    month: period.month,
    version: period.version,
    wasClosed: wasClosed(period),
    waitsForApproval: period.state === 'CLOSED' && !isApproved(period),
  }));
  return { months, reminders: dueReminders(months, begun, input) };
}

/** A month that cannot be set preliminary yet, because an earlier one is not closed or its usage is still on the way, is tried again with the next look, and keeps nothing else from being done. */
async function setPreliminary(tenant: string, month: Month, { source, log }: FollowPorts): Promise<void> {
  try {
    await source.setPreliminary({ tenant, month });
    log.info({ tenant, month }, 'report.month_set_preliminary');
  } catch (error) {
    if (!(error instanceof BenefitRefused || error instanceof BenefitUnavailable)) throw error;
    log.warn({ tenant, month, code: error instanceof BenefitRefused ? error.code : 'NOT_READY' }, 'report.month_not_set_preliminary');
  }
}

/** What becomes of a statement of the whole tenant: it goes out, or the one of the plan's departments does, which is asked for first. */
type Next = 'asked' | 'waits' | 'refused' | { readonly sends: string };

async function nextOf({ departments }: ReportPlan, whole: ReportJob, { archive, jobs, digest }: FollowPorts): Promise<Next> {
  if (departments.length === 0) return { sends: whole.id };
  const key = { ...whole, departments };
  const id = reportId(key, digest);
  if ((await archive.report(whole.tenant, id)) !== null) return { sends: id };
  if (await jobs.add({ ...key, id })) return 'asked';
  return (await jobs.job(whole.tenant, id))?.progress === 'refused' ? 'refused' : 'waits';
}

/**
 * Each statement once: what the plan has dealt with is remembered by that of the whole tenant, so that other departments get what comes and not what was. One that there will not
 * be is missing until a later one is sent. While the service does not know a target of the plan, the mails go out and the statement stays to be dealt with.
 */
async function sendStatements(plan: ReportPlan, ports: FollowPorts): Promise<Followed> {
  const { tenant, name, since } = plan;
  const { store, targets, log } = ports;
  const unknown = plan.targets.filter((target) => !targets.has(target));
  if (unknown.length > 0) log.warn({ tenant, plan: name, targets: unknown }, 'report.target_unknown');
  let [planned, asked, undelivered] = [0, 0, 0];
  const refused: string[] = [];
  for (const whole of await store.unplanned({ tenant, plan: name, since })) {
    const next = await nextOf(plan, whole, ports);
    if (next === 'asked') asked += 1;
    else if (next === 'refused') refused.push(whole.id);
    else if (typeof next === 'object') {
      for (const statement of refused.splice(0)) await store.plan({ tenant, plan: name, statement, deliveries: [] });
      const statement = unknown.length === 0 ? whole.id : null;
      if (statement === null) undelivered += 1;
      planned += await store.plan({ tenant, plan: name, statement, deliveries: deliveriesOf(plan, next.sends, targets) });
    }
  }
  return { planned, asked, overdue: refused.length + undelivered };
}

async function followPlan(plan: ReportPlan, ports: FollowPorts): Promise<Followed> {
  const { tenant, name } = plan;
  const { store, clock } = ports;
  const { asked, ...sent } = await sendStatements(plan, ports);
  let { planned } = sent;
  const today = localDayOf(clock(), plan.timeZone);
  const { months, reminders } = await dueOf(plan, today, ports);
  for (const month of preliminaryToday(months, today)) await setPreliminary(tenant, month, ports);
  for (const due of reminders) planned += await store.plan({ tenant, plan: name, statement: null, deliveries: remindersOf(plan, due) });
  return { planned, asked, overdue: sent.overdue + months.filter(({ overdue }) => overdue !== null).length };
}

/** What one look asks of a tenant is asked once, however many plans there are of it. */
function asking(source: FollowPorts['source']): FollowPorts['source'] {
  const asked = new Map<string, ReturnType<FollowPorts['source']['periods']>>();
  return {
    registered: (kind) => source.registered(kind),
    setPreliminary: (step) => {
      asked.delete(step.tenant);
      return source.setPreliminary(step);
    },
    periods: (of) => {
      const periods = asked.get(of.tenant) ?? source.periods(of);
      asked.set(of.tenant, periods);
      return periods;
    },
  };
}

/**
 * What the report plans ask for now: months whose preliminary day has come are set preliminary, what was made since the last look goes to whom the plans name, and who has to
 * close a month is reminded. Looking twice, or after weeks, does the same once. A plan that fails keeps no other one from being followed; the first failure is thrown at the end.
 */
export async function followPlans(ports: FollowPorts): Promise<Followed> {
  const { source, clock } = ports;
  const registered = await source.registered('report-plan');
  const plans = registered.length === 0 ? [] : reportPlans(registered, await source.registered('tenant'), clock());
  const failures: unknown[] = [];
  let all: Followed = { planned: 0, asked: 0, overdue: 0 };
  const look = { ...ports, source: asking(source) };
  for (const plan of plans) {
    try {
      const { planned, asked, overdue } = await followPlan(plan, look);
      all = { planned: all.planned + planned, asked: all.asked + asked, overdue: all.overdue + overdue };
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return all;
}
