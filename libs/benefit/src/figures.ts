import { formatInstant, lastDay, monthRange, type Instant, type Month } from '@hemtag/kernel';
import { adoptionOf, sumMonths, type ExactAdoption } from './benefit-sum.js';
import { completeness, type Completeness, type IncompleteDay, type SourceActivity, type SourceRhythm } from './completeness.js';
import { forecastFrom, forecastOf, type ExactForecast, type ForecastMethod } from './forecast.js';
import { amountUnit, type FormulaContext } from './formulas.js';
import { sumInitiative, type SummedBenefit } from './initiative-sum.js';
import { expectedUnit, groupBySeries, meteredSeries, meterMonths, type DayVolume, type MeteredMonth, type Series, type SeriesVolumes } from './meter.js';
import { monthFigures } from './month-figure.js';
import { printBenefitSum, printFigure, printInitiativeSum, type PrintedBenefitSum, type PrintedFigure, type PrintedInitiativeSum } from './printed-figures.js';
import type { BenefitTerms, InitiativeTerms, RateTerms } from './terms.js';
import { unrealisedOf, varianceOf } from './variance.js';
import { nearest } from './versions.js';

/** What figures are computed from, all of one tenant. */
export interface FiguresQuery {
  readonly tenant: string;
  readonly initiatives: readonly InitiativeTerms[];
  readonly rates: readonly RateTerms[];
  /** Everything known up to the end of the range: a cap by year and a cumulative net reach back before `from`. Later days take no part. */
  readonly volumes: Iterable<DayVolume>;
  /** Every series that has ever been used, after the end of the range too: whether a month is complete must not depend on the range that is asked for. */
  readonly everUsed?: Iterable<Series>;
  readonly sources: readonly SourceRhythm[];
  readonly activity: readonly SourceActivity[];
  readonly incompleteDays: readonly IncompleteDay[];
  /** Both months are included. */
  readonly from: Month;
  readonly to: Month;
  readonly now: Instant;
  readonly timeZone: string;
  /** Names to select by; left out, all. */
  readonly initiative?: string;
  readonly benefit?: string;
  /** Adds amounts in prices of this year. */
  readonly priceYear?: number;
  /** Left out: seasonal. */
  readonly forecast?: ForecastMethod;
}

export interface Figures {
  readonly tenant: string;
  readonly from: Month;
  readonly to: Month;
  readonly asKnownOn: string;
  readonly figures: readonly PrintedFigure[];
  readonly benefits: readonly PrintedBenefitSum[];
  readonly initiatives: readonly PrintedInitiativeSum[];
}

interface Scope {
  readonly tenant: string;
  readonly from: Month;
  readonly to: Month;
  readonly priceYear: number | null;
  readonly forecast: ForecastMethod;
  readonly rates: ReadonlyMap<string, RateTerms>;
  readonly series: readonly SeriesVolumes[];
  readonly completeness: Completeness;
}

interface ComputedBenefit extends SummedBenefit {
  readonly initiative: InitiativeTerms;
  readonly context: FormulaContext;
  readonly forecast: ExactForecast;
  readonly potential: readonly MeteredMonth[] | null;
  /** What completeness is judged by: the sources that the meter names, else those that have ever sent a matching event. */
  readonly sources: readonly string[];
}

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
const selects =
  ({ benefit }: FiguresQuery) =>
  ({ name }: BenefitTerms): boolean =>
    benefit === undefined || name === benefit;
const contextOf = (initiative: InitiativeTerms, { rates }: Scope): FormulaContext => ({ currency: initiative.currency, rates });

function computeBenefit(initiative: InitiativeTerms, benefit: BenefitTerms, scope: Scope): ComputedBenefit {
  const context = contextOf(initiative, scope);
  const series = meteredSeries(scope.series, benefit, benefit.meter, initiative.currency);
  const potential = benefit.potential && meterMonths(meteredSeries(scope.series, benefit, benefit.potential, initiative.currency));
  const subject = { initiative, benefit, context, priceYear: scope.priceYear };
  const metered = meterMonths(series);
  const used = new Set(metered.map(({ month }) => month));
  // The forecast needs every month of its year; before the range only months with usage are figures.
  const all = monthFigures(subject, metered, monthRange(forecastFrom(scope), scope.to));
  const figures = all.filter(({ month }) => month >= scope.from || used.has(month));
  const value = nearest(benefit.value, lastDay(scope.to));
  const range = sumMonths(
    figures.filter(({ month }) => month >= scope.from),
    { meter: expectedUnit(benefit, initiative.currency), amount: value === null ? null : amountUnit(value, context) },
  );
  const sources = benefit.meter.sources.length > 0 ? benefit.meter.sources : [...new Set(series.map((of) => of.series.source))];
  const forecast = forecastOf(subject, { figures: all, to: scope.to, method: scope.forecast });
  return { initiative, benefit, context, figures, range, forecast, potential, sources };
}

function adoptionIn({ potential }: ComputedBenefit, actual: Parameters<typeof adoptionOf>[0], months: { from: Month; to: Month }): ExactAdoption | null {
  return potential === null ? null : adoptionOf(actual, potential, months);
}

function printSum(of: ComputedBenefit, scope: Scope): PrintedBenefitSum {
  const adoption = adoptionIn(of, of.range.quantity.actual, scope);
  const subject = { ...of, priceYear: scope.priceYear };
  const unrealised = unrealisedOf(subject, { range: of.range, adoption, to: scope.to });
  return printBenefitSum(subject, of.range, { adoption, forecast: of.forecast, variance: varianceOf(of.range), unrealised });
}

function printRows(computed: ComputedBenefit, scope: Scope): PrintedFigure[] {
  return computed.figures
    .filter(({ month }) => month >= scope.from)
    .map((figure) =>
      printFigure({ ...scope, ...computed }, figure, {
        adoption: adoptionIn(computed, figure.quantity.actual, { from: figure.month, to: figure.month }),
        complete: scope.completeness.isComplete(computed.sources, figure.month),
      }),
    );
}

function scopeOf(query: FiguresQuery): Scope {
  const end = lastDay(query.to);
  const volumes = groupBySeries(query.volumes, query.everUsed);
  return {
    tenant: query.tenant,
    from: query.from,
    to: query.to,
    priceYear: query.priceYear ?? null,
    forecast: query.forecast ?? 'seasonal',
    rates: new Map(query.rates.map((rate) => [rate.name, rate])),
    series: volumes.map(({ series, days }) => ({ series, days: days.filter(({ day }) => day <= end) })),
    completeness: completeness(query),
  };
}

interface ComputedInitiative {
  readonly initiative: InitiativeTerms;
  readonly context: FormulaContext;
  readonly benefits: readonly ComputedBenefit[];
}

function computeInitiatives(query: FiguresQuery, scope: Scope): ComputedInitiative[] {
  return byName(query.initiatives)
    .filter(
      ({ name, benefits }) => (query.initiative === undefined || name === query.initiative) && (query.benefit === undefined || benefits.some(selects(query))),
    )
    .map((initiative) => ({
      initiative,
      context: contextOf(initiative, scope),
      benefits: byName(initiative.benefits).map((benefit) => computeBenefit(initiative, benefit, scope)),
    }));
}

/** The initiatives that are asked for with their exact figures: all months up to the end of the range, and the sum of the range. */
export const exactFigures = (query: FiguresQuery): readonly ComputedInitiative[] => computeInitiatives(query, scopeOf(query));

/**
 * The figures of contract section 4: rows in the order of initiative, benefit and month, then the same range summed by benefit and by initiative.
 * Everything is exact until it is printed. A benefit that is selected narrows rows and benefit sums only: the net of an initiative is that of all its benefits.
 * `asKnownOn` is `now`. Confirmation, harvest and period close have no facts yet: their members are null and every month is OPEN.
 */
export function figuresOf(query: FiguresQuery): Figures {
  const scope = scopeOf(query);
  const computed = computeInitiatives(query, scope);
  const selected = computed.flatMap(({ benefits }) => benefits.filter(({ benefit }) => selects(query)(benefit)));
  return {
    tenant: query.tenant,
    from: query.from,
    to: query.to,
    asKnownOn: formatInstant(query.now, query.timeZone),
    figures: selected.flatMap((benefit) => printRows(benefit, scope)),
    benefits: selected.map((of) => printSum(of, scope)),
    initiatives: computed.map(({ initiative, context, benefits }) =>
      printInitiativeSum(initiative, sumInitiative(initiative, context, { benefits, from: scope.from, to: scope.to })),
    ),
  };
}
