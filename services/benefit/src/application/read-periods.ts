import type { KeptFiguresResponse, Period, PeriodLogEntry, PeriodsResponse } from '@hemtag/contracts';
import { err, isMonth, ok, type Result } from '@hemtag/kernel';
import type { PeriodStore, StoredEntry, StoredPeriods } from './period-ports.js';

const logEntry = ({ sequence, state, version, actor, reason, at, hash }: StoredEntry, approvedBy: string | null): PeriodLogEntry => ({
  sequence,
  state,
  version,
  actor,
  reason,
  recordedAt: new Date(at).toISOString(),
  snapshotHash: hash,
  approvedBy,
});

/** A month with its log, oldest step first. */
export function periodOf(tenant: string, month: string, { log, approvals }: StoredPeriods): Period {
  const own = log.filter((entry) => entry.month === month);
  const last = own.at(-1);
  const approvedBy = (sequence: number): string | null =>
    approvals.find((approval) => approval.month === month && approval.sequence === sequence)?.actor ?? null;
  return { tenant, month, state: last?.state ?? 'OPEN', version: last?.version ?? 0, log: own.map((entry) => logEntry(entry, approvedBy(entry.sequence))) };
}

export async function readPeriods(tenant: string, periods: Pick<PeriodStore, 'periodsOf'>): Promise<PeriodsResponse> {
  const stored = await periods.periodsOf(tenant);
  return { tenant, periods: [...new Set(stored.log.map(({ month }) => month))].map((month) => periodOf(tenant, month, stored)) };
}

export type KeptRefusal = { readonly kind: 'no-month' } | { readonly kind: 'nothing-kept' };

/** What a month kept, of a version or of its newest one; of a version's preliminary state and its closing the later. */
export async function readKeptFigures(
  { tenant, month, version }: { readonly tenant: string; readonly month: string; readonly version: number | null },
  periods: Pick<PeriodStore, 'periodsOf' | 'keptFigures'>,
): Promise<Result<KeptFiguresResponse, KeptRefusal>> {
  if (!isMonth(month)) return err({ kind: 'no-month' });
  const { log } = await periods.periodsOf(tenant);
  const kept = log.filter((entry) => entry.month === month && (version === null || entry.version === version)).findLast(({ hash }) => hash !== null);
  if (kept === undefined || kept.state === 'REOPENED' || kept.hash === null) return err({ kind: 'nothing-kept' });
  const figures = await periods.keptFigures(tenant, kept);
  const rows = figures.map(({ printed }) => JSON.parse(printed) as KeptFiguresResponse['figures'][number]);
  return ok({ tenant, month, version: kept.version, state: kept.state, snapshotHash: kept.hash, figures: rows });
}
