import type { Month } from '@hemtag/kernel';
import type { Name } from './statement-lines.js';
import type { BenefitType } from './vocabulary.js';

/** FINAL: every month is closed. PRELIMINARY: every month is closed or preliminary. OPEN: made while a month was open or reopened. */
export type StatementState = 'OPEN' | 'PRELIMINARY' | 'FINAL';

/** 9. */
export interface CorrectionSection {
  readonly adjustments: readonly AdjustmentLine[];
  readonly totals: readonly { readonly type: BenefitType; readonly unit: string; readonly lines: number; readonly amount: string; readonly rounding: string }[];
  /** Closed months of the period that were opened again, and why. */
  readonly reopenings: readonly { readonly month: Month; readonly version: number; readonly by: string; readonly at: string; readonly reason: string | null }[];
  readonly parameterChanges: readonly ParameterChange[];
  /** Only of version 2 and later: what is other than in the version before. */
  readonly changes: StatementChanges | null;
}
/** LATE_USAGE: volumes changed after the closing. PARAMETERS: the register did. */
export type AdjustmentCause = 'LATE_USAGE' | 'PARAMETERS' | 'BOTH' | 'UNKNOWN';
/**
 * What later facts changed of a closed month, booked in the period. asReported + bookedBefore + amount + bookedAfter = restated: of the original month, exactly; the
 * members are rounded one by one. Null where an amount is, or where units changed and there is no difference.
 */
export interface AdjustmentLine {
  readonly figure: string;
  readonly month: Month;
  readonly originalMonth: Month;
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly unit: string | null;
  readonly amount: string | null;
  readonly asReported: string | null;
  readonly bookedBefore: string;
  readonly bookedAfter: string;
  readonly restated: string | null;
  readonly cause: AdjustmentCause;
  readonly changedVolumes: number;
  readonly register: readonly { readonly kind: string; readonly name: string; readonly then: number | null; readonly now: number }[];
}
/** A change of the register since the last report. */
export interface ParameterChange {
  readonly kind: 'Initiative' | 'Rate';
  readonly name: string;
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
  readonly changes: readonly { readonly path: string; readonly change: string; readonly from: string | null; readonly to: string | null }[];
  /** What it changed of closed months: the adjustments of the period whose only cause are parameters and that name the object. Shared where they name several. */
  readonly effects: readonly { readonly type: BenefitType; readonly unit: string; readonly amount: string; readonly isShared: boolean }[];
}
/** What is other than in another statement of the same period. */
export interface StatementChanges {
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly state: { readonly from: StatementState; readonly to: StatementState } | null;
  readonly parameterSetChanged: boolean;
  readonly benefits: readonly BenefitChange[];
  readonly totals: readonly TotalChange[];
}
export interface AmountChange {
  readonly from: string | null;
  readonly to: string | null;
  /** `to` − `from` of the printed amounts, a missing one counting as 0. */
  readonly difference: string;
}
export interface BenefitChange {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly unit: string | null;
  readonly change: 'ADDED' | 'CHANGED' | 'REMOVED';
  readonly counted: { readonly from: string | null; readonly to: string | null };
  readonly estimated: AmountChange;
  readonly gross: AmountChange;
  readonly adjusted: AmountChange;
  readonly confirmed: AmountChange;
}
export interface TotalChange {
  readonly type: BenefitType;
  readonly unit: string;
  readonly estimated: AmountChange;
  readonly gross: AmountChange;
  readonly adjusted: AmountChange;
  readonly confirmed: AmountChange;
}
