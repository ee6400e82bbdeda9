import type { Month } from '@hemtag/kernel';
import type { BenefitType, EvidenceLevel, FigureReason, FigureState, ForecastMethod, InitiativeWarning } from './vocabulary.js';

/**
 * What `GET /v1/figures?…&exact=true` answers, as far as a statement needs it; an answer can be handed over as it is. Texts are decimals as printed (amounts with two
 * decimals, quantities with at most six); the members of `exact` are the same numbers unrounded, `n` or `n/d`. Null: nothing to say.
 */
export interface Quantities {
  readonly estimated: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly actual: string | null;
  readonly counted: string | null;
  readonly excess: string | null;
}
export interface Amounts {
  readonly estimated: string | null;
  readonly gross: string | null;
  readonly adjusted: string | null;
  readonly confirmed: string | null;
  readonly harvested: string | null;
  /** Of an ORIGINAL the gross at closing, of an ADJUSTMENT what it books. */
  readonly asReported: string | null;
}
export const AMOUNT_MEMBERS = ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'asReported'] as const satisfies readonly (keyof Amounts)[];
export type AmountMember = (typeof AMOUNT_MEMBERS)[number];

/** Hours set free; `unclaimed` is what cannot be used for other work. */
export interface ExactHours {
  readonly gross: string;
  readonly adjusted: string;
  readonly unclaimed: string;
}
export interface HoursFacts extends ExactHours {
  readonly fte: string;
}
export interface AdoptionFacts {
  /** Usage of the whole channel, in the unit of the quantity. */
  readonly potential: string;
  /** Percent of the channel that uses the new way. */
  readonly share: string | null;
}
/** Unrounded. */
export interface ExactMeasures {
  readonly quantity: Quantities;
  readonly amount: Amounts;
  readonly hours: ExactHours | null;
}

export interface FigureFacts {
  readonly id: string;
  readonly kind: 'ORIGINAL' | 'ADJUSTMENT';
  /** Only of an ADJUSTMENT: the month that it corrects. */
  readonly originalMonth?: Month;
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly evidence: EvidenceLevel;
  readonly month: Month;
  readonly state: FigureState;
  readonly quantity: Quantities & { readonly unit: string | null };
  readonly amount: Amounts & { readonly unit: string | null };
  readonly confirmation: { readonly ofGross: string; readonly isCurrent: boolean; readonly isReviewed: boolean } | null;
  readonly hours: HoursFacts | null;
  readonly adoption: AdoptionFacts | null;
  readonly rate: string | null;
  readonly complete: boolean;
  readonly reason: FigureReason | null;
  readonly exact: ExactMeasures;
}

export interface VarianceFacts {
  readonly total: string;
  readonly volume: string;
  readonly price: string;
  readonly adjustment: string;
}
/** A benefit summed over the range that was asked for. */
export interface BenefitSumFacts {
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly quantity: Quantities & { readonly unit: string | null };
  readonly amount: Amounts & { readonly unit: string | null };
  readonly hours: HoursFacts | null;
  readonly adoption: AdoptionFacts | null;
  readonly rate: string | null;
  readonly harvestRate: string | null;
  readonly complete: boolean;
  readonly forecast: { readonly method: ForecastMethod; readonly amount: string | null; readonly plan: string | null };
  readonly variance: VarianceFacts | null;
  readonly unrealised: { readonly plan: string | null; readonly potential: string | null };
  readonly reason: FigureReason | null;
  readonly exact: ExactMeasures & {
    readonly forecast: { readonly amount: string | null; readonly plan: string | null };
    readonly variance: VarianceFacts | null;
    /** Sources that its meters count, by their addresses. */
    readonly sources: readonly string[];
  };
}

/** Costs and net of an initiative in one month, unrounded; `cumulativeNet` is that of all months up to its end. */
export interface InitiativeMonthFacts {
  readonly month: Month;
  readonly gross: string | null;
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
}
export interface InitiativeSumFacts {
  readonly initiative: string;
  readonly currency: string;
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
  readonly complete: boolean;
  readonly warnings: readonly InitiativeWarning[];
  /** `with` is null of a benefit that is outside a part. */
  readonly overlaps?: readonly { readonly benefit: string; readonly with: { readonly initiative: string; readonly benefit: string } | null }[];
  readonly exact: {
    /** Whose gross carries the costs; null where that is open, and then there is no net. */
    readonly netType: BenefitType | null;
    readonly runningCost: string;
    readonly oneOffCost: string;
    readonly net: string | null;
    readonly cumulativeNet: string | null;
    /** From the first cost or figure up to the end of the range. */
    readonly months: readonly InitiativeMonthFacts[];
  };
}

/** The sums of one range. */
export interface SumFacts {
  readonly from: Month;
  readonly to: Month;
  readonly benefits: readonly BenefitSumFacts[];
  readonly initiatives: readonly InitiativeSumFacts[];
}
