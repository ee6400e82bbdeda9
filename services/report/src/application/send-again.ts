import type { Clock } from '@hemtag/kernel';
import type { BenefitSource } from './benefit-source.js';
import type { DeliveryStore, StoredDelivery } from './delivery-ports.js';
import { recipientsAt, type ReportPlan } from './plan-deliveries.js';
import type { Archive } from './ports.js';
import { wholeReportId } from './report-id.js';
import { reportPlans } from './report-plans.js';

export interface AgainPorts {
  readonly store: Pick<DeliveryStore, 'delivery' | 'sendAgain' | 'replace'>;
  readonly archive: Pick<Archive, 'report'>;
  readonly source: Pick<BenefitSource, 'registered'>;
  readonly clock: Clock;
}

const names = (plan: ReportPlan, { channel, receiver }: StoredDelivery): boolean =>
  channel === 'mail' ? recipientsAt(plan, receiver).length > 0 : plan.targets.includes(receiver);

/** The plan of a report that names its receiver no more, so that somebody else has to get it; null where it is the plan's still, or the plan is gone. */
async function changedPlan(delivery: StoredDelivery, { source, clock }: AgainPorts): Promise<ReportPlan | null> {
  if (delivery.what !== 'report') return null;
  const [registered, tenants] = await Promise.all([source.registered('report-plan'), source.registered('tenant')]);
  const plan = reportPlans(registered, tenants, clock()).find(({ tenant, name }) => tenant === delivery.tenant && name === delivery.plan);
  return plan === undefined || names(plan, delivery) ? null : plan;
}

/**
 * What failed or is unknown waits again. Where the plan names somebody else by now, it ends as not needed and the plan deals with the report once more, so that whoever is named
 * and has not got it gets it. False where there is no such delivery or nothing to repeat. Throws BenefitUnavailable.
 */
export async function sendAgain({ tenant, id }: { readonly tenant: string; readonly id: string }, ports: AgainPorts): Promise<boolean> {
  const { store, archive } = ports;
  const delivery = await store.delivery(tenant, id);
  if (delivery === null) return false;
  const plan = await changedPlan(delivery, ports);
  const report = plan && (await archive.report(tenant, delivery.about));
  if (plan === null || report === null) return store.sendAgain(tenant, id);
  return store.replace({ tenant, id, plan: plan.name, statement: wholeReportId(report.statement) });
}
