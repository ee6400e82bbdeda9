import type { Month } from '@hemtag/kernel';
import type { Name } from './statement-lines.js';
import type { BenefitType } from './vocabulary.js';

/** 5. Series as data, two decimals each; a chart is drawn from them and nothing else, and its text alternative too. */
export interface StatementCharts {
  /** One for each type and unit with an estimate or an amount. */
  readonly cumulative: readonly CumulativeChart[];
  readonly waterfalls: readonly WaterfallChart[];
  /** Benefits whose whole channel is metered. */
  readonly adoption: readonly AdoptionChart[];
  /** Benefits with something left to realise, by type and unit, the largest first. */
  readonly potential: readonly PotentialBar[];
  /** Initiatives with costs and a net. */
  readonly payback: readonly PaybackChart[];
}
/** The calendar year, summed up month by month. */
export interface CumulativeChart {
  readonly type: BenefitType;
  readonly unit: string;
  readonly points: readonly {
    readonly month: Month;
    readonly estimated: string | null;
    /** The band of the estimates, low ≤ high; null from the first month on in which a benefit has an estimate and no band. */
    readonly low: string | null;
    readonly high: string | null;
    /** Gross up to the period's end; null after it. */
    readonly realised: string | null;
  }[];
}
/** Estimate → volume → price → adjustment → realised, of the period; the steps are rounded one by one and `rounding` makes them add up. */
export interface WaterfallChart {
  readonly type: BenefitType;
  readonly unit: string;
  readonly estimated: string;
  readonly volume: string;
  readonly price: string;
  readonly adjustment: string;
  /** Adjusted amounts of benefits without an estimate. */
  readonly withoutEstimate: string;
  /** Estimates of benefits whose amount cannot be split or is not known, taken off, and what they gave. */
  readonly notSplit: string;
  readonly rounding: string;
  /** Adjusted. */
  readonly realised: string;
}
export interface AdoptionChart {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly unit: string | null;
  /** The share from which on operation is paid, in percent. */
  readonly breakEvenShare: string | null;
  /** January up to the period's end. */
  readonly points: readonly { readonly month: Month; readonly actual: string | null; readonly potential: string | null; readonly share: string | null }[];
}
export interface PotentialBar {
  readonly initiative: Name;
  readonly benefit: Name;
  readonly type: BenefitType;
  readonly unit: string;
  /** Of the year to date: what the estimate, and the whole channel, would still have given. */
  readonly plan: string | null;
  readonly potential: string | null;
}
export interface PaybackChart {
  readonly initiative: Name;
  readonly type: BenefitType;
  readonly currency: string;
  readonly oneOffCost: string;
  /** Months from the go-live until everything spent was paid back; null where it is not. */
  readonly paybackMonths: string | null;
  readonly points: readonly { readonly month: Month; readonly cumulativeNet: string }[];
}
