import { exactText, formatAmount, isZero, rational } from '@hemtag/kernel';
import { amountText, known, percent, quantityText } from './exact.js';
import type { Amounts, BenefitSumFacts, Quantities } from './figure-facts.js';
import type { ConfirmationFacts } from './facts.js';
import { benefitKey, type Portfolio, type PortfolioBenefit, type PortfolioInitiative } from './portfolio.js';
import type { BenefitLine, InitiativeLine, LineConfirmation, NetAmounts, RangeAmounts } from './statement-lines.js';
import type { BenefitType } from './vocabulary.js';

export const NO_AMOUNTS: Amounts = { estimated: null, gross: null, adjusted: null, confirmed: null, harvested: null, asReported: null };

/** Whether an amount of the type is a saving at all; of those that are, only what was confirmed may be called one. */
export const mayBeSaving = ({ type, isMoney }: { readonly type: BenefitType; readonly isMoney: boolean }): boolean =>
  isMoney && (type === 'FINANCIAL' || type === 'AVOIDANCE');

/**
 * What may be called a saving ("besparing"): of FINANCIAL and AVOIDANCE, in money, and of both only what the benefit owner has confirmed. Everything else, however
 * large, is a benefit of its type. Null where nothing of the kind can be a saving.
 */
export function savingOf(
  of: { readonly type: BenefitType; readonly isMoney: boolean },
  { period, yearToDate }: { readonly period: Pick<Amounts, 'confirmed'>; readonly yearToDate: Pick<Amounts, 'confirmed'> },
): { readonly period: string | null; readonly yearToDate: string | null } | null {
  return mayBeSaving(of) ? { period: period.confirmed, yearToDate: yearToDate.confirmed } : null;
}

/** Exact amounts of a range in the unit of the line. */
export function amountsOf(of: PortfolioBenefit, range: 'period' | 'yearToDate'): Amounts {
  const { [range]: summed } = of;
  return summed.amount.unit === of.unit ? summed.exact.amount : NO_AMOUNTS;
}

export function printAmounts(exact: Amounts): RangeAmounts {
  const [estimated, gross] = [known(exact.estimated), known(exact.gross)];
  return {
    estimated: amountText(estimated),
    gross: amountText(gross),
    adjusted: amountText(known(exact.adjusted)),
    confirmed: amountText(known(exact.confirmed)),
    harvested: amountText(known(exact.harvested)),
    asReported: amountText(known(exact.asReported)),
    rate: amountText(percent(gross, estimated)),
  };
}

const quantities = ({ quantity: { estimated, low, high, actual, counted, excess } }: BenefitSumFacts): Quantities => ({
  estimated,
  low,
  high,
  actual,
  counted,
  excess,
});

function perUnit({ exact }: BenefitSumFacts): string | null {
  const [gross, counted] = [known(exact.amount.gross), known(exact.quantity.counted)];
  return gross === null || counted === null || isZero(counted) ? null : quantityText(gross.div(counted));
}

function confirmationOf(of: PortfolioBenefit, months: ReadonlySet<string>, said: readonly ConfirmationFacts[]): LineConfirmation | null {
  const newest = said.filter(({ month }) => months.has(month)).sort((a, b) => (a.month < b.month ? 1 : -1))[0];
  if (newest === undefined) return null;
  const rows = of.figures.filter(({ kind, month, amount }) => kind === 'ORIGINAL' && months.has(month) && amount.gross !== null);
  return {
    by: newest.confirmedBy,
    at: newest.confirmedAt,
    reviewedBy: newest.reviewedBy,
    reviewedAt: newest.reviewedAt,
    months: rows.length,
    confirmedMonths: rows.filter(({ confirmation }) => confirmation?.isCurrent === true).length,
  };
}

interface LineContext {
  readonly months: ReadonlySet<string>;
  readonly isFinal: boolean;
  readonly said: readonly ConfirmationFacts[];
}

function benefitLine(of: PortfolioBenefit, { months, isFinal, said }: LineContext): BenefitLine {
  const { initiative, benefit, names, unit, isMoney, period, yearToDate } = of;
  const amounts = { period: printAmounts(amountsOf(of, 'period')), yearToDate: printAmounts(amountsOf(of, 'yearToDate')) };
  const { method, amount, plan } = yearToDate.forecast;
  return {
    ...names,
    department: initiative.department,
    responsibilityUnit: initiative.responsibilityUnit,
    benefitOwner: initiative.benefitOwner,
    type: benefit.type,
    polarity: benefit.polarity,
    evidence: benefit.evidence,
    status: benefit.status,
    unit,
    isMoney,
    quantityUnit: period.quantity.unit,
    quantity: quantities(period),
    perUnit: perUnit(period),
    ...amounts,
    yearToDateQuantity: quantities(yearToDate),
    forecast: { method, amount, plan },
    variance: period.variance,
    unrealised: { plan: yearToDate.unrealised.plan, potential: yearToDate.unrealised.potential },
    hours: period.hours,
    adoption: period.adoption,
    harvestRate: yearToDate.harvestRate,
    reason: period.reason,
    isComplete: period.complete,
    isPreliminary: !isFinal || !period.complete,
    confirmation: confirmationOf(of, months, said),
    calledSaving: savingOf({ type: benefit.type, isMoney }, amounts),
    figures: of.figures.filter(({ month }) => months.has(month)).map(({ id }) => id),
  };
}

/** 3. One line for each benefit of the register, also where nothing was used. */
export function benefitLines({ facts, benefits }: Portfolio, isFinal: boolean): BenefitLine[] {
  const months = new Set(facts.period.months);
  const confirmations = Map.groupBy(facts.confirmations, benefitKey);
  return benefits.map((of) => benefitLine(of, { months, isFinal, said: confirmations.get(benefitKey(of.period)) ?? [] }));
}

/** Exact gross, running cost and net of a range; gross and net null where the net is not defined. */
export function netOf(
  of: PortfolioInitiative,
  range: 'period' | 'yearToDate',
): { readonly gross: string | null; readonly runningCost: string; readonly net: string | null } {
  const { [range]: { exact } } = of; // prettier-ignore
  const net = known(exact.net);
  return { gross: net === null ? null : exactText(net.add(rational(exact.runningCost))), runningCost: exact.runningCost, net: exact.net };
}

export const printNet = ({ gross, runningCost, net }: ReturnType<typeof netOf>): NetAmounts => ({
  gross: amountText(known(gross)),
  runningCost: formatAmount(rational(runningCost)),
  net: amountText(known(net)),
});

export const initiativeLines = ({ initiatives }: Portfolio): InitiativeLine[] =>
  initiatives.map((of) => ({
    initiative: of.name,
    department: of.initiative.department,
    responsibilityUnit: of.initiative.responsibilityUnit,
    currency: of.initiative.currency,
    netType: of.period.exact.netType,
    period: printNet(netOf(of, 'period')),
    yearToDate: printNet(netOf(of, 'yearToDate')),
    oneOffCost: of.yearToDate.oneOffCost,
    cumulativeNet: of.yearToDate.cumulativeNet,
    isComplete: of.period.complete,
    warnings: of.period.warnings,
  }));
