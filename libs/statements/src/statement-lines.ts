import type { AdoptionFacts, Amounts, HoursFacts, Quantities, VarianceFacts } from './figure-facts.js';
import type { Texts } from './language.js';
import type { BenefitStatus, BenefitType, EvidenceLevel, FigureReason, ForecastMethod, InitiativeWarning } from './vocabulary.js';

/** What has a name in the register and may have a title. */
export interface Name {
  readonly name: string;
  readonly title: Texts;
}

/** Amounts over a range of months in one unit, with 100 × gross / estimated. */
export interface RangeAmounts extends Amounts {
  readonly rate: string | null;
}
export interface Forecast {
  readonly method: ForecastMethod;
  /** Gross of the whole calendar year. */
  readonly amount: string | null;
  /** The twelve estimates. */
  readonly plan: string | null;
}

/**
 * A total over lines of one type and one unit. Each member is the exact sum, rounded once; `rounding` is what that differs from the sum of the rounded lines, so that
 * lines + rounding = total to the last digit. It never exceeds half a hundredth for each line and the total.
 */
export interface TotalAmounts {
  readonly amounts: RangeAmounts;
  readonly rounding: Amounts;
}
export interface TypeTotal {
  readonly type: BenefitType;
  /** Of the amounts: a currency, `km`, `kg CO2e`, or a unit of its own. */
  readonly unit: string;
  readonly isMoney: boolean;
  /** Lines that the total is of, and those of them without an estimate of the year to date: their gross raises the rate. */
  readonly benefits: number;
  readonly withoutEstimate: number;
  readonly period: TotalAmounts;
  readonly yearToDate: TotalAmounts;
  /** Σ of the benefits that have a forecast; `without`: those that have a plan for the year and no forecast yet. `method` null where methods differ. `rounding` as above. */
  readonly forecast: {
    readonly method: ForecastMethod | null;
    readonly amount: string | null;
    readonly plan: string | null;
    readonly without: number;
    readonly rounding: { readonly amount: string | null; readonly plan: string | null };
  };
  /** 100 × Σ harvested / Σ gross of the year to date. */
  readonly harvestRate: string | null;
  /** The only amounts that may be shown as a saving: see `savingOf`. Null for types and units that never are. */
  readonly calledSaving: { readonly period: string | null; readonly yearToDate: string | null } | null;
}

/** 3. */
export interface BenefitTable {
  /** By initiative and benefit. */
  readonly lines: readonly BenefitLine[];
  readonly initiatives: readonly InitiativeLine[];
}
export interface BenefitLine {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly department: string | null;
  readonly responsibilityUnit: string | null;
  readonly benefitOwner: string | null;
  readonly type: BenefitType;
  readonly polarity: 'BENEFIT' | 'DISBENEFIT';
  readonly evidence: EvidenceLevel;
  readonly status: BenefitStatus;
  /** Of the amounts; null where no formula is known. */
  readonly unit: string | null;
  readonly isMoney: boolean;
  /** Of the quantities. */
  readonly quantityUnit: string | null;
  readonly quantity: Quantities;
  /** Gross / counted of the period, exact and rounded to six decimals; null without either. */
  readonly perUnit: string | null;
  readonly period: RangeAmounts;
  readonly yearToDate: RangeAmounts;
  readonly yearToDateQuantity: Quantities;
  readonly forecast: Forecast;
  readonly variance: VarianceFacts | null;
  readonly unrealised: { readonly plan: string | null; readonly potential: string | null };
  readonly hours: HoursFacts | null;
  readonly adoption: AdoptionFacts | null;
  readonly harvestRate: string | null;
  readonly reason: FigureReason | null;
  readonly isComplete: boolean;
  /** A month is not closed, or a source that the benefit counts is silent: the figure will change. */
  readonly isPreliminary: boolean;
  readonly confirmation: LineConfirmation | null;
  readonly calledSaving: { readonly period: string | null; readonly yearToDate: string | null } | null;
  /** The figures of the period behind the line, for `hemtag explain`. */
  readonly figures: readonly string[];
}
/** Of the newest confirmed month of the period. */
export interface LineConfirmation {
  readonly by: string;
  readonly at: string;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
  /** Months of the period with an amount, and those of them that are confirmed of the gross that they have now. */
  readonly months: number;
  readonly confirmedMonths: number;
}

/** Costs belong to the initiative, so its net stands on a line of its own. */
export interface InitiativeLine {
  readonly initiative: Name;
  readonly department: string | null;
  readonly responsibilityUnit: string | null;
  readonly currency: string;
  /** Whose gross carries the costs; null: not defined, and then there is no net. */
  readonly netType: BenefitType | null;
  readonly period: NetAmounts;
  readonly yearToDate: NetAmounts;
  /** Everything dated up to the period's end. */
  readonly oneOffCost: string;
  /** Of all months up to the period's end, everything paid taken off. */
  readonly cumulativeNet: string | null;
  readonly isComplete: boolean;
  readonly warnings: readonly InitiativeWarning[];
}
/** net = gross − runningCost. */
export interface NetAmounts {
  readonly gross: string | null;
  readonly runningCost: string;
  readonly net: string | null;
}
/** Over the initiatives with a net of one type and currency; exact sums rounded once, with the difference to the sum of the lines. */
export interface NetTotal {
  readonly type: BenefitType;
  readonly currency: string;
  readonly initiatives: number;
  readonly period: { readonly amounts: NetAmounts; readonly rounding: NetAmounts };
  readonly yearToDate: { readonly amounts: NetAmounts; readonly rounding: NetAmounts };
  readonly oneOffCost: string;
  readonly cumulativeNet: string | null;
  readonly rounding: { readonly oneOffCost: string; readonly cumulativeNet: string | null };
  /** Initiatives of it whose register names no running cost, so that their net is too high. */
  readonly withoutRunningCost: number;
}
