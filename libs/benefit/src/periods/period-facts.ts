import type { Month, Rational } from '@hemtag/kernel';
import type { PeriodEntry } from './period-state.js';

export type FigureKind = 'ORIGINAL' | 'ADJUSTMENT';

/** What a closing froze of one figure, exactly. */
export interface ReportedFigure {
  readonly month: Month;
  readonly initiative: string;
  readonly benefit: string;
  readonly kind: FigureKind;
  /** The month that an adjustment corrects; null for an original. */
  readonly originalMonth: Month | null;
  readonly unit: string | null;
  /** The gross of an original, the amount of an adjustment; null where there was none. */
  readonly asReported: Rational | null;
}

/** What the benefit owner confirmed of a figure, and the gross that it was said of. */
export interface Confirmation {
  readonly initiative: string;
  readonly benefit: string;
  readonly month: Month;
  readonly amount: Rational;
  readonly ofGross: Rational;
  readonly isReviewed: boolean;
}

/** What was taken out of a budget in one month by one line of the plan; a later entry for the same line and month replaces it. */
export interface Harvest {
  readonly initiative: string;
  readonly benefit: string;
  readonly planLine: string;
  readonly month: Month;
  readonly amount: Rational;
}

/** Everything that people decided about figures, of one tenant, as known at one instant. */
export interface PeriodFacts {
  /** In any order; a month without an entry is OPEN. */
  readonly log: readonly PeriodEntry[];
  /** The figures of the newest closing of each month that has ever been closed. */
  readonly reported: readonly ReportedFigure[];
  /** The newest of each figure. */
  readonly confirmations: readonly Confirmation[];
  /** The newest of each line and month. */
  readonly harvests: readonly Harvest[];
}

export const NO_PERIOD_FACTS: PeriodFacts = { log: [], reported: [], confirmations: [], harvests: [] };
