import type { ReportFormat, ReportLanguage } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import type { Delivered, DeliveryTarget, NewDelivery } from './delivery-ports.js';
import type { DueReminder } from './report-schedule.js';

export interface PlanRecipient {
  readonly role: string;
  readonly address: string;
  /** As initiatives name the benefit owner or the controller. */
  readonly knownAs?: string;
}

/** A report plan with everything that its manifest leaves out filled in. */
export interface ReportPlan {
  readonly tenant: string;
  readonly name: string;
  /** When it was registered: it answers for what comes after. */
  readonly since: Instant;
  /** Sorted, each once; empty: the whole tenant. */
  readonly departments: readonly string[];
  readonly language: ReportLanguage;
  readonly formats: readonly ReportFormat[];
  readonly preliminaryWorkingDay: number;
  readonly finalWorkingDay: number;
  readonly calendar: 'SE' | 'DK' | 'NO';
  readonly timeZone: string;
  readonly recipients: readonly PlanRecipient[];
  readonly targets: readonly string[];
}

export type Targets = ReadonlyMap<string, Pick<DeliveryTarget, 'channel'>>;

/** Those with the address; a plan names none twice, in whatever case. */
export const recipientsAt = ({ recipients }: ReportPlan, receiver: string): readonly PlanRecipient[] =>
  recipients.filter(({ address }) => address.toLowerCase() === receiver.toLowerCase());

/** What a reminder of approving is about: `2026-03-v1`. */
const approvalOf = ({ month, version }: { readonly month: string; readonly version: number }): string => `${month}-v${version}`;

/** What a reminder is about, read again; a month without a version is waited for. */
export function aboutReminder(about: string): { readonly month: string; readonly version: number | null } {
  const [month = about, version] = about.split('-v');
  return { month, version: version === undefined ? null : Number(version) };
}

const mails = (plan: ReportPlan, what: Delivered, about: string, recipients = plan.recipients): NewDelivery[] =>
  recipients.map(({ role, address }) => ({
    tenant: plan.tenant,
    what,
    about,
    plan: plan.name,
    channel: 'mail' as const,
    // One person, however he is written in another plan.
    receiver: address.toLowerCase(),
    role,
    language: plan.language,
    formats: what === 'report' ? plan.formats : [],
  }));

/** What goes out for a statement: a mail to each recipient, and the files to each target that the service knows. */
export const deliveriesOf = (plan: ReportPlan, statement: string, targets: Targets): readonly NewDelivery[] => [
  ...mails(plan, 'report', statement),
  ...plan.targets.flatMap((receiver): NewDelivery[] => {
    const target = targets.get(receiver);
    if (target === undefined) return [];
    const { tenant, name, language, formats } = plan;
    return [{ tenant, what: 'report', about: statement, plan: name, channel: target.channel, receiver, role: null, language, formats }];
  }),
];

/**
 * A reminder of one kind for a month goes out once, and one of approving once for each version, to those who approve. What it says, and whether it is still needed, is found out
 * when it is sent.
 */
export function remindersOf(plan: ReportPlan, due: DueReminder): readonly NewDelivery[] {
  if (due.reminder !== 'approve') return mails(plan, due.reminder, due.month);
  const approvers = plan.recipients.filter(({ role }) => role === 'finance-director');
  return mails(plan, 'approve', approvalOf(due), approvers);
}
