import { isZero, lastDay, monthOf, sum, ZERO, type Day, type Month, type Rational } from '@hemtag/kernel';
import { countDays, type CountedDay } from './cap.js';
import { estimateOf, type MonthEstimate } from './estimate.js';
import { amountUnit, parametersOn, type FormulaContext } from './formulas.js';
import { expectedUnit, type MeteredMonth } from './meter.js';
import { priceLevel } from './price-level.js';
import { countsFrom, reasonOf, valuesOf, type FigureReason } from './reason.js';
import { realise, type Hours, type Realised } from './realise.js';
import type { BenefitTerms, InitiativeTerms } from './terms.js';

export interface ExactQuantity {
  readonly unit: string | null;
  readonly estimated: Rational | null;
  readonly low: Rational | null;
  readonly likely: Rational | null;
  readonly high: Rational | null;
  /** Null, with `counted` and `excess`, where units are mixed. */
  readonly actual: Rational | null;
  readonly counted: Rational | null;
  readonly excess: Rational | null;
}

export interface ExactAmount {
  readonly unit: string | null;
  readonly estimated: Rational | null;
  readonly gross: Rational | null;
  readonly adjusted: Rational | null;
  readonly realEstimated: Rational | null;
  readonly realGross: Rational | null;
}

/** The figure of one benefit and month before anything is rounded. The amounts and hours of a disbenefit are negative. */
export interface MonthFigure {
  readonly month: Month;
  readonly quantity: ExactQuantity;
  readonly amount: ExactAmount;
  /** Null for every formula but time-saved, and where there is no gross. */
  readonly hours: Hours | null;
  readonly reason: FigureReason | null;
}

/** A benefit with what its figures depend on. */
export interface BenefitInForce {
  readonly initiative: InitiativeTerms;
  readonly benefit: BenefitTerms;
  readonly context: FormulaContext;
  readonly priceYear: number | null;
}

/**
 * The days that count, over all months in date order, with the cap filled from the first of them. A day counts from the process change and the first value on,
 * as long as a value is in force; a benefit without any value is followed up from the process change on. A month of mixed units counts nothing and fills nothing.
 */
function countedByMonth({ initiative, benefit, context }: BenefitInForce, metered: readonly MeteredMonth[]): Map<Month, CountedDay[]> {
  const from = countsFrom(initiative, benefit);
  const counts = (day: Day): boolean => from !== null && day >= from && (benefit.value.length === 0 || parametersOn(benefit.value, context, day) !== null);
  const days = metered.flatMap((month) => month.days).filter(({ day }) => counts(day));
  const byMonth = new Map<Month, CountedDay[]>();
  for (const counted of countDays(days, benefit.cap, benefit.baseline)) {
    const month = monthOf(counted.day);
    const known = byMonth.get(month);
    if (known) known.push(counted);
    else byMonth.set(month, [counted]);
  }
  return byMonth;
}

/** Nothing counts in a month before the first day that counts, whatever its units. */
function countsNothing({ initiative, benefit }: BenefitInForce, month: Month): boolean {
  const from = countsFrom(initiative, benefit);
  return from === null || lastDay(month) < from;
}

function quantityOf(subject: BenefitInForce, metered: MeteredMonth | null, days: readonly CountedDay[], estimate: MonthEstimate | null): ExactQuantity {
  const planned = { estimated: estimate?.quantity ?? null, low: estimate?.low ?? null, likely: estimate?.likely ?? null, high: estimate?.high ?? null };
  if (metered === null) {
    return { unit: expectedUnit(subject.benefit, subject.initiative.currency), ...planned, actual: ZERO, counted: ZERO, excess: ZERO };
  }
  if (metered.usage === null) {
    const known = countsNothing(subject, metered.month) ? ZERO : null;
    return { unit: null, ...planned, actual: null, counted: known, excess: known };
  }
  const { unit, quantity } = metered.usage;
  return { unit, ...planned, actual: quantity, counted: sum(days.map(({ counted }) => counted)), excess: sum(days.map(({ excess }) => excess)) };
}

function amountOf(subject: BenefitInForce, month: Month, realised: Realised | null, estimate: MonthEstimate | null): ExactAmount {
  const { initiative, benefit, context, priceYear } = subject;
  const sign = (value: Rational): Rational => (benefit.polarity === 'DISBENEFIT' ? value.neg() : value);
  const value = valuesOf(initiative, benefit, month).at(-1);
  const unit = value === undefined ? null : amountUnit(value, context);
  const estimated = estimate?.amount?.unit === unit ? sign(estimate.amount.value) : null;
  const gross = realised === null ? null : sign(realised.gross);
  const level = priceYear === null ? null : priceLevel(estimate?.terms.index ?? null, context, { month, priceYear });
  const real = (amount: Rational | null): Rational | null => (amount === null || level === null ? null : amount.div(level));
  return { unit, estimated, gross, adjusted: realised === null ? null : sign(realised.adjusted), realEstimated: real(estimated), realGross: real(gross) };
}

function hoursOf({ initiative, benefit }: BenefitInForce, month: Month, realised: Realised | null): Hours | null {
  if (realised === null || !valuesOf(initiative, benefit, month).some(({ formula }) => formula === 'time-saved')) return null;
  const { gross, adjusted, redeployed } = realised.hours;
  return benefit.polarity === 'DISBENEFIT' ? { gross: gross.neg(), adjusted: adjusted.neg(), redeployed: redeployed.neg() } : realised.hours;
}

function monthFigure(subject: BenefitInForce, month: Month, metered: MeteredMonth | null, days: readonly CountedDay[]): MonthFigure {
  const { initiative, benefit, context } = subject;
  const estimate = estimateOf(benefit, context, month);
  const realised = realise(days, benefit, context);
  const mixedUnits = metered?.usage === null || realised.units.size > 1;
  const reason = reasonOf(initiative, benefit, { month, mixedUnits });
  const shown = reason === null ? realised : null;
  return {
    month,
    quantity: quantityOf(subject, metered, days, estimate),
    amount: amountOf(subject, month, shown, estimate),
    hours: hoursOf(subject, month, shown),
    reason,
  };
}

/** The figures of a benefit: one for each month with usage, and for each further month of `planned` that has an estimate or is `kept`; in order of month. */
export function monthFigures(
  subject: BenefitInForce,
  metered: readonly MeteredMonth[],
  planned: readonly Month[],
  kept: ReadonlyMap<Month, unknown> = new Map(),
): MonthFigure[] {
  const counted = countedByMonth(subject, metered);
  const used = new Map(metered.map((month) => [month.month, month]));
  const estimated = planned.filter((month) => !used.has(month) && (kept.has(month) || estimateOf(subject.benefit, subject.context, month) !== null));
  return [...used.keys(), ...estimated].sort().map((month) => monthFigure(subject, month, used.get(month) ?? null, counted.get(month) ?? []));
}

/** 100 × gross / estimated amount; null where one is missing or the estimate is 0. */
export function realisationRate({ gross, estimated }: ExactAmount): Rational | null {
  return gross === null || estimated === null || isZero(estimated) ? null : gross.div(estimated).mul(100n);
}
