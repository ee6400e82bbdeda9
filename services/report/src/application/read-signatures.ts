import type { ReportSignatures } from '@hemtag/contracts';
import { statementPeriod, type Statement } from '@hemtag/statements';
import type { BenefitSource } from './benefit-source.js';
import { begunMonths } from './plan-report.js';
import type { Archive, StoredStatement } from './ports.js';

type Signature = ReportSignatures['signatures'][number];

export interface SignaturePorts {
  readonly source: Pick<BenefitSource, 'confirmations' | 'periods'>;
  readonly archive: Pick<Archive, 'statementBytes'>;
}

/** Whether a report of some departments is about an initiative: about those that it had them in when it was made. */
async function shownBy({ tenant, id, departments }: StoredStatement, { archive }: SignaturePorts): Promise<(initiative: string) => boolean> {
  if (departments.length === 0) return () => true;
  const bytes = await archive.statementBytes(tenant, id);
  if (bytes === null) throw new Error('a report without its statement');
  const { benefits } = JSON.parse(bytes.content.toString('utf8')) as Statement;
  const shown = new Set(benefits.initiatives.map(({ initiative }) => initiative.name));
  return (initiative) => shown.has(initiative);
}

/**
 * Who signed what a report shows, up to now: confirmations and reviews of the figures of its months, and approvals of what its months kept. What came after the instant of the
 * report stands beside it only: the report itself is never changed. Throws BenefitUnavailable or BenefitRefused.
 */
export async function readSignatures(statement: StoredStatement, ports: SignaturePorts): Promise<ReportSignatures> {
  const { source } = ports;
  const { tenant, id, knownOn, version } = statement;
  const period = statementPeriod(statement.period);
  if (period === null) throw new Error('an archived report of no period');
  const known = { tenant, asKnownOn: null };
  const [{ confirmations }, { periods }] = await Promise.all([source.confirmations(known), source.periods(known)]);
  const isShown = await shownBy(statement, ports);
  const signature = (step: Signature['step'], of: string, { by, at, comment }: { by: string; at: string; comment: string | null }): Signature => ({
    step, by, at, of, comment, isInReport: Date.parse(at) <= knownOn,
  }); // prettier-ignore
  const said = confirmations
    .filter(({ month, initiative }) => month >= period.from && month <= period.to && isShown(initiative))
    .flatMap(({ figure, confirmedBy, confirmedAt, reviewedBy, reviewedAt, comment }) => [
      signature('confirmed', figure, { by: confirmedBy, at: confirmedAt, comment }),
      ...(reviewedBy === null || reviewedAt === null ? [] : [signature('reviewed', figure, { by: reviewedBy, at: reviewedAt, comment: null })]),
    ]);
  const approved = begunMonths(periods, period).flatMap(({ month, log }) =>
    log
      .filter((step) => period.kind !== 'MONTH' || version === null || step.version === version)
      .flatMap(({ approvedBy, approvedAt }) =>
        approvedBy === null || approvedAt === null ? [] : [signature('approved', month, { by: approvedBy, at: approvedAt, comment: null })],
      ),
  );
  const signatures = [...said, ...approved].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { id, tenant, signatures };
}
