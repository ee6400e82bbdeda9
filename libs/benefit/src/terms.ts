import type { Day, Rational } from '@hemtag/kernel';

/** In the order in which sums by type are listed. */
export const BENEFIT_TYPE_ORDER = ['FINANCIAL', 'REDISTRIBUTED', 'AVOIDANCE', 'QUALITY', 'ENVIRONMENT'] as const;
export type BenefitType = (typeof BENEFIT_TYPE_ORDER)[number];
export type EvidenceLevel = 'UPPFOLJD' | 'BERAKNAD' | 'BEDOMD' | 'LANAD';
export type Polarity = 'BENEFIT' | 'DISBENEFIT';
export type CapPeriod = 'none' | 'month' | 'year';

/** Half-open: `validTo` is the first day that no longer counts; a version also ends where the next one of its list begins. */
export interface Validity {
  readonly validFrom: Day;
  readonly validTo: Day | null;
}
export type Dated<T> = T & Validity;

/** A formula of the closed set with its parameters; `rate` and `factor` name a rate. `staff` is the number of persons, in `minutes` each. */
export type ValueTerms =
  | { readonly formula: 'unit-value'; readonly unitValue: Rational }
  | { readonly formula: 'time-saved'; readonly minutes: Rational; readonly staff: Rational; readonly rate: string }
  | { readonly formula: 'amount' }
  | { readonly formula: 'distance'; readonly perUnit: Rational }
  | { readonly formula: 'emission'; readonly perUnit: Rational; readonly factor: string }
  | { readonly formula: 'native'; readonly perUnit: Rational; readonly unit: string };
export type FormulaName = ValueTerms['formula'];

/** `unit` is what stands in the register, e.g. `SEK/h`, `kg/km`, `1` for an index. Of two rates with one name (shared and the tenant's own) the caller passes the one that wins. */
export interface RateTerms {
  readonly name: string;
  readonly unit: string;
  readonly versions: readonly Dated<{ readonly value: Rational }>[];
}

export type DimensionValue = string | number | boolean;

/** Which usage counts; an empty list means any, and the caller has filled in `[success]` where the register says nothing about outcomes. */
export interface MeterTerms {
  /** Exact, or a prefix with a trailing `*`. */
  readonly subjects: readonly string[];
  /** Source URIs, resolved from the names in the register. */
  readonly sources: readonly string[];
  /** The event's own units, also where a measure is metered. */
  readonly units: readonly string[];
  readonly outcomes: readonly string[];
  readonly channels: readonly string[];
  readonly orgUnits: readonly string[];
  readonly dimensions: Readonly<Record<string, DimensionValue>>;
  /** NAME of `quantity: measures.NAME`; null meters the event's own quantity. */
  readonly measure: string | null;
}

export interface BaselineTerms {
  readonly volumePerYear: Rational;
  /** Twelve numbers with the sum 12, or empty for twelve times 1. */
  readonly seasonality: readonly Rational[];
}

/** An approved version of the estimate. `low`, `likely` and `high` are yearly volumes. */
export interface EstimateTerms {
  readonly version: number;
  readonly annualVolume: Rational;
  /** Twelve numbers with the sum 12, or empty for twelve times 1. */
  readonly seasonality: readonly Rational[];
  readonly rampUp: { readonly per: 'month' | 'year'; readonly shares: readonly Rational[] };
  readonly low: Rational | null;
  readonly likely: Rational | null;
  readonly high: Rational | null;
  readonly optimismBias: Rational;
  /** Name of the rate that is its price index. */
  readonly index: string | null;
}

/** What an entry leaves out has the default of that entry: deadweight 0, attribution 1; `redeployable` has none. */
export interface AdjustTerms {
  readonly deadweight: Rational;
  readonly attribution: Rational;
  readonly redeployable: Rational | null;
}

/** A line of the realisation plan: what is to be taken home, where and when. Undated: a later file replaces it as a whole. */
export interface PlanLineTerms {
  readonly name: string;
  readonly measure: string | null;
  readonly responsibilityUnit: string | null;
  readonly budgetYear: number | null;
  readonly plannedAmount: Rational;
  readonly plannedDate: Day;
  readonly decisionRef: string | null;
}

export interface BenefitTerms {
  readonly name: string;
  readonly type: BenefitType;
  readonly evidence: EvidenceLevel;
  readonly polarity: Polarity;
  readonly meter: MeterTerms;
  /** Benefits that may count the same usage without being an overlap: of the same initiative, or INITIATIVE/BENEFIT. */
  readonly disjointFrom: readonly string[];
  /** Meter of the whole channel, for adoption. */
  readonly potential: MeterTerms | null;
  readonly value: readonly Dated<ValueTerms>[];
  readonly baseline: readonly Dated<BaselineTerms>[];
  readonly cap: CapPeriod;
  readonly estimate: readonly Dated<EstimateTerms>[];
  readonly adjust: readonly Dated<AdjustTerms>[];
  readonly plan: readonly PlanLineTerms[];
}

export interface DatedCostTerms {
  readonly kind: 'ONE_OFF' | 'TRAINING' | 'INTERNAL_TIME';
  readonly name: string;
  readonly amount: Rational;
  readonly date: Day;
}
export interface RunningCostTerms extends Validity {
  readonly kind: 'RUNNING' | 'PARALLEL_OPERATION';
  readonly name: string;
  readonly amount: Rational;
  readonly per: 'year' | 'month';
}
export type CostTerms = DatedCostTerms | RunningCostTerms;

/** What it costs not to do it: `perYear` in today's terms, growing by the share `growth` each year. */
export interface InactionTerms {
  readonly perYear: Rational;
  readonly growth: Rational;
}

export interface InitiativeTerms {
  readonly name: string;
  readonly department: string | null;
  readonly responsibilityUnit: string | null;
  readonly currency: string;
  readonly benefitOwner: string | null;
  /** The first day of year 1 of the business case. */
  readonly goLive: Day | null;
  readonly processChange: Day | null;
  readonly netOf: BenefitType | null;
  readonly inaction: InactionTerms | null;
  readonly costs: readonly CostTerms[];
  readonly benefits: readonly BenefitTerms[];
}
