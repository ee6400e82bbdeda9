import { PeriodChange } from '@hemtag/contracts';
import type { ReportJob } from './ports.js';
import { wholeReportId } from './report-id.js';

/** A record that is no change of a period: only a fault of the producing service makes one, so it stops this service instead of being passed over. */
export class UnreadablePeriodChange extends Error {
  constructor(position: { readonly topic: string; readonly partition: number; readonly offset: bigint }, faultyPaths: readonly string[]) {
    super(`no readable change of a period at ${position.topic}/${position.partition} offset ${position.offset} (${faultyPaths.join(', ')})`);
  }
}

interface PeriodRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Buffer | null;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The statement that a change of a period asks for: a preliminary month gives a preliminary one, a closed month a final one. A reopening gives none: closing the month anew does.
 * Throws UnreadablePeriodChange where the record does not keep the contract.
 */
export function readPeriodChange({ value, ...position }: PeriodRecord): ReportJob | null {
  const parsed = PeriodChange.safeParse(value === null ? undefined : parseJson(value));
  if (!parsed.success) {
    throw new UnreadablePeriodChange(
      position,
      parsed.error.issues.map(({ path }) => `/${path.join('/')}`),
    );
  }
  const { tenant, month: period, state, version, recordedAt, snapshotHash } = parsed.data;
  if (state === 'REOPENED') return null;
  const key = { tenant, period, state: state === 'CLOSED' ? 'FINAL' : 'PRELIMINARY', version, knownOn: Date.parse(recordedAt) } as const;
  return { ...key, departments: [], id: wholeReportId(key), snapshotHash };
}
