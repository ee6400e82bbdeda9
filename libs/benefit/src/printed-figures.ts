import { formatAmount, formatQuantity, rational, type Month, type Rational } from '@hemtag/kernel';
import type { ExactAdoption, RangeFigure } from './benefit-sum.js';
import type { PrintedExact, PrintedExactInitiative, PrintedExactSum } from './exact-figures.js';
import type { ExactInitiativeSum, InitiativeWarning, OwnOverlap } from './initiative-sum.js';
import { figureId } from './periods/figure-id.js';
import type { Adjustment } from './periods/adjustments.js';
import { harvestRate, type DecidedAmounts } from './periods/decided-amounts.js';
import type { Confirmation, FigureKind } from './periods/period-facts.js';
import type { PeriodState } from './periods/period-state.js';
import { printOutlook, type ExactOutlook, type PrintedOutlook } from './printed-outlook.js';
import { realisationRate, type ExactAmount, type ExactQuantity, type MonthFigure } from './month-figure.js';
import type { Hours } from './realise.js';
import type { FigureReason } from './reason.js';
import type { BenefitTerms, BenefitType, EvidenceLevel, InitiativeTerms } from './terms.js';

/** Figures as contract section 4 prints them: decimal text, amounts and rates with 2 decimals, quantities with at most 6. Only files that print round. */
export interface PrintedQuantity {
  readonly unit: string | null;
  readonly estimated: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly actual: string | null;
  readonly counted: string | null;
  readonly excess: string | null;
}
export interface PrintedAmount {
  readonly unit: string | null;
  readonly estimated: string | null;
  readonly gross: string | null;
  readonly adjusted: string | null;
  readonly confirmed: string | null;
  readonly harvested: string | null;
  /** The gross as it was at closing; of an adjustment what is booked; null while never closed. */
  readonly asReported: string | null;
  /** Only where a price year was asked for. */
  readonly realGross?: string | null;
  readonly realEstimated?: string | null;
}
export interface PrintedHours {
  readonly gross: string;
  readonly adjusted: string;
  readonly unclaimed: string;
  readonly fte: string;
}
export interface PrintedAdoption {
  readonly potential: string;
  readonly share: string | null;
}
/** Of which gross the confirmed amount was said, and whether that is still the figure's. */
export interface PrintedConfirmation {
  readonly ofGross: string;
  readonly isCurrent: boolean;
  readonly isReviewed: boolean;
}
export interface PrintedFigure {
  readonly id: string;
  readonly kind: FigureKind;
  /** The month that an adjustment corrects; an original has none. */
  readonly originalMonth?: Month;
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly evidence: EvidenceLevel;
  readonly month: Month;
  readonly state: PeriodState;
  readonly quantity: PrintedQuantity;
  readonly amount: PrintedAmount;
  readonly confirmation: PrintedConfirmation | null;
  readonly hours: PrintedHours | null;
  readonly adoption: PrintedAdoption | null;
  readonly rate: string | null;
  readonly complete: boolean;
  readonly reason: FigureReason | null;
  /** Only where exact numbers were asked for. */
  readonly exact?: PrintedExact;
}
export interface PrintedBenefitSum extends PrintedOutlook {
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly quantity: PrintedQuantity & { readonly mean: string | null };
  readonly amount: PrintedAmount;
  readonly hours: PrintedHours | null;
  readonly adoption: PrintedAdoption | null;
  readonly rate: string | null;
  readonly harvestRate: string | null;
  /** Whether every month of the range that the sum depends on is complete. */
  readonly complete: boolean;
  readonly reason: FigureReason | null;
  readonly exact?: PrintedExactSum;
}
export interface PrintedInitiativeSum {
  readonly initiative: string;
  readonly currency: string;
  readonly byType: readonly { readonly type: BenefitType; readonly unit: string; readonly gross: string | null; readonly adjusted: string | null }[];
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
  readonly warnings: readonly InitiativeWarning[];
  /** Only with the warning OVERLAP. */
  readonly overlaps?: readonly OwnOverlap[];
  readonly exact?: PrintedExactInitiative;
}

/** Working hours of a full-time year: 142 a month. */
const HOURS_PER_YEAR = rational('1704');

const amountText = (value: Rational | null): string | null => (value === null ? null : formatAmount(value));
const quantityText = (value: Rational | null): string | null => (value === null ? null : formatQuantity(value));

const printQuantity = ({ unit, estimated, low, high, actual, counted, excess }: ExactQuantity): PrintedQuantity => ({
  unit,
  estimated: quantityText(estimated),
  low: quantityText(low),
  high: quantityText(high),
  actual: quantityText(actual),
  counted: quantityText(counted),
  excess: quantityText(excess),
});

function printAmount(amount: ExactAmount, decided: DecidedAmounts, priceYear: number | null): PrintedAmount {
  const printed: PrintedAmount = {
    unit: amount.unit,
    estimated: amountText(amount.estimated),
    gross: amountText(amount.gross),
    adjusted: amountText(amount.adjusted),
    confirmed: amountText(decided.confirmed),
    harvested: amountText(decided.harvested),
    asReported: amountText(decided.asReported),
  };
  return priceYear === null ? printed : { ...printed, realGross: amountText(amount.realGross), realEstimated: amountText(amount.realEstimated) };
}

const printHours = (hours: Hours | null): PrintedHours | null =>
  hours && {
    gross: formatAmount(hours.gross),
    adjusted: formatAmount(hours.adjusted),
    unclaimed: formatAmount(hours.gross.sub(hours.redeployed)),
    fte: formatAmount(hours.gross.div(HOURS_PER_YEAR)),
  };

const printAdoption = (adoption: ExactAdoption | null): PrintedAdoption | null =>
  adoption && { potential: formatQuantity(adoption.potential), share: amountText(adoption.share) };

interface Named {
  readonly initiative: InitiativeTerms;
  readonly benefit: BenefitTerms;
  readonly priceYear: number | null;
}

const printConfirmation = (confirmation: Confirmation | null, gross: Rational | null): PrintedConfirmation | null =>
  confirmation && {
    ofGross: formatAmount(confirmation.ofGross),
    isCurrent: gross !== null && confirmation.ofGross.equals(gross),
    isReviewed: confirmation.isReviewed,
  };

/** What a row says beside what is computed of its month. */
export interface RowFacts {
  readonly state: PeriodState;
  readonly decided: DecidedAmounts;
  readonly confirmation: Confirmation | null;
  readonly adoption: ExactAdoption | null;
  readonly complete: boolean;
}

const headOf = ({ initiative, benefit }: Named) => ({ initiative: initiative.name, benefit: benefit.name, type: benefit.type, evidence: benefit.evidence });

export function printFigure(
  named: Named & { readonly tenant: string },
  { month, quantity, amount, hours, reason }: MonthFigure,
  { state, decided, confirmation, adoption, complete }: RowFacts,
): PrintedFigure {
  return {
    id: figureId({ tenant: named.tenant, initiative: named.initiative.name, benefit: named.benefit.name, month, originalMonth: null }),
    kind: 'ORIGINAL',
    ...headOf(named),
    month,
    state,
    quantity: printQuantity(quantity),
    amount: printAmount(amount, decided, named.priceYear),
    confirmation: printConfirmation(confirmation, amount.gross),
    hours: printHours(hours),
    adoption: printAdoption(adoption),
    rate: amountText(realisationRate(amount)),
    complete,
    reason,
  };
}

const NO_QUANTITY: ExactQuantity = { unit: null, estimated: null, low: null, likely: null, high: null, actual: null, counted: null, excess: null };
const NO_AMOUNT = { estimated: null, gross: null, adjusted: null, realEstimated: null, realGross: null };

/** A row whose only amount is what was booked later of an earlier month; without it, the units of then and now differ. */
export function printAdjustment(
  named: Named & { readonly tenant: string },
  { month, originalMonth, unit, amount }: Adjustment,
  { state, complete }: Pick<RowFacts, 'state' | 'complete'>,
): PrintedFigure {
  return {
    id: figureId({ tenant: named.tenant, initiative: named.initiative.name, benefit: named.benefit.name, month, originalMonth }),
    kind: 'ADJUSTMENT',
    originalMonth,
    ...headOf(named),
    month,
    state,
    quantity: printQuantity(NO_QUANTITY),
    amount: printAmount({ ...NO_AMOUNT, unit }, { confirmed: null, harvested: null, asReported: amount }, named.priceYear),
    confirmation: null,
    hours: null,
    adoption: null,
    rate: null,
    complete,
    reason: amount === null ? 'MIXED_UNITS' : null,
  };
}

export function printBenefitSum(
  named: Named,
  { quantity, amount, hours, reason }: RangeFigure,
  { adoption, decided, complete, outlook }: Pick<RowFacts, 'adoption' | 'decided' | 'complete'> & { readonly outlook: ExactOutlook },
): PrintedBenefitSum {
  return {
    initiative: named.initiative.name,
    benefit: named.benefit.name,
    type: named.benefit.type,
    quantity: { ...printQuantity(quantity), mean: quantityText(quantity.mean) },
    amount: printAmount(amount, decided, named.priceYear),
    hours: printHours(hours),
    adoption: printAdoption(adoption),
    rate: amountText(realisationRate(amount)),
    harvestRate: amountText(harvestRate(decided, amount.gross)),
    complete,
    ...printOutlook(outlook),
    reason,
  };
}

export function printInitiativeSum(initiative: InitiativeTerms, summed: ExactInitiativeSum): PrintedInitiativeSum {
  return {
    initiative: initiative.name,
    currency: initiative.currency,
    byType: summed.byType.map(({ type, unit, gross, adjusted }) => ({ type, unit, gross: amountText(gross), adjusted: amountText(adjusted) })),
    runningCost: formatAmount(summed.runningCost),
    oneOffCost: formatAmount(summed.oneOffCost),
    net: amountText(summed.net),
    cumulativeNet: amountText(summed.cumulativeNet),
    warnings: summed.warnings,
    ...(summed.overlaps.length > 0 && { overlaps: summed.overlaps }),
  };
}
