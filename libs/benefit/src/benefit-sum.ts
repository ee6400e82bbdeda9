import { isZero, rational, sum, type Month, type Rational } from '@hemtag/kernel';
import type { ExactAmount, ExactQuantity, MonthFigure } from './month-figure.js';
import type { MeteredMonth } from './meter.js';
import type { Hours } from './realise.js';
import type { FigureReason } from './reason.js';

/** The figures of a benefit over a range of months. */
export interface RangeFigure {
  readonly quantity: ExactQuantity & { readonly mean: Rational | null };
  readonly amount: ExactAmount;
  readonly hours: Hours | null;
  readonly reason: FigureReason | null;
}

const FOUR = rational('4');
const SIX = rational('6');

const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null);

/** The sum of what there is; null where there is nothing. */
export function sumKnown(values: readonly (Rational | null)[]): Rational | null {
  const known = present(values);
  return known.length === 0 ? null : sum(known);
}

/** The sum only where nothing is missing: half a band, or half an amount in real prices, would be compared with a whole. */
const sumWhole = (values: readonly (Rational | null)[]): Rational | null => (values.includes(null) ? null : sumKnown(values));

const distinct = (values: readonly (string | null)[]): string[] => [...new Set(present(values))];

function sumQuantities(figures: readonly MonthFigure[], meterUnit: string | null): RangeFigure['quantity'] {
  const quantities = figures.map(({ quantity }) => quantity);
  const [unit = null, ...others] = distinct(quantities.map((quantity) => quantity.unit));
  const mixed = others.length > 0 || quantities.some(({ actual }) => actual === null);
  const planned = quantities.filter(({ estimated }) => estimated !== null);
  const [low, likely, high] = (['low', 'likely', 'high'] as const).map((member) => sumWhole(planned.map((quantity) => quantity[member])));
  const used = mixed ? [] : quantities;
  return {
    unit: mixed ? null : (unit ?? meterUnit),
    estimated: sumKnown(planned.map(({ estimated }) => estimated)),
    low: low ?? null,
    likely: likely ?? null,
    high: high ?? null,
    mean: low && likely && high ? low.add(likely.mul(FOUR)).add(high).div(SIX) : null,
    actual: sumKnown(used.map(({ actual }) => actual)),
    counted: sumKnown(used.map(({ counted }) => counted)),
    excess: sumKnown(used.map(({ excess }) => excess)),
  };
}

function sumAmounts(figures: readonly MonthFigure[], unit: string | null): ExactAmount {
  const amounts = figures.map(({ amount }) => amount);
  const realised = amounts.filter(({ gross }) => gross !== null);
  const planned = amounts.filter(({ estimated }) => estimated !== null);
  return {
    unit,
    estimated: sumKnown(planned.map(({ estimated }) => estimated)),
    gross: sumKnown(realised.map(({ gross }) => gross)),
    adjusted: sumKnown(realised.map(({ adjusted }) => adjusted)),
    realEstimated: sumWhole(planned.map(({ realEstimated }) => realEstimated)),
    realGross: sumWhole(realised.map(({ realGross }) => realGross)),
  };
}

function sumHours(figures: readonly MonthFigure[]): Hours | null {
  const hours = present(figures.map((figure) => figure.hours));
  const total = (member: keyof Hours): Rational => sum(hours.map((entry) => entry[member]));
  return hours.length === 0 ? null : { gross: total('gross'), adjusted: total('adjusted'), redeployed: total('redeployed') };
}

/**
 * Sums the months of a range: gross is the sum of the months that have one, null if none has; then the reason is the first among the months.
 * Quantities of more than one unit are no sum, and neither are amounts where the formula changed its unit.
 * `units` are those of the meter and the amount where no month tells.
 */
export function sumMonths(figures: readonly MonthFigure[], units: { readonly meter: string | null; readonly amount: string | null }): RangeFigure {
  const quantity = sumQuantities(figures, units.meter);
  const amountUnits = distinct(figures.filter(({ amount }) => amount.gross !== null || amount.estimated !== null).map(({ amount }) => amount.unit));
  if (amountUnits.length > 1) return { quantity, amount: sumAmounts([], units.amount), hours: null, reason: 'MIXED_UNITS' };
  const amount = sumAmounts(figures, amountUnits[0] ?? units.amount);
  const reason = amount.gross === null ? (present(figures.map((figure) => figure.reason))[0] ?? null) : null;
  return { quantity, amount, hours: sumHours(figures), reason };
}

export interface ExactAdoption {
  readonly potential: Rational;
  /** 100 × actual / potential; null where either is missing or the potential is 0. */
  readonly share: Rational | null;
}

/** Adoption over months: the usage of the whole channel, also of months in which the benefit itself has none. Null where the channel's units are mixed. */
export function adoptionOf(actual: Rational | null, potential: readonly MeteredMonth[], months: { from: Month; to: Month }): ExactAdoption | null {
  const usages = potential.filter(({ month }) => month >= months.from && month <= months.to).map(({ usage }) => usage);
  if (usages.includes(null) || distinct(usages.map((usage) => usage?.unit ?? null)).length > 1) return null;
  const total = sum(present(usages).map(({ quantity }) => quantity));
  return { potential: total, share: actual === null || isZero(total) ? null : actual.div(total).mul(100n) };
}
