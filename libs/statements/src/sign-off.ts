import type { ConfirmationFacts, PeriodFacts, StatementFacts } from './facts.js';
import { latest } from './known-entries.js';
import type { SignOffSection, SignOffStep } from './statement.js';

type Snapshot = SignOffSection['snapshots'][number];

/** What the month keeps now; nothing while it is open again. */
function snapshotOf({ month, state, log }: PeriodFacts): Snapshot[] {
  const kept = log.at(-1);
  if ((state !== 'PRELIMINARY' && state !== 'CLOSED') || kept === undefined || kept.snapshotHash === null) return [];
  const { version, snapshotHash, actor, recordedAt, approvedBy, approvedAt } = kept;
  return [{ month, version, state, hash: snapshotHash, by: actor, at: recordedAt, approvedBy, approvedAt }];
}

function stepsOf(
  step: SignOffStep['step'],
  said: readonly ConfirmationFacts[],
  who: (of: ConfirmationFacts) => { readonly by: string | null; readonly at: string | null },
): SignOffStep[] {
  const signed = said.flatMap((of) => {
    const { by, at } = who(of);
    return by === null ? [] : [{ month: of.month, by, at }];
  });
  return [...Map.groupBy(signed, ({ month, by }) => JSON.stringify([month, by])).values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : [{ step, month: first.month, by: first.by, at: latest(of.flatMap(({ at }) => at ?? [])), figures: of.length }];
  });
}

/** 11. Who stands for the period, by name or role, with what each month keeps. */
export function signOffOf({ period, periods, confirmations, figures }: StatementFacts): SignOffSection {
  const isOfPeriod = ({ month }: { readonly month: string }): boolean => period.months.includes(month);
  const said = confirmations.filter(isOfPeriod);
  const snapshots = periods.filter(isOfPeriod).flatMap(snapshotOf);
  const withAmount = figures.filter((figure) => isOfPeriod(figure) && figure.kind === 'ORIGINAL' && figure.amount.gross !== null);
  const current = withAmount.filter(({ confirmation }) => confirmation?.isCurrent === true);
  const approvals = snapshots.flatMap(({ month, approvedBy, approvedAt }): SignOffStep[] =>
    approvedBy === null
      ? []
      : [{ step: 'APPROVED', month, by: approvedBy, at: approvedAt, figures: figures.filter((figure) => figure.month === month).length }],
  );
  const order = ({ month, by }: SignOffStep): string => `${month} ${by}`;
  const sorted = (steps: readonly SignOffStep[]): SignOffStep[] => [...steps].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return {
    steps: [
      ...sorted(stepsOf('CONFIRMED', said, ({ confirmedBy, confirmedAt }) => ({ by: confirmedBy, at: confirmedAt }))),
      ...sorted(stepsOf('REVIEWED', said, ({ reviewedBy, reviewedAt }) => ({ by: reviewedBy, at: reviewedAt }))),
      ...sorted(approvals),
    ],
    snapshots,
    figures: withAmount.length,
    confirmed: current.length,
    reviewed: current.filter(({ confirmation }) => confirmation?.isReviewed === true).length,
    isApproved: period.months.every((month) => snapshots.some((snapshot) => snapshot.month === month && snapshot.approvedBy !== null)),
  };
}
