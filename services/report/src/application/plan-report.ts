import type { Period, PeriodLogEntry } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import type { StatementPeriod } from '@hemtag/statements';
import type { ReportJob } from './ports.js';
import { reportId, type ReportKey } from './report-id.js';

export interface PlanQuery {
  readonly tenant: string;
  readonly period: StatementPeriod;
  readonly now: Instant;
}

const SECOND_MS = 1_000;

const jobOf = (key: ReportKey, snapshotHash: string | null): ReportJob => ({ ...key, id: reportId(key), snapshotHash });

/** A month that somebody has begun to close. */
export type BegunMonth = Pick<Period, 'month' | 'state' | 'version' | 'log'>;

/** Those of the period. */
export const begunMonths = (periods: readonly BegunMonth[], { from, to }: StatementPeriod): readonly BegunMonth[] =>
  periods.filter(({ month }) => month >= from && month <= to);

/** Of a longer period: one more for each time that one of its months was closed anew. */
export const versionOf = (begun: readonly BegunMonth[]): number => begun.reduce((version, period) => version + Math.max(0, period.version - 1), 1);

function jobOfMonth({ tenant, period }: PlanQuery, last: PeriodLogEntry | undefined): ReportJob | null {
  if (last === undefined || last.state === 'REOPENED') return null;
  const state = last.state === 'CLOSED' ? 'FINAL' : 'PRELIMINARY';
  return jobOf({ tenant, period: period.id, state, version: last.version, knownOn: Date.parse(last.recordedAt) }, last.snapshotHash);
}

function jobOfClosedMonths({ tenant, period }: PlanQuery, begun: readonly BegunMonth[]): ReportJob | null {
  if (begun.length < period.months.length || begun.some(({ state }) => state !== 'CLOSED')) return null;
  const knownOn = Math.max(...begun.map(({ log }) => Date.parse(log.at(-1)?.recordedAt ?? '')));
  return jobOf({ tenant, period: period.id, state: 'FINAL', version: versionOf(begun), knownOn }, null);
}

/**
 * The report that somebody gets who asks for a period now: of a month that is closed or preliminary the one that was made with that step; of a longer period whose months
 * are all closed the one as known on the last closing; of everything else one as known now, to the second.
 */
export function planReport(query: PlanQuery, periods: readonly BegunMonth[]): ReportJob {
  const { tenant, period, now } = query;
  const begun = begunMonths(periods, period);
  const settled = period.kind === 'MONTH' ? jobOfMonth(query, begun[0]?.log.at(-1)) : jobOfClosedMonths(query, begun);
  return settled ?? jobOf({ tenant, period: period.id, state: 'ON_DEMAND', version: null, knownOn: now - (now % SECOND_MS) }, null);
}
