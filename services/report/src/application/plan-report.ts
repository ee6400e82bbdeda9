import type { Period, PeriodLogEntry } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import type { StatementPeriod } from '@hemtag/statements';
import type { Digest, ReportJob } from './ports.js';
import { reportId, type ReportKey } from './report-id.js';

export interface PlanQuery {
  readonly tenant: string;
  readonly period: StatementPeriod;
  /** Sorted, each once; empty: the whole tenant. */
  readonly departments: readonly string[];
  readonly now: Instant;
}

const SECOND_MS = 1_000;

/** A month that somebody has begun to close. */
export type BegunMonth = Pick<Period, 'month' | 'state' | 'version' | 'log'>;

/** Those of the period. */
export const begunMonths = (periods: readonly BegunMonth[], { from, to }: StatementPeriod): readonly BegunMonth[] =>
  periods.filter(({ month }) => month >= from && month <= to);

/** Of a longer period: one more for each time that one of its months was closed anew. */
export const versionOf = (begun: readonly BegunMonth[]): number => begun.reduce((version, period) => version + Math.max(0, period.version - 1), 1);

/** What is to be made, as long as its key has no name. */
type Planned = Omit<ReportKey, 'tenant' | 'period' | 'departments'> & Pick<ReportJob, 'snapshotHash'>;

function ofMonth(last: PeriodLogEntry | undefined): Planned | null {
  if (last === undefined || last.state === 'REOPENED') return null;
  const state = last.state === 'CLOSED' ? 'FINAL' : 'PRELIMINARY';
  return { state, version: last.version, knownOn: Date.parse(last.recordedAt), snapshotHash: last.snapshotHash };
}

function ofClosedMonths({ period }: PlanQuery, begun: readonly BegunMonth[]): Planned | null {
  if (begun.length < period.months.length || begun.some(({ state }) => state !== 'CLOSED')) return null;
  const knownOn = Math.max(...begun.map(({ log }) => Date.parse(log.at(-1)?.recordedAt ?? '')));
  return { state: 'FINAL', version: versionOf(begun), knownOn, snapshotHash: null };
}

/**
 * The report that somebody gets who asks for a period now: of a month that is closed or preliminary the one that was made with that step; of a longer period whose months
 * are all closed the one as known on the last closing; of everything else one as known now, to the second.
 */
export function planReport(query: PlanQuery, periods: readonly BegunMonth[], digest: Digest): ReportJob {
  const { tenant, period, departments, now } = query;
  const begun = begunMonths(periods, period);
  const settled = period.kind === 'MONTH' ? ofMonth(begun[0]?.log.at(-1)) : ofClosedMonths(query, begun);
  const { snapshotHash, ...planned } = settled ?? { state: 'ON_DEMAND', version: null, knownOn: now - (now % SECOND_MS), snapshotHash: null };
  const key = { tenant, period: period.id, departments, ...planned };
  return { ...key, id: reportId(key, digest), snapshotHash };
}
