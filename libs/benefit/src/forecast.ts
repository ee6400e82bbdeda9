import { addMonths, isZero, monthRange, rational, unreachable, type Month, type Rational } from '@hemtag/kernel';
import { sumKnown, sumMonths } from './benefit-sum.js';
import { monthFigures, type BenefitInForce, type MonthFigure } from './month-figure.js';

export const FORECAST_METHODS = ['seasonal', 'plan-remaining', 'run-rate'] as const;
/**
 * How a calendar year is forecast from its months so far. `seasonal`: what remains of the estimate, scaled by realised / estimated so far. `plan-remaining`: what
 * remains of the estimate as it is. `run-rate`: the mean month so far times twelve, which is wrong wherever months differ.
 */
export type ForecastMethod = (typeof FORECAST_METHODS)[number];

export interface ExactForecast {
  readonly method: ForecastMethod;
  /** Gross of the whole calendar year; null where nothing is realised, or the method needs an estimate that is missing or 0. */
  readonly amount: Rational | null;
  /** The estimates of the twelve months; null without any. */
  readonly plan: Rational | null;
}

const MONTHS_PER_YEAR = rational('12');
const januaryOf = (month: Month): Month => `${month.slice(0, 4)}-01`;
const decemberOf = (month: Month): Month => `${month.slice(0, 4)}-12`;

/** The first month whose figures a forecast needs, with the range that is asked for. */
export const forecastFrom = ({ from, to }: { readonly from: Month; readonly to: Month }): Month => (from < januaryOf(to) ? from : januaryOf(to));

interface YearSoFar {
  readonly gross: Rational;
  readonly estimated: Rational | null;
  readonly remaining: Rational | null;
  readonly months: Rational;
}

function amountBy(method: ForecastMethod, { gross, estimated, remaining, months }: YearSoFar): Rational | null {
  switch (method) {
    case 'seasonal':
      if (estimated === null || isZero(estimated)) return null;
      return remaining === null ? gross : gross.add(remaining.mul(gross).div(estimated));
    case 'plan-remaining':
      return estimated === null && remaining === null ? null : gross.add(remaining ?? 0n);
    case 'run-rate':
      return gross.div(months).mul(MONTHS_PER_YEAR);
    default:
      return unreachable(method);
  }
}

/**
 * The forecast of the calendar year of `to`: contract section 4, "Forecast"; domain.md d6. `figures` are those of all months from January to `to`, also the ones
 * before the range that is asked for; later facts take no part.
 */
export function forecastOf(
  subject: BenefitInForce,
  { figures, to, method }: { readonly figures: readonly MonthFigure[]; readonly to: Month; readonly method: ForecastMethod },
): ExactForecast {
  const units = { meter: null, amount: null };
  const soFar = sumMonths(
    figures.filter(({ month }) => month >= januaryOf(to) && month <= to),
    units,
  ).amount;
  const remaining = sumMonths(monthFigures(subject, [], monthRange(addMonths(to, 1), decemberOf(to))), units).amount.estimated;
  const months = rational(BigInt(to.slice(5, 7)));
  const { gross, estimated } = soFar;
  return {
    method,
    amount: gross === null ? null : amountBy(method, { gross, estimated, remaining, months }),
    plan: sumKnown([estimated, remaining]),
  };
}
