import { formatAmount, formatQuantity, rational, type Month, type Rational } from '@hemtag/kernel';
import type { ExactAdoption, RangeFigure } from './benefit-sum.js';
import type { ExactForecast, ForecastMethod } from './forecast.js';
import type { ExactInitiativeSum, InitiativeWarning } from './initiative-sum.js';
import { realisationRate, type ExactAmount, type ExactQuantity, type MonthFigure } from './month-figure.js';
import type { Hours } from './realise.js';
import type { FigureReason } from './reason.js';
import type { BenefitTerms, BenefitType, EvidenceLevel, InitiativeTerms } from './terms.js';
import type { ExactUnrealised, ExactVariance } from './variance.js';

/** Figures as contract section 4 prints them: decimal text, amounts and rates with 2 decimals, quantities with at most 6. This file is the only one that rounds. */
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
  /** Confirmation, harvest and period close have no facts yet. */
  readonly confirmed: null;
  readonly harvested: null;
  readonly asReported: null;
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
export interface PrintedFigure {
  readonly id: string;
  readonly kind: 'ORIGINAL';
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly evidence: EvidenceLevel;
  readonly month: Month;
  readonly state: 'OPEN';
  readonly quantity: PrintedQuantity;
  readonly amount: PrintedAmount;
  readonly hours: PrintedHours | null;
  readonly adoption: PrintedAdoption | null;
  readonly rate: string | null;
  readonly complete: boolean;
  readonly reason: FigureReason | null;
}
export interface PrintedBenefitSum {
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly quantity: PrintedQuantity & { readonly mean: string | null };
  readonly amount: PrintedAmount;
  readonly hours: PrintedHours | null;
  readonly adoption: PrintedAdoption | null;
  readonly rate: string | null;
  readonly harvestRate: null;
  readonly forecast: { readonly method: ForecastMethod; readonly amount: string | null; readonly plan: string | null };
  readonly variance: { readonly total: string; readonly volume: string; readonly price: string; readonly adjustment: string } | null;
  readonly unrealised: { readonly plan: string | null; readonly potential: string | null };
  readonly reason: FigureReason | null;
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

function printAmount(amount: ExactAmount, priceYear: number | null): PrintedAmount {
  const printed: PrintedAmount = {
    unit: amount.unit,
    estimated: amountText(amount.estimated),
    gross: amountText(amount.gross),
    adjusted: amountText(amount.adjusted),
    confirmed: null,
    harvested: null,
    asReported: null,
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

/** A figure's id is a function of what it is about, so that it survives a rebuild. */
const figureId = (tenant: string, { initiative, benefit }: Named, month: Month): string => `${tenant}:${initiative.name}:${benefit.name}:${month}`;

export function printFigure(
  named: Named & { readonly tenant: string },
  { month, quantity, amount, hours, reason }: MonthFigure,
  { adoption, complete }: { readonly adoption: ExactAdoption | null; readonly complete: boolean },
): PrintedFigure {
  return {
    id: figureId(named.tenant, named, month),
    kind: 'ORIGINAL',
    initiative: named.initiative.name,
    benefit: named.benefit.name,
    type: named.benefit.type,
    evidence: named.benefit.evidence,
    month,
    state: 'OPEN',
    quantity: printQuantity(quantity),
    amount: printAmount(amount, named.priceYear),
    hours: printHours(hours),
    adoption: printAdoption(adoption),
    rate: amountText(realisationRate(amount)),
    complete,
    reason,
  };
}

interface SumParts {
  readonly adoption: ExactAdoption | null;
  readonly forecast: ExactForecast;
  readonly variance: ExactVariance | null;
  readonly unrealised: ExactUnrealised;
}

const printForecast = ({ method, amount, plan }: ExactForecast): PrintedBenefitSum['forecast'] => ({
  method,
  amount: amountText(amount),
  plan: amountText(plan),
});

const printVariance = (variance: ExactVariance | null): PrintedBenefitSum['variance'] =>
  variance && {
    total: formatAmount(variance.total),
    volume: formatAmount(variance.volume),
    price: formatAmount(variance.price),
    adjustment: formatAmount(variance.adjustment),
  };

export function printBenefitSum(
  named: Named,
  { quantity, amount, hours, reason }: RangeFigure,
  { adoption, forecast, variance, unrealised }: SumParts,
): PrintedBenefitSum {
  return {
    initiative: named.initiative.name,
    benefit: named.benefit.name,
    type: named.benefit.type,
    quantity: { ...printQuantity(quantity), mean: quantityText(quantity.mean) },
    amount: printAmount(amount, named.priceYear),
    hours: printHours(hours),
    adoption: printAdoption(adoption),
    rate: amountText(realisationRate(amount)),
    harvestRate: null,
    forecast: printForecast(forecast),
    variance: printVariance(variance),
    unrealised: { plan: amountText(unrealised.plan), potential: amountText(unrealised.potential) },
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
  };
}
