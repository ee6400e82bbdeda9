import { exactText, type Month, type Rational } from '@hemtag/kernel';
import type { InitiativeMonth } from './net-by-month.js';
import type { ExactInitiativeSum } from './initiative-sum.js';
import type { ExactAmount, ExactQuantity } from './month-figure.js';
import type { Adjustment } from './periods/adjustments.js';
import type { DecidedAmounts } from './periods/decided-amounts.js';
import type { ExactOutlook } from './printed-outlook.js';
import type { Hours } from './realise.js';
import type { BenefitType } from './terms.js';

/** Numbers as they are before anything is rounded, `n` or `n/d`: for whoever adds figures up. */
type Members<Name extends string> = Readonly<Record<Name, string | null>>;

export interface PrintedExact {
  readonly quantity: Members<'estimated' | 'low' | 'high' | 'actual' | 'counted' | 'excess'>;
  readonly amount: Members<'estimated' | 'gross' | 'adjusted' | 'confirmed' | 'harvested' | 'asReported'>;
  readonly hours: Readonly<Record<'gross' | 'adjusted' | 'unclaimed', string>> | null;
}
export interface PrintedExactSum extends PrintedExact {
  readonly forecast: Members<'amount' | 'plan'>;
  readonly variance: Readonly<Record<'total' | 'volume' | 'price' | 'adjustment', string>> | null;
  /** Sources that its meters name, or that have ever sent what they match, in order. */
  readonly sources: readonly string[];
}
export interface PrintedExactMonth {
  readonly month: Month;
  readonly gross: string | null;
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
}
export interface PrintedExactInitiative {
  /** Whose gross carries the costs; null where that is open. */
  readonly netType: BenefitType | null;
  readonly runningCost: string;
  readonly oneOffCost: string;
  readonly net: string | null;
  readonly cumulativeNet: string | null;
  /** From the first cost or figure up to the end of the range. */
  readonly months: readonly PrintedExactMonth[];
}

const text = (value: Rational | null): string | null => (value === null ? null : exactText(value));

export function printExact(
  { quantity, amount, hours }: { readonly quantity: ExactQuantity; readonly amount: ExactAmount; readonly hours: Hours | null },
  { confirmed, harvested, asReported }: DecidedAmounts,
): PrintedExact {
  return {
    quantity: {
      estimated: text(quantity.estimated),
      low: text(quantity.low),
      high: text(quantity.high),
      actual: text(quantity.actual),
      counted: text(quantity.counted),
      excess: text(quantity.excess),
    },
    amount: {
      estimated: text(amount.estimated),
      gross: text(amount.gross),
      adjusted: text(amount.adjusted),
      confirmed: text(confirmed),
      harvested: text(harvested),
      asReported: text(asReported),
    },
    hours: hours && { gross: exactText(hours.gross), adjusted: exactText(hours.adjusted), unclaimed: exactText(hours.gross.sub(hours.redeployed)) },
  };
}

/** An adjustment has one amount. */
export const printExactAdjustment = ({ amount }: Adjustment): PrintedExact => ({
  quantity: { estimated: null, low: null, high: null, actual: null, counted: null, excess: null },
  amount: { estimated: null, gross: null, adjusted: null, confirmed: null, harvested: null, asReported: text(amount) },
  hours: null,
});

export const printExactOutlook = ({ forecast, variance }: ExactOutlook): Pick<PrintedExactSum, 'forecast' | 'variance'> => ({
  forecast: { amount: text(forecast.amount), plan: text(forecast.plan) },
  variance: variance && {
    total: exactText(variance.total),
    volume: exactText(variance.volume),
    price: exactText(variance.price),
    adjustment: exactText(variance.adjustment),
  },
});

export const printExactInitiative = (summed: ExactInitiativeSum, netType: BenefitType | null, months: readonly InitiativeMonth[]): PrintedExactInitiative => ({
  netType,
  runningCost: exactText(summed.runningCost),
  oneOffCost: exactText(summed.oneOffCost),
  net: text(summed.net),
  cumulativeNet: text(summed.cumulativeNet),
  months: months.map(({ month, gross, runningCost, oneOffCost, net, cumulativeNet }) => ({
    month,
    gross: text(gross),
    runningCost: exactText(runningCost),
    oneOffCost: exactText(oneOffCost),
    net: text(net),
    cumulativeNet: text(cumulativeNet),
  })),
});
