import { adjustmentLines, adjustmentTotals, effectsOf, type ExactAdjustment } from './adjustments.js';
import type { EntryFacts, StatementFacts, VersionFacts } from './facts.js';
import { isAfter, isUpTo } from './known-entries.js';
import type { AdjustmentLine, CorrectionSection, ParameterChange } from './statement-corrections.js';

interface Changed {
  readonly kind: ParameterChange['kind'];
  readonly name: string;
  readonly versions: readonly VersionFacts[];
  readonly entries: readonly EntryFacts[];
}

/** Versions of rates and initiatives that were recorded since the last report, oldest first; none where there is no last report. */
function parameterChanges(facts: StatementFacts, adjustments: readonly ExactAdjustment[], lines: readonly AdjustmentLine[]): ParameterChange[] {
  const { lastReportAt, asKnownOn } = facts;
  if (lastReportAt === null) return [];
  const objects: Changed[] = [
    ...facts.initiatives.map((of): Changed => ({ ...of, kind: 'Initiative' })),
    ...facts.rates.map((of): Changed => ({ ...of, kind: 'Rate' })),
  ];
  const changes = objects.flatMap(({ kind, name, versions, entries }) => {
    const since = versions.filter(({ recordedAt }) => isAfter(recordedAt, lastReportAt) && isUpTo(recordedAt, asKnownOn));
    return since.map(({ version, recordedAt, author, changes: of }, index): ParameterChange => {
      // A closed month is compared with the newest version, so what several versions did stands with the last of them.
      const effects = index === since.length - 1 ? effectsOf(adjustments, lines, { kind, name }) : [];
      const reason = entries.find((entry) => entry.version === version && entry.reason !== null)?.reason ?? null;
      return { kind, name, version, at: recordedAt, by: author, reason, changes: of, effects };
    });
  });
  return changes.sort((a, b) => (isAfter(a.at, b.at) ? 1 : isAfter(b.at, a.at) ? -1 : a.name < b.name ? -1 : 1));
}

/** Months that were opened again: those of the period, and any since the last report. */
function reopenings({ periods, period, lastReportAt, asKnownOn }: StatementFacts): CorrectionSection['reopenings'] {
  return periods.flatMap(({ month, log }) =>
    log
      .filter(({ state, recordedAt }) => state === 'REOPENED' && isUpTo(recordedAt, asKnownOn))
      .filter(({ recordedAt }) => period.months.includes(month) || (lastReportAt !== null && isAfter(recordedAt, lastReportAt)))
      .map(({ version, actor, recordedAt, reason }) => ({ month, version, by: actor, at: recordedAt, reason })),
  );
}

/** 9. What changed between versions is added when the statement is whole. */
export function correctionsOf(facts: StatementFacts, adjustments: readonly ExactAdjustment[]): Omit<CorrectionSection, 'changes'> {
  const lines = adjustmentLines(adjustments, facts.causes);
  return {
    adjustments: lines,
    totals: adjustmentTotals(adjustments),
    reopenings: reopenings(facts),
    parameterChanges: parameterChanges(facts, adjustments, lines),
  };
}
