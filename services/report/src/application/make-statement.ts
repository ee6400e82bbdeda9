import { err, ok, type Result } from '@hemtag/kernel';
import {
  cutToDepartments,
  departmentsOf,
  faultText,
  fingerprintText,
  statementOf,
  statementPeriod,
  type Statement,
  type StatementFacts,
} from '@hemtag/statements';
import type { BenefitSource } from './benefit-source.js';
import { departmentFault } from './department-fault.js';
import { gatherFacts, type Gathered } from './gather-facts.js';
import { differingFigures, keptHash } from './kept-figures.js';
import { begunMonths, versionOf } from './plan-report.js';
import type { Archive, Digest, JobFault, JobStore, NewStatement, ReportJob } from './ports.js';
import { reportLanguage } from './report-language.js';
import { reportId } from './report-id.js';

export interface StatementPorts {
  readonly source: BenefitSource;
  readonly archive: Pick<Archive, 'reports' | 'statementBytes'>;
  readonly jobs: Pick<JobStore, 'ask' | 'job'>;
  readonly digest: Digest;
}

/** Why no statement is made: now (`isFinal` false) or ever. */
export interface StatementRefusal extends JobFault {
  readonly isFinal: boolean;
}

const refusal = (code: string, detail: string): StatementRefusal => ({ code, detail, isFinal: true });
/** What is named in a fault; the rest is counted. */
const MAX_NAMED = 5;
const named = (names: readonly string[]): string =>
  `${names.slice(0, MAX_NAMED).join('; ')}${names.length > MAX_NAMED ? `; and ${names.length - MAX_NAMED} more` : ''}`;

const WAY_OUT = 'reopen the month and close it again, which makes the next version';

/** Whether the months keep what they said that they keep, and the figures as known on the step are those. */
async function keptRefusal(job: ReportJob, { facts }: Gathered, { source, digest }: StatementPorts): Promise<StatementRefusal | null> {
  const { tenant } = job;
  if (job.state === 'ON_DEMAND') return null;
  for (const { month, log } of begunMonths(facts.periods, facts.period)) {
    const step = log.at(-1);
    if (step === undefined || step.state === 'REOPENED') continue;
    const kept = await source.kept({ tenant, month, version: step.version, state: step.state });
    const hash = keptHash(kept, digest);
    const expected = facts.period.kind === 'MONTH' ? job.snapshotHash : step.snapshotHash;
    if (hash !== expected || hash !== kept.snapshotHash)
      return refusal(
        'SNAPSHOT_DIFFERS',
        `what ${month} keeps in version ${step.version} does not have the hash that it was ${step.state === 'CLOSED' ? 'closed' : 'set preliminary'} with`,
      );
    if (facts.period.kind !== 'MONTH') continue;
    const differing = differingFigures(kept.figures, facts.figures.filter((figure) => figure.month === month) as typeof kept.figures);
    if (differing.length > 0) {
      return refusal('SNAPSHOT_DIFFERS', `figures as known on the closing are not what ${month} keeps: ${named(differing)}; ${WAY_OUT}`);
    }
  }
  return null;
}

const reopeningsOf = ({ periods, period }: Gathered['facts']): string | null => {
  const reasons = begunMonths(periods, period).flatMap(({ log }) => log.findLast(({ state }) => state === 'REOPENED')?.reason ?? []);
  return reasons.length === 0 ? null : [...new Set(reasons)].join('; ');
};

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, index) => name === b[index]);

/**
 * The final statement of the version before, of the same departments; undefined where it is not made yet and its job was asked for. One that was refused nobody has seen:
 * then it is compared with the one before that, if there is one.
 */
async function previousOf(
  job: ReportJob,
  facts: Gathered['facts'],
  { archive, jobs, digest }: StatementPorts,
): Promise<StatementFacts['previous'] | undefined> {
  const { tenant, period, departments, version } = job;
  if (version === null || version === 1) return null;
  const finals = (await archive.reports(tenant, period)).filter(
    ({ statement }) => statement.state === 'FINAL' && (statement.version ?? 0) < version && isSame(statement.departments, departments),
  );
  const [newest] = finals.sort((a, b) => (b.statement.version ?? 0) - (a.statement.version ?? 0));
  const isNext = newest?.statement.version === version - 1;
  const closing = facts.periods.find(({ month }) => month === period)?.log.findLast((step) => step.state === 'CLOSED' && step.version === version - 1);
  if (!isNext && closing !== undefined) {
    const key = { tenant, period, departments, state: 'FINAL', version: version - 1, knownOn: Date.parse(closing.recordedAt) } as const;
    const id = reportId(key, digest);
    const before = await jobs.job(tenant, id);
    if (before?.progress !== 'refused') {
      if (before === null) await jobs.ask({ ...key, id, snapshotHash: closing.snapshotHash });
      return undefined;
    }
  }
  // Of a longer period nobody may have asked for the version before, and then nobody has seen anything else.
  if (newest === undefined) return null;
  const bytes = await archive.statementBytes(tenant, newest.statement.id);
  if (bytes === null) throw new Error('a statement of the archive has no content');
  return { statement: JSON.parse(bytes.content.toString('utf8')) as Statement, fingerprint: bytes.fingerprint, reason: reopeningsOf(facts) ?? '' };
}

/** The statement that a job asks for, as canonical JSON with its fingerprint. Throws BenefitUnavailable or BenefitRefused. */
export async function makeStatement(job: ReportJob, ports: StatementPorts): Promise<Result<NewStatement, StatementRefusal>> {
  const period = statementPeriod(job.period);
  if (period === null) return err(refusal('INVALID_REQUEST', 'no such period'));
  const gathered = await gatherFacts({ tenant: job.tenant, period, knownOn: job.knownOn }, ports.source);
  const differs = await keptRefusal(job, gathered, ports);
  if (differs !== null) return err(differs);
  const unknown = departmentFault(job.departments, departmentsOf(gathered.facts));
  if (unknown !== null) return err(refusal('NOT_FOUND', unknown));
  const facts = job.departments.length === 0 ? gathered.facts : cutToDepartments(gathered.facts, job.departments);
  const previous = await previousOf(job, facts, ports);
  if (previous === undefined) return err({ code: 'NOT_READY', detail: 'the version before this one is made first', isFinal: false });
  const version = job.version ?? versionOf(begunMonths(gathered.facts.periods, period));
  const stated = statementOf({ ...facts, version, previous }, ports.digest);
  // What came in between two answers may be in one of them only, so this is tried again.
  if (!stated.ok) return err({ code: 'NOT_RECONCILED', detail: named(stated.error.map(faultText)), isFinal: false });
  const content = Buffer.from(fingerprintText(stated.value), 'utf8');
  return ok({
    tenant: job.tenant,
    id: job.id,
    period: job.period,
    departments: job.departments,
    state: job.state,
    version: job.version,
    knownOn: job.knownOn,
    snapshotHash: job.snapshotHash,
    fingerprint: ports.digest(content),
    content,
    language: reportLanguage(gathered.language),
    reason: previous?.reason ?? null,
  });
}
