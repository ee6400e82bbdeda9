import { localDayOf, type Clock } from '@hemtag/kernel';
import type { BenefitSource } from './benefit-source.js';
import type { StoredDelivery } from './delivery-ports.js';
import { isNothingOpen, openSteps, wasClosed, type MonthFacts, type Reminded } from './open-steps.js';
import { recipientsAt, type ReportPlan } from './plan-deliveries.js';
import { initiativeFacts } from './register-facts.js';
import { reminderIn, type Reminder } from './reminder-words.js';
import { reportPlans } from './report-plans.js';
import { workingDayAfter, type IsHoliday } from './working-days.js';

export interface RemindPorts {
  readonly source: Pick<BenefitSource, 'registered' | 'periods' | 'figures' | 'register'>;
  readonly holidaysOf: (calendar: ReportPlan['calendar']) => IsHoliday;
  readonly clock: Clock;
}

/** A reminder, which is about a month, and of approving about a version of it. */
export interface ReminderDelivery extends Pick<StoredDelivery, 'tenant' | 'plan' | 'receiver' | 'language'> {
  readonly what: Exclude<StoredDelivery['what'], 'report'>;
  readonly month: string;
  readonly version: number | null;
}

/** What a plan says of the receiver. */
const named = (plan: ReportPlan, receiver: string): readonly Reminded[] =>
  recipientsAt(plan, receiver).map(({ role, knownAs = null }) => ({ role, knownAs, departments: plan.departments }));

async function monthFacts({ tenant, month }: ReminderDelivery, { source }: RemindPorts): Promise<MonthFacts> {
  const known = { tenant, asKnownOn: null };
  const { periods } = await source.periods(known);
  const period = periods.find((one) => one.month === month) ?? null;
  // Of a closed month nothing is left that its figures would say.
  if (period?.state === 'CLOSED') return { month, period, figures: [], initiatives: [] };
  const [{ figures }, objects] = await Promise.all([source.figures({ ...known, from: month, to: month }), source.register({ ...known, kind: 'initiative' })]);
  return { month, period, figures, initiatives: objects.map((object) => initiativeFacts(object, null)) };
}

/**
 * What a reminder says now; null where it is not needed any more: nothing is open, no plan names the receiver, the day that it announces has passed, or the month has been closed
 * meanwhile, of which another one tells. Who is named by several plans gets one reminder, with what is open in all of them.
 */
export async function reminderNow(delivery: ReminderDelivery, ports: RemindPorts): Promise<Reminder | null> {
  const { tenant, month, version, plan: name, receiver, language, what } = delivery;
  const [registered, tenants] = await Promise.all([ports.source.registered('report-plan'), ports.source.registered('tenant')]);
  const now = ports.clock();
  const plans = reportPlans(registered, tenants, now).filter((plan) => plan.tenant === tenant);
  const naming = plans.filter((one) => named(one, receiver).length > 0);
  const plan = naming.find((one) => one.name === name) ?? naming[0];
  if (plan === undefined) return null;
  const due = workingDayAfter(month, plan.finalWorkingDay, ports.holidaysOf(plan.calendar));
  // The one that says so has taken its place.
  if (what === 'closing-soon' && localDayOf(now, plan.timeZone) > due) return null;
  const facts = await monthFacts(delivery, ports);
  const isMeant = what === 'approve' ? facts.period?.state === 'CLOSED' && facts.period.version === version : !wasClosed(facts.period);
  if (!isMeant) return null;
  const steps = openSteps(
    naming.flatMap((one) => named(one, receiver)),
    facts,
    language,
  );
  return isNothingOpen(steps) ? null : reminderIn({ language, what, tenant, month, due, steps });
}
