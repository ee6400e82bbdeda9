import { isZero, ZERO, type Month, type Rational } from '@hemtag/kernel';
import { sumKnown, type RangeFigure } from './benefit-sum.js';
import { oneOffCost, runningCost } from './costs.js';
import { amountUnit, type FormulaContext } from './formulas.js';
import type { MonthFigure } from './month-figure.js';
import type { BenefitName } from './overlap.js';
import { BENEFIT_TYPE_ORDER, type BenefitTerms, type BenefitType, type InitiativeTerms } from './terms.js';

export interface ExactTypeSum {
  readonly type: BenefitType;
  readonly unit: string;
  readonly gross: Rational | null;
  readonly adjusted: Rational | null;
}

export type InitiativeWarning = 'NET_UNDEFINED' | 'NO_RUNNING_COST' | 'THIN_SLICE' | 'OVERLAP';

export interface ExactInitiativeSum {
  readonly byType: readonly ExactTypeSum[];
  readonly runningCost: Rational;
  readonly oneOffCost: Rational;
  readonly net: Rational | null;
  readonly cumulativeNet: Rational | null;
  readonly warnings: readonly InitiativeWarning[];
  readonly overlaps: readonly OwnOverlap[];
}

/** A benefit of the initiative, and another one, of any initiative, that can count the same usage. */
export interface OwnOverlap {
  readonly benefit: string;
  readonly with: BenefitName;
}

export interface InitiativeRange {
  readonly benefits: readonly SummedBenefit[];
  /** Both months are included. */
  readonly from: Month;
  readonly to: Month;
  /** Hours a year; null: no threshold. */
  readonly thinSliceHours: Rational | null;
  readonly overlaps: readonly OwnOverlap[];
}

/** A benefit of the initiative with its figures: all months up to the end of the range, and the sum of the range. */
export interface SummedBenefit {
  readonly benefit: BenefitTerms;
  readonly figures: readonly MonthFigure[];
  readonly range: RangeFigure;
}

/** Groups by type and unit, because neither types nor units are ever one sum; a benefit without a known unit has no amount to add. */
export function sumByType(benefits: readonly SummedBenefit[]): ExactTypeSum[] {
  return BENEFIT_TYPE_ORDER.flatMap((type) => {
    const ofType = benefits.filter(({ benefit }) => benefit.type === type).map(({ range }) => range.amount);
    const units = new Set(ofType.flatMap(({ unit }) => (unit === null ? [] : [unit])));
    return [...units].sort().map((unit) => {
      const amounts = ofType.filter((amount) => amount.unit === unit);
      return { type, unit, gross: sumKnown(amounts.map(({ gross }) => gross)), adjusted: sumKnown(amounts.map(({ adjusted }) => adjusted)) };
    });
  });
}

/** The type whose gross carries the costs: `netOf`, else FINANCIAL where there is one, else the only monetary type; null where that leaves it open. */
export function netType(initiative: InitiativeTerms, context: FormulaContext): BenefitType | null {
  const types = new Set(initiative.benefits.map(({ type }) => type));
  if (initiative.netOf !== null) return types.has(initiative.netOf) ? initiative.netOf : null;
  if (types.has('FINANCIAL')) return 'FINANCIAL';
  const isMonetary = ({ value }: BenefitTerms): boolean => value.some((version) => amountUnit(version, context) === initiative.currency);
  const [only, ...others] = new Set(initiative.benefits.filter(isMonetary).map(({ type }) => type));
  return only === undefined || others.length > 0 ? null : only;
}

/**
 * Gross of the months in the initiative's currency. Before the process change, or without usage, it is 0 and the costs run; where every month lacks an amount
 * for another reason the gross is unknown, and so is what costs would leave of it.
 */
export function netGross(figures: readonly MonthFigure[], currency: string): Rational | null {
  const gross = sumKnown(figures.filter(({ amount }) => amount.unit === currency).map(({ amount }) => amount.gross));
  const unknown = figures.some(({ amount, reason }) => amount.unit !== currency || (reason !== null && reason !== 'BEFORE_PROCESS_CHANGE'));
  return gross ?? (unknown ? null : ZERO);
}

/** Whether the time that a benefit sets free, put on a year by the months of the range that have any, stays below the municipality's threshold. */
function isThinSlice(
  { benefit, figures, range }: SummedBenefit,
  { from, to, thinSliceHours }: Pick<InitiativeRange, 'from' | 'to' | 'thinSliceHours'>,
): boolean {
  if (thinSliceHours === null || range.hours === null || benefit.polarity === 'DISBENEFIT') return false;
  const months = figures.filter(({ month, hours }) => month >= from && month <= to && hours !== null && !isZero(hours.gross)).length;
  return months > 0 && range.hours.gross.mul(12n).div(BigInt(months)).compare(thinSliceHours) < 0;
}

/** Costs and net of an initiative: contract section 4, "Costs". `cumulativeNet` takes all months up to `to`, and everything dated up to its end. */
export function sumInitiative(
  initiative: InitiativeTerms,
  context: FormulaContext,
  { benefits, from, to, thinSliceHours, overlaps }: InitiativeRange,
): ExactInitiativeSum {
  const type = netType(initiative, context);
  const carrying = type === null ? null : benefits.filter(({ benefit }) => benefit.type === type).flatMap(({ figures }) => figures);
  const inRange = carrying?.filter(({ month }) => month >= from && month <= to) ?? null;
  const netOf = (figures: readonly MonthFigure[] | null, costs: Rational): Rational | null =>
    (figures === null ? null : netGross(figures, initiative.currency))?.sub(costs) ?? null;
  const running = runningCost(initiative.costs, { from, to });
  const oneOff = oneOffCost(initiative.costs, to);
  const net = netOf(inRange, running);
  const warnings: InitiativeWarning[] = [];
  if (net === null) warnings.push('NET_UNDEFINED');
  if (!initiative.costs.some(({ kind }) => kind === 'RUNNING')) warnings.push('NO_RUNNING_COST');
  if (benefits.some((benefit) => isThinSlice(benefit, { from, to, thinSliceHours }))) warnings.push('THIN_SLICE');
  if (overlaps.length > 0) warnings.push('OVERLAP');
  return {
    byType: sumByType(benefits),
    runningCost: running,
    oneOffCost: oneOff,
    net,
    cumulativeNet: netOf(carrying, runningCost(initiative.costs, { from: null, to }).add(oneOff)),
    warnings,
    overlaps,
  };
}
