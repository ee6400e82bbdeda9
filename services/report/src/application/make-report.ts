import { BenefitRefused, BenefitUnavailable } from './benefit-source.js';
import { makeStatement, type StatementPorts } from './make-statement.js';
import { RENDERED_FORMATS, type Archive, type Claim, type JobStore, type RenderedFormat, type Rendering, type StoredStatement } from './ports.js';
import type { JobOutcome } from './lease-runner.js';
import { archiveRendition } from './archive-rendition.js';

export interface ReportPorts extends StatementPorts {
  readonly archive: Archive;
  readonly jobs: JobStore;
  readonly rendering: Rendering;
  readonly onStatement?: (statement: Pick<StoredStatement, 'state'>) => void;
  readonly onRendered?: (format: RenderedFormat, tookMs: number) => void;
}

/** After so many attempts facts that contradict each other are no matter of the moment. */
const MAX_CONTRADICTIONS = 5;

/** The statement of the job in the archive; else how the work on the job ends. */
async function statementOfJob(claim: Claim, ports: ReportPorts): Promise<StoredStatement | JobOutcome> {
  const { tenant, id, attempts } = claim.job;
  const archived = await ports.archive.report(tenant, id);
  if (archived !== null) return archived.statement;
  const made = await makeStatement(claim.job, ports);
  if (!made.ok) {
    const { isFinal, ...fault } = made.error;
    const isStuck = fault.code === 'NOT_RECONCILED' && attempts >= MAX_CONTRADICTIONS;
    return { kind: isFinal || isStuck ? 'refused' : 'later', fault };
  }
  if (await ports.archive.addStatement(claim, made.value)) ports.onStatement?.(made.value);
  const added = await ports.archive.report(tenant, id);
  return added?.statement ?? { kind: 'later', fault: { code: 'CONFLICT', detail: 'another process works on this report' } };
}

/**
 * Makes what a job asks for: the statement, where the archive has none, and every file of it that is not there, in the tenant's language. What was archived before stays as
 * it is, so a job that was broken off goes on where it was.
 */
export async function makeReport(claim: Claim, ports: ReportPorts): Promise<JobOutcome> {
  try {
    const statement = await statementOfJob(claim, ports);
    if ('kind' in statement) return statement;
    for (const format of RENDERED_FORMATS) await archiveRendition(statement, { format, language: statement.language }, ports);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof BenefitUnavailable) return { kind: 'later', fault: { code: 'NOT_READY', detail: error.message } };
    if (error instanceof BenefitRefused) return { kind: 'refused', fault: { code: error.code, detail: error.message } };
    throw error;
  }
}
