import { formatInstant, lastDay, monthRange, type Instant, type Month, type Rational } from '@hemtag/kernel';
import { adoptionOf, sumMonths, type ExactAdoption } from './benefit-sum.js';
import { completeness, type Completeness, type IncompleteDay, type SourceActivity, type SourceRhythm } from './completeness.js';
import { printExact, printExactAdjustment, printExactInitiative, printExactOutlook } from './exact-figures.js';
import { forecastFrom, forecastOf, type ExactForecast, type ForecastMethod } from './forecast.js';
import { amountUnit, type FormulaContext } from './formulas.js';
import { netType, sumInitiative, type SummedBenefit } from './initiative-sum.js';
import { expectedUnit, groupBySeries, meteredSeries, meterMonths, type DayVolume, type MeteredMonth, type Series, type SeriesVolumes } from './meter.js';
import { monthFigures, type MonthFigure } from './month-figure.js';
import { netByMonth } from './net-by-month.js';
import { overlapsOf, overlapsWith, type Overlap } from './overlap.js';
import { adjustmentsOf, type Adjustment } from './periods/adjustments.js';
import { decidedIn, decidedOf } from './periods/decided-amounts.js';
import { periodBook, type BenefitBook, type PeriodBook } from './periods/period-book.js';
import { NO_PERIOD_FACTS, type PeriodFacts } from './periods/period-facts.js';
import {
  printAdjustment,
  printBenefitSum,
  printFigure,
  printInitiativeSum,
  type PrintedBenefitSum,
  type PrintedFigure,
  type PrintedInitiativeSum,
} from './printed-figures.js';
import type { BenefitTerms, InitiativeTerms, MeterTerms, RateTerms } from './terms.js';
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
  /** Every initiative of the tenant, with which the ones asked for may overlap; left out, there are no others. */
  readonly allInitiatives?: readonly InitiativeTerms[];
  /** Hours a year below which freed time is a thin slice; left out, no threshold. */
  readonly thinSliceHours?: Rational | null;
  /** Adds amounts in prices of this year. */
  readonly priceYear?: number;
  /** Adds every number as it is before it is rounded. */
  readonly isExact?: true;
  /** Left out: seasonal. */
  readonly forecast?: ForecastMethod;
  /** What people decided: period close, confirmation, harvest. Left out, nothing: every month is OPEN. */
  readonly periods?: PeriodFacts;
}

export interface Figures {
  readonly tenant: string;
  readonly from: Month;
  readonly to: Month;
  readonly asKnownOn: string;
  readonly figures: readonly PrintedFigure[];
  readonly benefits: readonly PrintedBenefitSum[];
  readonly initiatives: readonly (PrintedInitiativeSum & {
    /** Whether the sums of all its benefits are. */
    readonly complete: boolean;
  })[];
}

interface Scope {
  readonly tenant: string;
  readonly from: Month;
  readonly to: Month;
  readonly priceYear: number | null;
  readonly isExact: boolean;
  readonly forecast: ForecastMethod;
  readonly rates: ReadonlyMap<string, RateTerms>;
  readonly series: readonly SeriesVolumes[];
  readonly completeness: Completeness;
  readonly book: PeriodBook;
}

interface ComputedBenefit extends SummedBenefit {
  readonly initiative: InitiativeTerms;
  readonly context: FormulaContext;
  readonly forecast: ExactForecast;
  readonly book: BenefitBook;
  readonly adjustments: readonly Adjustment[];
  readonly potential: readonly MeteredMonth[] | null;
  /** What completeness is judged by: the sources that the meter names, else those that have ever sent a matching event. */
  readonly sources: readonly string[];
  /** Those, and the sources of the whole channel. */
  readonly allSources: readonly string[];
}

/** A printed row with the amounts that it was printed from. */
export interface FigureRow {
  readonly printed: PrintedFigure;
  readonly estimated: Rational | null;
  readonly gross: Rational | null;
  readonly adjusted: Rational | null;
  readonly counted: Rational | null;
  readonly estimatedQuantity: Rational | null;
  /** Of an adjustment what it books; of an original what was reported, null while never closed. */
  readonly asReported: Rational | null;
}

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
const selects =
  ({ benefit }: FiguresQuery) =>
  ({ name }: BenefitTerms): boolean =>
    benefit === undefined || name === benefit;
const contextOf = (initiative: InitiativeTerms, { rates }: Scope): FormulaContext => ({ currency: initiative.currency, rates });

const sourcesOf = (meter: MeterTerms, series: readonly SeriesVolumes[]): readonly string[] =>
  meter.sources.length > 0 ? meter.sources : [...new Set(series.map((of) => of.series.source))];

function computeBenefit(initiative: InitiativeTerms, benefit: BenefitTerms, scope: Scope): ComputedBenefit {
  const context = contextOf(initiative, scope);
  const series = meteredSeries(scope.series, benefit, benefit.meter, initiative.currency);
  const channel = benefit.potential && meteredSeries(scope.series, benefit, benefit.potential, initiative.currency);
  const potential = channel && meterMonths(channel);
  const subject = { initiative, benefit, context, priceYear: scope.priceYear };
  const metered = meterMonths(series);
  const used = new Set(metered.map(({ month }) => month));
  const book = scope.book.of(initiative.name, benefit.name);
  // The forecast needs every month of its year; before the range only months with usage are figures.
  const all = monthFigures(subject, metered, monthRange(forecastFrom(scope), scope.to), book.originals);
  const figures = all.filter(({ month }) => month >= scope.from || used.has(month));
  const value = nearest(benefit.value, lastDay(scope.to));
  const range = sumMonths(
    figures.filter(({ month }) => month >= scope.from),
    { meter: expectedUnit(benefit, initiative.currency), amount: value === null ? null : amountUnit(value, context) },
  );
  const sources = sourcesOf(benefit.meter, series);
  const allSources = [...new Set([...sources, ...(benefit.potential && channel ? sourcesOf(benefit.potential, channel) : [])])].sort();
  const forecast = forecastOf(subject, { figures: all, to: scope.to, method: scope.forecast });
  const adjustments = adjustmentsOf(figures, book, scope.book);
  return { initiative, benefit, context, figures, range, forecast, potential, sources, allSources, book, adjustments };
}

function adoptionIn({ potential }: ComputedBenefit, actual: Parameters<typeof adoptionOf>[0], months: { from: Month; to: Month }): ExactAdoption | null {
  return potential === null ? null : adoptionOf(actual, potential, months);
}

function printSum(of: ComputedBenefit, scope: Scope): PrintedBenefitSum {
  const adoption = adoptionIn(of, of.range.quantity.actual, scope);
  const subject = { ...of, priceYear: scope.priceYear };
  const unrealised = unrealisedOf(subject, { range: of.range, adoption, to: scope.to });
  const decided = decidedIn(of.book, of.adjustments, monthRange(scope.from, scope.to));
  const outlook = { forecast: of.forecast, variance: varianceOf(of.range), unrealised };
  return {
    ...printBenefitSum(subject, of.range, { adoption, decided, complete: isCompleteIn(of, scope), outlook }),
    ...(scope.isExact && { exact: { ...printExact(of.range, decided), ...printExactOutlook(outlook), sources: of.allSources } }),
  };
}

const originalRow = (computed: ComputedBenefit, figure: MonthFigure, scope: Scope): FigureRow => ({
  estimated: figure.amount.estimated,
  gross: figure.amount.gross,
  adjusted: figure.amount.adjusted,
  counted: figure.quantity.counted,
  estimatedQuantity: figure.quantity.estimated,
  asReported: decidedOf(computed.book, figure.month).asReported,
  printed: {
    ...printFigure({ ...computed, tenant: scope.tenant, priceYear: scope.priceYear }, figure, {
      state: scope.book.stateOf(figure.month),
      decided: decidedOf(computed.book, figure.month),
      confirmation: computed.book.confirmations.get(figure.month) ?? null,
      adoption: adoptionIn(computed, figure.quantity.actual, { from: figure.month, to: figure.month }),
      complete: scope.completeness.isComplete(computed.sources, figure.month),
    }),
    ...(scope.isExact && { exact: printExact(figure, decidedOf(computed.book, figure.month)) }),
  },
});

const adjustmentRow = (computed: ComputedBenefit, adjustment: Adjustment, scope: Scope): FigureRow => ({
  estimated: null,
  gross: null,
  adjusted: null,
  counted: null,
  estimatedQuantity: null,
  asReported: adjustment.amount,
  printed: {
    ...printAdjustment({ ...computed, tenant: scope.tenant, priceYear: scope.priceYear }, adjustment, {
      state: scope.book.stateOf(adjustment.month),
      complete: scope.completeness.isComplete(computed.sources, adjustment.originalMonth),
    }),
    ...(scope.isExact && { exact: printExactAdjustment(adjustment) }),
  },
});

/** In the order of the months, an original before the adjustments that stand in its month. */
function rowsOf(computed: ComputedBenefit, scope: Scope): FigureRow[] {
  const inRange = ({ month }: { readonly month: Month }): boolean => month >= scope.from && month <= scope.to;
  const originals = computed.figures.filter(inRange).map((figure) => originalRow(computed, figure, scope));
  const adjustments = computed.adjustments.filter(inRange).map((adjustment) => adjustmentRow(computed, adjustment, scope));
  return [...originals, ...adjustments].sort((a, b) => (a.printed.month < b.printed.month ? -1 : a.printed.month > b.printed.month ? 1 : 0));
}

/** Whether every month that a sum depends on is complete: from the benefit's first month on, months without a row too, because silence is not zero. */
function isCompleteIn({ figures, sources }: ComputedBenefit, { from, to, completeness: known }: Scope): boolean {
  const first = figures[0]?.month ?? to;
  return monthRange(first > from ? first : from, to).every((month) => known.isComplete(sources, month));
}

function scopeOf(query: FiguresQuery): Scope {
  const end = lastDay(query.to);
  const volumes = groupBySeries(query.volumes, query.everUsed);
  return {
    tenant: query.tenant,
    from: query.from,
    to: query.to,
    priceYear: query.priceYear ?? null,
    isExact: query.isExact ?? false,
    forecast: query.forecast ?? 'seasonal',
    rates: new Map(query.rates.map((rate) => [rate.name, rate])),
    series: volumes.map(({ series, days }) => ({ series, days: days.filter(({ day }) => day <= end) })),
    completeness: completeness(query),
    book: periodBook(query.periods ?? NO_PERIOD_FACTS),
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

/** The rows of the range with their exact amounts, in the order of initiative, benefit and month: what the closing of a month keeps. */
export function figureRows(query: FiguresQuery): FigureRow[] {
  const scope = scopeOf(query);
  const selected = computeInitiatives(query, scope).flatMap(({ benefits }) => benefits.filter(({ benefit }) => selects(query)(benefit)));
  return selected.flatMap((benefit) => rowsOf(benefit, scope));
}

interface Summing {
  readonly query: FiguresQuery;
  readonly scope: Scope;
  readonly overlaps: readonly Overlap[];
}
function initiativeSum({ initiative, context, benefits }: ComputedInitiative, { query, scope, overlaps }: Summing): Figures['initiatives'][number] {
  const { from, to } = scope;
  const own = overlapsWith(initiative.name, overlaps);
  const summed = sumInitiative(initiative, context, { benefits, from, to, thinSliceHours: query.thinSliceHours ?? null, overlaps: own });
  const carrying = benefits.flatMap(({ benefit, figures }) =>
    figures.map(({ month, amount, reason }) => ({ type: benefit.type, month, unit: amount.unit, gross: amount.gross, reason })),
  );
  return {
    ...printInitiativeSum(initiative, summed),
    complete: benefits.every((of) => isCompleteIn(of, scope)),
    ...(scope.isExact && {
      exact: printExactInitiative(summed, netType(initiative, context), netByMonth(initiative, { figures: carrying, rates: query.rates, to })),
    }),
  };
}

/**
 * The figures of contract section 4: rows in the order of initiative, benefit and month, then the same range summed by benefit and by initiative.
 * Everything is exact until it is printed. A benefit that is selected narrows rows and benefit sums only: the net of an initiative is that of all its benefits.
 * `asKnownOn` is `now`.
 */
export function figuresOf(query: FiguresQuery): Figures {
  const scope = scopeOf(query);
  const computed = computeInitiatives(query, scope);
  const overlaps = overlapsOf(query.allInitiatives ?? query.initiatives, scope.rates);
  const selected = computed.flatMap(({ benefits }) => benefits.filter(({ benefit }) => selects(query)(benefit)));
  return {
    tenant: query.tenant,
    from: query.from,
    to: query.to,
    asKnownOn: formatInstant(query.now, query.timeZone),
    figures: selected.flatMap((benefit) => rowsOf(benefit, scope)).map(({ printed }) => printed),
    benefits: selected.map((of) => printSum(of, scope)),
    initiatives: computed.map((of) => initiativeSum(of, { query, scope, overlaps })),
  };
}
