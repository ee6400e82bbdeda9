/** `GET /v1/figures`: contract section 4. Every number is decimal text; null where there is nothing to say. */
export interface FigureQuantity {
  readonly unit: string | null;
  readonly estimated: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly actual: string | null;
  readonly counted: string | null;
  readonly excess: string | null;
}
export interface FigureAmount {
  readonly unit: string | null;
  readonly estimated: string | null;
  readonly gross: string | null;
  readonly adjusted: string | null;
  readonly confirmed: string | null;
  readonly harvested: string | null;
  /** Of an ORIGINAL row the gross as it was at closing, null while never closed; of an ADJUSTMENT row, which has no other amount, what it books. */
  readonly asReported: string | null;
  /** Only with `priceYear`. */
  readonly realGross?: string | null;
  readonly realEstimated?: string | null;
}
export interface FigureHours {
  readonly gross: string;
  readonly adjusted: string;
  readonly unclaimed: string;
  readonly fte: string;
}
export interface FigureAdoption {
  readonly potential: string;
  readonly share: string | null;
}

export const INITIATIVE_WARNINGS = ['NET_UNDEFINED', 'NO_RUNNING_COST', 'THIN_SLICE', 'OVERLAP'] as const;
export type InitiativeWarning = (typeof INITIATIVE_WARNINGS)[number];
export const FIGURE_REASONS = ['DRAFT', 'NO_VALUE', 'NO_BASELINE', 'NO_REDEPLOYABLE', 'BEFORE_PROCESS_CHANGE', 'MIXED_UNITS'] as const;
export type FigureReason = (typeof FIGURE_REASONS)[number];
export const BENEFIT_TYPES = ['FINANCIAL', 'REDISTRIBUTED', 'AVOIDANCE', 'QUALITY', 'ENVIRONMENT'] as const;
export type BenefitType = (typeof BENEFIT_TYPES)[number];
export const EVIDENCE_LEVELS = ['UPPFOLJD', 'BERAKNAD', 'BEDOMD', 'LANAD'] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

export const FIGURE_KINDS = ['ORIGINAL', 'ADJUSTMENT'] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];
export const PERIOD_STATES = ['OPEN', 'PRELIMINARY', 'CLOSED', 'REOPENED'] as const;
export type PeriodState = (typeof PERIOD_STATES)[number];

/** Of which gross the confirmed amount was said, and whether that is still the figure's. */
export interface FigureConfirmation {
  readonly ofGross: string;
  readonly isCurrent: boolean;
  readonly isReviewed: boolean;
}

export interface FigureRow {
  readonly id: string;
  readonly kind: FigureKind;
  /** Only of an ADJUSTMENT: the month that it corrects. */
  readonly originalMonth?: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly evidence: EvidenceLevel;
  readonly month: string;
  readonly state: PeriodState;
  readonly quantity: FigureQuantity;
  readonly amount: FigureAmount;
  readonly confirmation: FigureConfirmation | null;
  readonly hours: FigureHours | null;
  readonly adoption: FigureAdoption | null;
  readonly rate: string | null;
  readonly complete: boolean;
  readonly reason: FigureReason | null;
  /** Only with `exact=true`. */
  readonly exact?: ExactFigure;
}

/** Numbers as they are before they are rounded, `n` or `n/d`: what adds up. `unclaimed` are hours that cannot be used for other work. */
export interface ExactFigure {
  readonly quantity: Omit<FigureQuantity, 'unit'>;
  readonly amount: Pick<FigureAmount, 'estimated' | 'gross' | 'adjusted' | 'confirmed' | 'harvested' | 'asReported'>;
  readonly hours: Omit<FigureHours, 'fte'> | null;
}
export interface ExactBenefitSum extends ExactFigure {
  readonly forecast: Omit<BenefitForecast, 'method'>;
  readonly variance: BenefitVariance | null;
  /** Sources that the meters of the benefit name, or that have ever sent what they match: of its volumes and of the whole channel, in order. */
  readonly sources: readonly string[];
}
/** Of one month; `cumulativeNet` is that of all months up to its end. */
export interface ExactInitiativeMonth {
  readonly month: string;
  readonly gross: string | null;
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
}
export interface ExactInitiativeSum {
  /** Whose gross carries the costs; null where that is open. */
  readonly netType: BenefitType | null;
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
  /** From the first cost or figure up to the end of the range. */
  readonly months: readonly ExactInitiativeMonth[];
}
export const FORECAST_METHODS = ['seasonal', 'plan-remaining', 'run-rate'] as const;
export type ForecastMethod = (typeof FORECAST_METHODS)[number];

/** Of the calendar year of `to`: the forecast gross by the method, and the sum of the twelve estimates. */
export interface BenefitForecast {
  readonly method: ForecastMethod;
  readonly amount: string | null;
  readonly plan: string | null;
}
/** Adjusted − estimated, split into three parts that add up to it. */
export interface BenefitVariance {
  readonly total: string;
  readonly volume: string;
  readonly price: string;
  readonly adjustment: string;
}

export interface BenefitSum {
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly quantity: FigureQuantity & { readonly mean: string | null };
  readonly amount: FigureAmount;
  readonly hours: FigureHours | null;
  readonly adoption: FigureAdoption | null;
  readonly rate: string | null;
  readonly harvestRate: string | null;
  /** Whether every month of the range that the sum depends on is complete. */
  readonly complete: boolean;
  readonly forecast: BenefitForecast;
  readonly variance: BenefitVariance | null;
  /** What the estimate, and the whole channel of the `potential` meter, would still give. */
  readonly unrealised: { readonly plan: string | null; readonly potential: string | null };
  readonly reason: FigureReason | null;
  readonly exact?: ExactBenefitSum;
}
export interface TypeSum {
  readonly type: BenefitType;
  readonly unit: string;
  readonly gross: string | null;
  readonly adjusted: string | null;
}
export interface InitiativeSum {
  readonly initiative: string;
  readonly currency: string;
  readonly byType: readonly TypeSum[];
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
  readonly complete: boolean;
  readonly warnings: readonly InitiativeWarning[];
  /** Only with the warning OVERLAP, the benefits that it is about: both can count the same usage. */
  readonly overlaps?: readonly { readonly benefit: string; readonly with: { readonly initiative: string; readonly benefit: string } }[];
  readonly exact?: ExactInitiativeSum;
}
export interface FiguresResponse {
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
  readonly asKnownOn: string;
  readonly figures: readonly FigureRow[];
  readonly benefits: readonly BenefitSum[];
  readonly initiatives: readonly InitiativeSum[];
}
