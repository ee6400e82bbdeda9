import type { Day, Month } from '@hemtag/kernel';
import type { BenefitTable, Name, NetTotal, TypeTotal } from './statement-lines.js';
import type { CorrectionSection, StatementState } from './statement-corrections.js';
import type { StatementCharts } from './statement-charts.js';
import type { Amounts } from './figure-facts.js';
import type { Texts } from './language.js';
import type { StatementPeriod } from './period.js';
import type { BenefitType, DeviationCause, FigureState, InitiativeWarning, Phase } from './vocabulary.js';

/**
 * A statement: what a tenant's benefits gave in a period, as known on one instant, in the eleven sections of the report. It is immutable data and in no language:
 * names come from the register by language, everything else is a code or a number; words and formats come from this library when it is shown.
 *
 * Numbers are decimal texts as in the API: amounts, hours, rates and percentages with two decimals, quantities with at most six, `-` for minus. Null: nothing to
 * say, never 0. Lists are in the order in which they are shown. Its canonical JSON is what is fingerprinted and archived.
 */
export interface Statement {
  readonly schema: 'hemtag/statement/v1';
  readonly header: StatementHeader;
  readonly summary: StatementSummary;
  readonly benefits: BenefitTable;
  readonly organisation: OrganisationSection;
  readonly charts: StatementCharts;
  readonly beyondMoney: BeyondMoneySection;
  readonly delay: DelaySection;
  readonly deviations: DeviationSection;
  readonly corrections: CorrectionSection;
  readonly method: MethodSection;
  readonly signOff: SignOffSection;
}

/** 1. */
export interface StatementHeader {
  readonly tenant: string;
  readonly title: Texts;
  /** Only of a part of the tenant: everything in the statement is of these departments, sorted. */
  readonly departments?: readonly string[];
  readonly country: string | null;
  readonly timeZone: string;
  readonly currency: string;
  readonly period: StatementPeriod;
  readonly version: number;
  readonly state: StatementState;
  /** Everything is as it was known on this instant. */
  readonly asKnownOn: string;
  /** SHA-256 of everything of the register that the figures depend on; the same parameters have the same id. */
  readonly parameterSetId: string;
  /** Of the estimates, in order; usually one. */
  readonly priceYears: readonly number[];
  /** Whether every benefit's sources have delivered everything. */
  readonly isComplete: boolean;
  /** Of any source, up to the period's end. */
  readonly lastEvent: string | null;
  readonly sources: readonly SourceLine[];
  readonly months: readonly { readonly month: Month; readonly state: FigureState; readonly version: number; readonly snapshotHash: string | null }[];
  /** The version that this one replaces, and why. */
  readonly replaces: { readonly version: number; readonly fingerprint: string; readonly reason: string } | null;
}
export interface SourceLine {
  readonly name: string;
  readonly title: Texts;
  readonly source: string;
  readonly expectedEvery: string | null;
  readonly endedDays: number;
  readonly completeDays: number;
  /** Percent of the ended days; null where none has ended. */
  readonly completeShare: string | null;
  readonly silentDays: number;
  readonly incompleteDays: number;
  readonly lastEvent: string | null;
}

/** 2. Types, units and currencies stand apart and are never one sum. */
export interface StatementSummary {
  /** By type, then unit, money first. */
  readonly totals: readonly TypeTotal[];
  /** Net after running cost, by the type that carries the costs and currency. */
  readonly nets: readonly NetTotal[];
  /** At most three, the largest first; money in the tenant's currency before everything else. */
  readonly deviations: readonly LargestDeviation[];
}
export interface LargestDeviation {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly unit: string;
  readonly estimated: string;
  readonly adjusted: string;
  /** Adjusted − estimated of the period, and its three parts. */
  readonly difference: string;
  readonly volume: string;
  readonly price: string;
  readonly adjustment: string;
  /** What the benefit owner said, newest month of the period first. */
  readonly remarks: readonly { readonly month: Month; readonly cause: DeviationCause | null; readonly comment: string | null; readonly by: string }[];
}

/** 4. */
export interface OrganisationSection {
  readonly units: readonly OrganisationUnit[];
  /** By the text of the goal; left out where no initiative names one. An initiative counts as a whole in each of its goals, so goals are never added up. */
  readonly goals?: readonly OrganisationGoal[];
  readonly planLines: readonly PlanLine[];
  /** By unit of the plan's amounts. */
  readonly plans: readonly PlanTotal[];
}
/** A department, and a cost centre in it; null where the register names none. */
export interface OrganisationUnit {
  readonly department: string | null;
  readonly responsibilityUnit: string | null;
  readonly initiatives: number;
  readonly totals: readonly TypeTotal[];
  readonly nets: readonly NetTotal[];
}
/** A goal of the municipality with everything of the initiatives that serve it. */
export interface OrganisationGoal {
  readonly goal: string;
  readonly initiatives: readonly Name[];
  readonly totals: readonly TypeTotal[];
  readonly nets: readonly NetTotal[];
}
/** DONE: all of it is harvested. LATE: planned before the period and not done. DUE: planned within it and not done. LATER: planned after it. */
export type PlanStanding = 'DONE' | 'DUE' | 'LATE' | 'LATER';
export interface PlanLine {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly name: string;
  readonly measure: string | null;
  readonly responsibilityUnit: string | null;
  readonly budgetYear: number | null;
  readonly decisionRef: string | null;
  readonly plannedDate: Day;
  readonly unit: string;
  readonly planned: string;
  /** Of all months up to the period's end. */
  readonly harvested: string;
  readonly harvestedInPeriod: string;
  readonly standing: PlanStanding;
}
export interface PlanTotal {
  readonly unit: string;
  readonly lines: number;
  readonly planned: string;
  readonly harvested: string;
  readonly harvestedInPeriod: string;
  readonly standings: Readonly<Record<PlanStanding, number>>;
}

/** 6. */
export interface BeyondMoneySection {
  readonly hours: readonly HoursLine[];
  readonly hourTotals: readonly HoursTotal[];
  /** Benefits whose amount is no money: km, kg CO2e and units of their own. */
  readonly native: readonly NativeLine[];
}
export interface Hours {
  readonly gross: string;
  readonly adjusted: string;
  /** Gross − unclaimed: what can be used for other work. */
  readonly claimed: string;
  readonly unclaimed: string;
  /** Gross / 1704. */
  readonly fte: string;
}
export interface HoursLine {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly period: Hours | null;
  readonly yearToDate: Hours | null;
}
export interface HoursTotal {
  readonly type: BenefitType;
  readonly period: Hours | null;
  readonly periodRounding: Hours | null;
  readonly yearToDate: Hours | null;
  readonly yearToDateRounding: Hours | null;
}
/** `unit` is that of the amounts. The totals stand in the summary, by type and unit. */
export interface NativeLine {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly unit: string;
  readonly period: Amounts;
  readonly yearToDate: Amounts;
}

/** 7. */
export interface DelaySection {
  /** Initiatives that have not gone live by the period's end, the dearest first. */
  readonly waiting: readonly {
    readonly initiative: Name;
    readonly phase: Phase | null;
    readonly goLive: Day | null;
    readonly type: BenefitType | null;
    readonly currency: string;
    /** What each month before the full effect costs; null where there is no estimate. */
    readonly perMonth: string | null;
  }[];
  readonly waitingTotals: readonly { readonly type: BenefitType; readonly currency: string; readonly initiatives: number; readonly perMonth: string }[];
  /** What it costs not to do it: for each year, and in `extra` what that is more than staying level. */
  readonly inaction: readonly { readonly initiative: Name; readonly currency: string; readonly perYear: readonly string[]; readonly extra: string }[];
}

/** 8. What benefit owners said of the figures of the period, by initiative, benefit and month. */
export interface DeviationSection {
  readonly lines: readonly DeviationLine[];
}
export interface DeviationLine {
  readonly figure: string;
  readonly month: Month;
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly unit: string;
  readonly estimated: string | null;
  readonly gross: string | null;
  readonly rate: string | null;
  readonly confirmed: string;
  /** Whether the gross is still the one that the confirmation was said of. */
  readonly isCurrent: boolean;
  readonly cause: DeviationCause | null;
  readonly comment: string | null;
  readonly action: string | null;
  readonly due: Day | null;
  /** The action was due on or before the period's last day. */
  readonly isDue: boolean;
  readonly confirmedBy: string;
}

/** 10. */
export interface MethodSection {
  readonly benefits: readonly MethodLine[];
  readonly rates: readonly {
    readonly name: string;
    readonly unit: string;
    readonly value: string;
    readonly validFrom: Day | null;
    readonly validTo: Day | null;
    readonly source: string | null;
    readonly method: string | null;
    readonly version: number;
  }[];
  readonly warnings: readonly StatementWarning[];
}
/** A row of the register in force in the period; `values` are its fields in the manifest's words, in the order of their names. */
export interface MethodParameter {
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
  readonly version: number;
  readonly source: string | null;
  readonly reason: string | null;
  readonly approvedBy: string | null;
  readonly values: readonly { readonly name: string; readonly value: string }[];
}
export interface MethodLine {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly cap: 'none' | 'month' | 'year';
  readonly processChange: Day | null;
  readonly values: readonly MethodParameter[];
  readonly baselines: readonly MethodParameter[];
  readonly estimates: readonly MethodParameter[];
  readonly adjustments: readonly MethodParameter[];
}
export type StatementWarning =
  | { readonly code: Exclude<InitiativeWarning, 'OVERLAP'>; readonly initiative: Name }
  /** `with` is null of a benefit of a department that the statement is not of. */
  | {
      readonly code: 'OVERLAP';
      readonly initiative: Name;
      readonly benefit: string;
      readonly with: { readonly initiative: string; readonly benefit: string } | null;
    }
  | { readonly code: 'INCOMPLETE_SOURCE'; readonly source: string; readonly silentDays: number; readonly incompleteDays: number }
  | { readonly code: 'NO_AMOUNT'; readonly initiative: Name; readonly benefit: Name; readonly reason: string };

/** 11. */
export interface SignOffSection {
  readonly steps: readonly SignOffStep[];
  /** What each month keeps, and by whom that was approved. */
  readonly snapshots: readonly {
    readonly month: Month;
    readonly version: number;
    readonly state: 'PRELIMINARY' | 'CLOSED';
    readonly hash: string;
    readonly by: string;
    readonly at: string;
    readonly approvedBy: string | null;
    readonly approvedAt: string | null;
  }[];
  /** Figures with an amount, and how many of them are confirmed (of the gross that they have) and reviewed. */
  readonly figures: number;
  readonly confirmed: number;
  readonly reviewed: number;
  readonly isApproved: boolean;
}
/** CONFIRMED by a benefit owner, REVIEWED by the controller, APPROVED by the finance director; a month's steps name no figure. */
export interface SignOffStep {
  readonly step: 'CONFIRMED' | 'REVIEWED' | 'APPROVED';
  readonly month: Month;
  readonly by: string;
  /** The latest of its figures. */
  readonly at: string | null;
  readonly figures: number;
}
