import { daysOf, firstDay, lastDay, monthOf, monthsBetween, ONE, type Day, type Month, type Rational } from '@hemtag/kernel';
import { amountUnit, rateOf, type FormulaContext } from './formulas.js';
import type { Series, SeriesVolumes } from './meter.js';
import type { AdjustTerms, BaselineTerms, BenefitTerms, CapPeriod, Dated, EstimateTerms, InitiativeTerms, Validity, ValueTerms } from './terms.js';

/** One volume that a figure was computed from. `unit` is what is summed: the event's own unit, or that of the measure. */
export interface ExplainedVolume {
  readonly series: Series;
  readonly day: Day;
  readonly quantity: Rational;
  readonly unit: string;
}

export interface ExplainedRate {
  readonly name: string;
  readonly unit: string;
  readonly version: Dated<{ readonly value: Rational }>;
}

/** A value with its rate and the unit of its amounts. */
export interface ExplainedValue {
  readonly entry: Dated<ValueTerms>;
  readonly rate: ExplainedRate | null;
  readonly unit: string;
}

/** Days that count under the same terms, `to` excluded. */
export interface ExplainedRun {
  readonly from: Day;
  readonly to: Day;
  /** Null where the benefit has no value at all: its volume is followed up. */
  readonly value: ExplainedValue | null;
  readonly adjust: Dated<AdjustTerms> | null;
  /** The entry whose redeployable share applies; null for every formula but time-saved, and before the first. */
  readonly redeployable: Dated<AdjustTerms> | null;
  /** Only where a cap applies. */
  readonly baseline: Dated<BaselineTerms> | null;
}

export interface ExplainedEstimate {
  readonly entry: Dated<EstimateTerms>;
  readonly rampShare: Rational;
  /** In force on the estimate's `validFrom`; null where it is older than the first value or its rate. */
  readonly value: ExplainedValue | null;
}

/** A month's volumes with the terms that its days fall under. */
export interface ExplainedMonth {
  readonly month: Month;
  readonly volumes: readonly ExplainedVolume[];
  readonly runs: readonly ExplainedRun[];
}

/** Everything that one figure depends on, and nothing else. */
export interface ExplainedParts extends ExplainedMonth {
  readonly polarity: BenefitTerms['polarity'];
  readonly currency: string;
  readonly benefitOwner: string | null;
  readonly processChange: Day | null;
  /** The first day that counts: the process change, or the first value where that is later. */
  readonly countsFrom: Day | null;
  readonly cap: CapPeriod;
  /** The earlier months of the calendar year, whose usage fills a cap by year first; empty for every other cap. */
  readonly before: readonly ExplainedMonth[];
  /** The values that the month's days fall under, ended ones too; before the first value it is the first. */
  readonly values: readonly ExplainedValue[];
  /** In force at the month's end, or else the first; null where the benefit has none. */
  readonly baseline: Dated<BaselineTerms> | null;
  readonly statesRedeployable: boolean;
  readonly redeployableAtEnd: Dated<AdjustTerms> | null;
  readonly estimate: ExplainedEstimate | null;
  /** Usage of the whole channel; null where the benefit has no such meter. */
  readonly potential: readonly ExplainedVolume[] | null;
}

export interface ExplainedBenefit {
  readonly initiative: InitiativeTerms;
  readonly benefit: BenefitTerms;
  readonly context: FormulaContext;
  /** The series that the meter of the benefit counts. */
  readonly series: readonly SeriesVolumes[];
  /** The series of the channel's meter; null where there is none. */
  readonly channel: readonly SeriesVolumes[] | null;
}

// The rows are looked up here a second time, day by day: what the figures themselves use to find them is not called, so that a fault there shows.
const byStart = <V extends Validity>(entries: readonly V[]): V[] => [...entries].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
const begun = <V extends Validity>(entries: readonly V[], day: Day): V | null => byStart(entries).findLast(({ validFrom }) => validFrom <= day) ?? null;
function standing<V extends Validity>(entries: readonly V[], day: Day): V | null {
  const entry = begun(entries, day);
  return entry === null || (entry.validTo !== null && entry.validTo <= day) ? null : entry;
}

const takesRate = ({ formula }: ValueTerms): boolean => formula === 'time-saved' || formula === 'emission';

function valueWith(entry: Dated<ValueTerms>, { context }: ExplainedBenefit, day: Day): ExplainedValue {
  const rate = rateOf(entry, context);
  const version = rate === null ? null : standing(rate.versions, day);
  return { entry, rate: rate === null || version === null ? null : { name: rate.name, unit: rate.unit, version }, unit: amountUnit(entry, context) };
}

/** The value of a day with everything its formula needs; null where something is missing. */
function valueOn(of: ExplainedBenefit, day: Day): ExplainedValue | null {
  const entry = standing(of.benefit.value, day);
  const value = entry && valueWith(entry, of, day);
  return value === null || (takesRate(value.entry) && value.rate === null) ? null : value;
}

function countsFromOf({ initiative, benefit }: ExplainedBenefit): Day | null {
  const first = byStart(benefit.value)[0]?.validFrom ?? '';
  return initiative.processChange === null || initiative.processChange > first ? initiative.processChange : first;
}

const stating = (adjust: readonly Dated<AdjustTerms>[]): Dated<AdjustTerms>[] => adjust.filter(({ redeployable }) => redeployable !== null);

const baselineOn = (baselines: readonly Dated<BaselineTerms>[], day: Day): Dated<BaselineTerms> | null =>
  begun(baselines, day) ?? byStart(baselines)[0] ?? null;

function runOn(of: ExplainedBenefit, day: Day): Omit<ExplainedRun, 'from' | 'to'> | null {
  const { benefit } = of;
  const from = countsFromOf(of);
  if (from === null || day < from) return null;
  const value = valueOn(of, day);
  if (value === null && benefit.value.length > 0) return null;
  return {
    value,
    adjust: standing(benefit.adjust, day),
    redeployable: value?.entry.formula === 'time-saved' ? begun(stating(benefit.adjust), day) : null,
    baseline: benefit.cap === 'none' ? null : baselineOn(benefit.baseline, day),
  };
}

type Terms = Omit<ExplainedRun, 'from' | 'to'>;
const sameTerms = (a: Terms, b: Terms): boolean =>
  a.value?.entry === b.value?.entry &&
  a.value?.rate?.version === b.value?.rate?.version &&
  a.adjust === b.adjust &&
  a.redeployable === b.redeployable &&
  a.baseline === b.baseline;

function runsOf(of: ExplainedBenefit, month: Month): ExplainedRun[] {
  const runs: ExplainedRun[] = [];
  for (const day of daysOf(month)) {
    const terms = runOn(of, day);
    const last = runs.at(-1);
    const to = nextDay(day);
    if (terms === null) continue;
    if (last?.to === day && sameTerms(last, terms)) runs[runs.length - 1] = { ...last, to };
    else runs.push({ from: day, to, ...terms });
  }
  return runs;
}

const DAY_MS = 86_400_000;
const nextDay = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

function volumesOf(series: readonly SeriesVolumes[], month: Month): ExplainedVolume[] {
  const volumes = series.flatMap(({ series: of, days }) =>
    days.filter(({ day }) => monthOf(day) === month).map(({ day, quantity }) => ({ series: of, day, quantity, unit: of.measure?.unit ?? of.unit })),
  );
  return volumes.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function earlierMonths(of: ExplainedBenefit, month: Month): ExplainedMonth[] {
  const isEarlier = (other: Month): boolean => other.slice(0, 4) === month.slice(0, 4) && other < month;
  const months = new Set(of.series.flatMap(({ days }) => days.map(({ day }) => monthOf(day)).filter(isEarlier)));
  return [...months].sort().map((earlier) => ({ month: earlier, volumes: volumesOf(of.series, earlier), runs: runsOf(of, earlier) }));
}

function valuesOf(of: ExplainedBenefit, month: Month): ExplainedValue[] {
  const start = [firstDay(month), countsFromOf(of) ?? ''].sort().at(-1) ?? '';
  const last = lastDay(month);
  const days = start > last ? [last] : daysOf(month).filter((day) => day >= start);
  const entries = new Set(days.map((day) => begun(of.benefit.value, day)).filter((entry) => entry !== null));
  const first = byStart(of.benefit.value)[0];
  const found = entries.size > 0 || first === undefined ? [...entries] : [first];
  return found.map((entry) => valueWith(entry, of, last));
}

function estimateOf(of: ExplainedBenefit, month: Month): ExplainedEstimate | null {
  const begunBy = of.benefit.estimate.filter(({ validFrom }) => validFrom <= lastDay(month));
  const entry = begunBy.sort((a, b) => a.version - b.version).at(-1);
  if (entry === undefined || (entry.validTo !== null && entry.validTo <= firstDay(month))) return null;
  const months = monthsBetween(monthOf(entry.validFrom), month);
  const step = entry.rampUp.per === 'month' ? months : (months - (months % 12)) / 12;
  const { shares } = entry.rampUp;
  return { entry, rampShare: shares[Math.min(step, shares.length - 1)] ?? ONE, value: valueOn(of, entry.validFrom) };
}

/** What the figure of one month was computed from. */
export function explainedParts(of: ExplainedBenefit, month: Month): ExplainedParts {
  const { initiative, benefit, series, channel } = of;
  return {
    month,
    volumes: volumesOf(series, month),
    runs: runsOf(of, month),
    polarity: benefit.polarity,
    currency: initiative.currency,
    benefitOwner: initiative.benefitOwner,
    processChange: initiative.processChange,
    countsFrom: countsFromOf(of),
    cap: benefit.cap,
    before: benefit.cap === 'year' ? earlierMonths(of, month) : [],
    values: valuesOf(of, month),
    baseline: baselineOn(benefit.baseline, lastDay(month)),
    statesRedeployable: stating(benefit.adjust).length > 0,
    redeployableAtEnd: begun(stating(benefit.adjust), lastDay(month)),
    estimate: estimateOf(of, month),
    potential: channel && volumesOf(channel, month),
  };
}
