import type { KeptFiguresResponse, Period, PeriodLogEntry, PeriodsResponse } from '@hemtag/contracts';
import { err, isMonth, ok, type Instant, type Result } from '@hemtag/kernel';
import type { PeriodStore, StoredApproval, StoredEntry, StoredPeriods } from './period-ports.js';

const logEntry = ({ sequence, state, version, actor, reason, at, hash }: StoredEntry, approval: StoredApproval | undefined): PeriodLogEntry => ({
  sequence,
  state,
  version,
  actor,
  reason,
  recordedAt: new Date(at).toISOString(),
  snapshotHash: hash,
  approvedBy: approval?.actor ?? null,
  approvedAt: approval === undefined ? null : new Date(approval.at).toISOString(),
});

/** A month with its log, oldest step first. */
export function periodOf(tenant: string, month: string, { log, approvals }: StoredPeriods): Period {
  const own = log.filter((entry) => entry.month === month);
  const last = own.at(-1);
  const approvalOf = ({ sequence }: StoredEntry): StoredApproval | undefined =>
    approvals.find((approval) => approval.month === month && approval.sequence === sequence);
  return { tenant, month, state: last?.state ?? 'OPEN', version: last?.version ?? 0, log: own.map((entry) => logEntry(entry, approvalOf(entry))) };
}

/** As they stand now, or as they stood at an instant. */
export async function readPeriods(
  { tenant, asKnownOn }: { readonly tenant: string; readonly asKnownOn: Instant | null },
  periods: Pick<PeriodStore, 'periodsOf'>,
): Promise<PeriodsResponse> {
  const stored = await periods.periodsOf(tenant, asKnownOn);
  return { tenant, periods: [...new Set(stored.log.map(({ month }) => month))].map((month) => periodOf(tenant, month, stored)) };
}

export type KeptRefusal = { readonly kind: 'no-month' } | { readonly kind: 'nothing-kept' };

export interface KeptQuery {
  readonly tenant: string;
  readonly month: string;
  readonly version: number | null;
  /** Null: of a version's preliminary state and its closing the later. */
  readonly state: 'PRELIMINARY' | 'CLOSED' | null;
  readonly isExact: boolean;
}

/** What a month kept, of a version or of its newest one. */
export async function readKeptFigures(
  { tenant, month, version, state, isExact }: KeptQuery,
  periods: Pick<PeriodStore, 'periodsOf' | 'keptFigures'>,
): Promise<Result<KeptFiguresResponse, KeptRefusal>> {
  if (!isMonth(month)) return err({ kind: 'no-month' });
  const { log } = await periods.periodsOf(tenant, null);
  const kept = log
    .filter((entry) => entry.month === month && (version === null || entry.version === version) && (state === null || entry.state === state))
    .findLast(({ hash }) => hash !== null);
  if (kept === undefined || kept.state === 'REOPENED' || kept.hash === null) return err({ kind: 'nothing-kept' });
  const figures = await periods.keptFigures(tenant, kept);
  const rows = figures.map(({ printed }) => JSON.parse(printed) as KeptFiguresResponse['figures'][number]);
  const exact = figures.map(({ gross, adjusted, counted, asReported }) => ({ gross, adjusted, counted, asReported }));
  return ok({ tenant, month, version: kept.version, state: kept.state, snapshotHash: kept.hash, figures: rows, ...(isExact && { exact }) });
}
