import type { BenefitType } from './figures.js';

/** Why a member of a business case is null; docs/business-case.md says when. */
export const CASE_REASONS = ['NO_GO_LIVE', 'NET_UNDEFINED', 'NO_ESTIMATE', 'NO_BASELINE', 'NO_AMOUNT', 'NO_COST', 'NO_BREAK_EVEN', 'NOT_PAID_BACK'] as const;
export type CaseReason = (typeof CASE_REASONS)[number];

/** The members that may be undefined. Amounts are of the initiative's currency; `roi` and `breakEvenShare` are percent, `bcr` is a plain ratio. */
export interface CaseMembers {
  readonly npv: string | null;
  readonly roi: string | null;
  readonly bcr: string | null;
  readonly paybackMonths: string | null;
  readonly breakEvenShare: string | null;
  readonly costOfDelayPerMonth: string | null;
  readonly realisedPaybackMonths: string | null;
}

/** A year counted from the go-live, with its first and last month; `cumulative` includes what is paid at the start. */
export interface CaseYear {
  readonly year: number;
  readonly from: string;
  readonly to: string;
  readonly benefit: string;
  readonly runningCost: string;
  readonly net: string;
  readonly cumulative: string;
}

/** A line of the realisation plan, with its benefit. */
export interface CasePlanLine {
  readonly benefit: string;
  readonly name: string;
  readonly measure: string | null;
  readonly responsibilityUnit: string | null;
  readonly budgetYear: number | null;
  readonly plannedAmount: string;
  readonly plannedDate: string;
  readonly decisionRef: string | null;
}

/** `GET /v1/case`: contract section 4. Every number is decimal text; null where undefined, and then `reasons` says why. */
export interface CaseResponse extends CaseMembers {
  readonly tenant: string;
  readonly initiative: string;
  readonly currency: string;
  readonly asKnownOn: string;
  /** Of the benefits that carry the costs. */
  readonly type: BenefitType | null;
  /** In percent. */
  readonly discountRate: string;
  readonly years: number;
  readonly goLive: string | null;
  /** Null where the register says nothing about it. */
  readonly inaction: { readonly perYear: readonly string[]; readonly extra: string } | null;
  readonly startCost: string | null;
  readonly flows: readonly CaseYear[];
  readonly plan: readonly CasePlanLine[];
  readonly reasons: Readonly<Partial<Record<keyof CaseMembers, CaseReason>>>;
  readonly warnings: readonly ('NO_RUNNING_COST' | 'BENEFIT_WITHOUT_ESTIMATE')[];
}
