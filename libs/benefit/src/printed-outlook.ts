import { formatAmount, type Rational } from '@hemtag/kernel';
import type { ExactForecast, ForecastMethod } from './forecast.js';
import type { ExactUnrealised, ExactVariance } from './variance.js';

/** What a benefit's sum says of the year, of the estimate and of what is left, before anything is rounded. */
export interface ExactOutlook {
  readonly forecast: ExactForecast;
  readonly variance: ExactVariance | null;
  readonly unrealised: ExactUnrealised;
}

export interface PrintedOutlook {
  readonly forecast: { readonly method: ForecastMethod; readonly amount: string | null; readonly plan: string | null };
  readonly variance: { readonly total: string; readonly volume: string; readonly price: string; readonly adjustment: string } | null;
  readonly unrealised: { readonly plan: string | null; readonly potential: string | null };
}

const amountText = (value: Rational | null): string | null => (value === null ? null : formatAmount(value));

const printVariance = (variance: ExactVariance | null): PrintedOutlook['variance'] =>
  variance && {
    total: formatAmount(variance.total),
    volume: formatAmount(variance.volume),
    price: formatAmount(variance.price),
    adjustment: formatAmount(variance.adjustment),
  };

export const printOutlook = ({ forecast, variance, unrealised }: ExactOutlook): PrintedOutlook => ({
  forecast: { method: forecast.method, amount: amountText(forecast.amount), plan: amountText(forecast.plan) },
  variance: printVariance(variance),
  unrealised: { plan: amountText(unrealised.plan), potential: amountText(unrealised.potential) },
});
