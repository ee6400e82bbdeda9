import type { ReportRow, ReportStatusResponse } from '@hemtag/contracts';
import type { ArchivedReport, StoredJob } from '../../application/ports.js';

const instantText = (instant: number): string => new Date(instant).toISOString();

/** A report as the API tells of it. */
export function reportRow({ statement, statementBytes, files }: ArchivedReport): ReportRow {
  const { id, tenant, period, departments, state, version, fingerprint, knownOn, madeAt, reason, snapshotHash, language } = statement;
  const json = { format: 'json', language: null, fingerprint, bytes: statementBytes, renderedAt: instantText(madeAt) } as const;
  return {
    id, tenant, period, departments, state, version, fingerprint, knownOn: instantText(knownOn), madeAt: instantText(madeAt), reason, snapshotHash, language,
    files: [json, ...files.map(({ renderedAt, ...file }) => ({ ...file, renderedAt: instantText(renderedAt) }))],
  }; // prettier-ignore
}

export const jobRow = ({
  id,
  period,
  departments,
  state,
  version,
  askedAt,
  attempts,
  progress,
  fault,
  doneAt,
}: StoredJob): ReportStatusResponse['jobs'][number] => ({
  id,
  period,
  departments,
  state,
  version,
  askedAt: instantText(askedAt),
  attempts,
  progress,
  fault: fault === null ? null : `${fault.code}: ${fault.detail}`,
  doneAt: doneAt === null ? null : instantText(doneAt),
});
