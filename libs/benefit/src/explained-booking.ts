import { sum, ZERO, type Month, type Rational } from '@hemtag/kernel';
import type { PeriodFacts, ReportedFigure } from './periods/period-facts.js';
import type { PrintedFigure } from './printed-figures.js';
import type { Recomputed } from './recompute.js';

/** What was reported of the month that a figure is about, and what an adjustment therefore books. */
export interface ExplainedBooking {
  /** The month of the usage: of an adjustment the one that it corrects. */
  readonly originalMonth: Month;
  /** Reported of that month so far: at its closing, and by adjustments that later closings have frozen. */
  readonly reported: readonly ReportedFigure[];
  /** Of an adjustment that a closing has frozen already. */
  readonly isFrozen: boolean;
  /** Of an adjustment what it books, of an original what was reported; null where there is none. */
  readonly amount: Rational | null;
}

const isOf =
  ({ initiative, benefit }: PrintedFigure, month: Month) =>
  (reported: ReportedFigure): boolean =>
    reported.initiative === initiative && reported.benefit === benefit && (reported.originalMonth ?? reported.month) === month;

/** Evaluates what is reported of a figure from what was kept and what its parts give now: restated − reported − already booked. */
export function explainedBooking(
  figure: PrintedFigure,
  facts: PeriodFacts | undefined,
  { recomputed, unit }: { recomputed: Recomputed; unit: string | null },
): ExplainedBooking {
  const originalMonth = figure.originalMonth ?? figure.month;
  const reported = (facts?.reported ?? []).filter(isOf(figure, originalMonth));
  const amounts = reported.flatMap(({ asReported }) => asReported ?? []);
  if (figure.kind === 'ORIGINAL') {
    const closing = reported.find(({ kind }) => kind === 'ORIGINAL');
    return { originalMonth, reported, isFrozen: closing !== undefined, amount: closing?.asReported ?? null };
  }
  const frozen = reported.find(({ kind, month }) => kind === 'ADJUSTMENT' && month === figure.month);
  if (frozen !== undefined) return { originalMonth, reported, isFrozen: true, amount: frozen.asReported };
  const units = new Set([
    ...reported.flatMap((one) => (one.asReported === null || one.unit === null ? [] : [one.unit])),
    ...(recomputed.gross === null || unit === null ? [] : [unit]),
  ]);
  const amount = units.size > 1 ? null : (recomputed.gross ?? ZERO).sub(sum(amounts));
  return { originalMonth, reported, isFrozen: false, amount };
}
