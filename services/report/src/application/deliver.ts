import { REPORT_MEDIA_TYPES, reportFileName, type ReportFormat } from '@hemtag/contracts';
import { archivedFile, type FilePorts } from './archive-rendition.js';
import type { DeliveredFile, DeliveredReport, DeliveryChannel, DeliveryClaim, DeliveryStore, DeliveryTarget, HandOver, MailSender, ReportMail, StoredDelivery } from './delivery-ports.js'; // prettier-ignore
import type { JobOutcome } from './lease-runner.js';
import type { ArchivedReport } from './ports.js';
import { BenefitRefused, BenefitUnavailable } from './benefit-source.js';
import { aboutReminder } from './plan-deliveries.js';
import { reminderNow, type RemindPorts } from './remind.js';

/** Subject and text of the mail that brings a statement. */
export type MailWords = (statement: Uint8Array, language: StoredDelivery['language']) => Pick<ReportMail, 'subject' | 'text' | 'html'>;

export interface DeliveryPorts extends FilePorts, RemindPorts {
  readonly store: DeliveryStore;
  /** Null where no mail server is configured. */
  readonly mail: MailSender | null;
  readonly targets: ReadonlyMap<string, DeliveryTarget>;
  readonly mailWords: MailWords;
  readonly onDelivered?: (channel: DeliveryChannel, outcome: 'sent' | 'failed') => void;
}

type ReportFile = DeliveredReport['files'][number];

const later = (detail: string): JobOutcome => ({ kind: 'later', fault: { code: 'NOT_READY', detail } });
const refused = (detail: string): JobOutcome => ({ kind: 'refused', fault: { code: 'REPORT_REFUSED', detail } });

async function fileOf({ statement }: ArchivedReport, delivery: StoredDelivery, format: ReportFormat, ports: DeliveryPorts): Promise<ReportFile> {
  const { about: id, language } = delivery;
  const { content, fingerprint } = await archivedFile(statement, { format, language }, ports);
  return { format, filename: reportFileName({ id, format, language }), contentType: REPORT_MEDIA_TYPES[format], content, fingerprint };
}

async function filesOf(report: ArchivedReport, delivery: StoredDelivery, ports: DeliveryPorts): Promise<readonly ReportFile[]> {
  const files: ReportFile[] = [];
  for (const format of delivery.formats) files.push(await fileOf(report, delivery, format, ports));
  return files;
}

const attached = ({ filename, contentType, content }: ReportFile): DeliveredFile => ({ filename, contentType, content });

/** Null where it is a reminder of which nothing is left. */
async function mailOf(delivery: StoredDelivery, report: ArchivedReport | null, ports: DeliveryPorts): Promise<ReportMail | null> {
  const { tenant, id, what, about, plan, receiver, language } = delivery;
  const head = { to: receiver, messageId: `<${ports.digest(`${tenant}|${id}`).slice(0, 40)}@hemtag.invalid>` };
  if (what !== 'report') {
    const reminder = await reminderNow({ tenant, plan, receiver, language, what, ...aboutReminder(about) }, ports);
    return reminder && { ...head, ...reminder, attachments: [] };
  }
  const statement = await ports.archive.statementBytes(tenant, about);
  if (statement === null || report === null) throw new Error('a report without its statement');
  return { ...head, ...ports.mailWords(statement.content, language), attachments: (await filesOf(report, delivery, ports)).map(attached) };
}

/** Hands a mail over so that it is on record first: what is unknown afterwards stays so, and is never sent again by itself. */
async function sendMail(claim: DeliveryClaim, report: ArchivedReport | null, ports: DeliveryPorts): Promise<JobOutcome> {
  if (ports.mail === null) return later('no mail server is configured: set HEMTAG_SMTP_URL of the report service');
  const mail = await mailOf(claim.job, report, ports);
  if (mail === null) {
    await ports.store.leaveUnsent(claim);
    return { kind: 'ended' };
  }
  const outcome: HandOver = await ports.mail.send(mail, () => ports.store.handOver(claim));
  ports.onDelivered?.('mail', outcome.kind === 'sent' ? 'sent' : 'failed');
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'done' };
    case 'unknown':
      await ports.store.leaveUnknown(claim, { code: 'UNKNOWN', detail: outcome.reason });
      return { kind: 'ended' };
    case 'refused':
      await ports.store.takeBack(claim);
      return outcome.isFinal ? refused(outcome.reason) : later(outcome.reason);
  }
}

async function toTarget({ job }: DeliveryClaim, report: ArchivedReport, ports: DeliveryPorts): Promise<JobOutcome> {
  const target = ports.targets.get(job.receiver);
  if (target === undefined) return later(`the report service knows no target ${job.receiver}: see HEMTAG_REPORT_TARGETS`);
  const { period, departments, state, version, fingerprint } = report.statement;
  const files = await filesOf(report, job, ports);
  const outcome = await target.deliver({ delivery: job.id, tenant: job.tenant, report: job.about, period, departments, state, version, fingerprint, files });
  ports.onDelivered?.(target.channel, outcome.kind === 'sent' ? 'sent' : 'failed');
  if (outcome.kind === 'sent') return { kind: 'done' };
  return outcome.isFinal ? refused(outcome.reason) : later(outcome.reason);
}

/** Brings one delivery to its receiver: a mail at most once, files and messages to a target safe to repeat. */
export async function deliver(claim: DeliveryClaim, ports: DeliveryPorts): Promise<JobOutcome> {
  const { tenant, what, about, channel } = claim.job;
  const report = what === 'report' ? await ports.archive.report(tenant, about) : null;
  try {
    if (channel === 'mail') return await sendMail(claim, report, ports);
    return report === null ? refused('there is no such report') : await toTarget(claim, report, ports);
  } catch (error) {
    // What is open in a month could not be asked for.
    if (error instanceof BenefitUnavailable) return later(error.message);
    if (error instanceof BenefitRefused) return refused(error.message);
    throw error;
  }
}
