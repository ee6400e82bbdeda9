import { isZero, monthOf, sum, ZERO, type Day, type Month, type Rational } from '@hemtag/kernel';
import type { BenefitTerms, DimensionValue, MeterTerms } from './terms.js';

/** What a volume counts. */
export interface Series {
  readonly source: string;
  readonly subject: string;
  /** The event's own unit. */
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, DimensionValue>>;
  /** Null for the event's own quantity; else the measure that is summed, in its own unit. */
  readonly measure: { readonly name: string; readonly unit: string } | null;
}

/** The whole volume of a series on one local day. */
export interface DayVolume {
  readonly series: Series;
  readonly day: Day;
  readonly quantity: Rational;
}

export interface DayQuantity {
  readonly day: Day;
  readonly quantity: Rational;
}

/** A series with its volumes, so that a meter is matched once for each series and not once for each day. */
export interface SeriesVolumes {
  readonly series: Series;
  readonly days: readonly DayQuantity[];
}

const identityOf = ({ source, subject, unit, outcome, channel, orgUnit, dimensions, measure }: Series): string =>
  JSON.stringify([
    source,
    subject,
    unit,
    outcome,
    channel,
    orgUnit,
    Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
    measure?.name,
    measure?.unit,
  ]);

/** Groups day volumes by series; a series of `others` has no days where it has no volume. Where volumes share one series object, its fields are read only once. */
export function groupBySeries(volumes: Iterable<DayVolume>, others: Iterable<Series> = []): SeriesVolumes[] {
  const byObject = new Map<Series, DayQuantity[]>();
  const byIdentity = new Map<string, { series: Series; days: DayQuantity[] }>();
  const daysOf = (series: Series): DayQuantity[] => {
    const known = byObject.get(series);
    if (known !== undefined) return known;
    const identity = identityOf(series);
    const group = byIdentity.get(identity) ?? { series, days: [] };
    byIdentity.set(identity, group);
    byObject.set(series, group.days);
    return group.days;
  };
  for (const { series, day, quantity } of volumes) daysOf(series).push({ day, quantity });
  for (const series of others) daysOf(series);
  return [...byIdentity.values()];
}

const allows = (list: readonly string[], value: string | null): boolean => list.length === 0 || (value !== null && list.includes(value));
const subjectMatches = (pattern: string, subject: string): boolean => (pattern.endsWith('*') ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern);

/** Whether a meter counts a series. Dimension values are compared as text, because a manifest writes its numbers as text and an event need not. */
export function meterMatches(meter: MeterTerms, series: Series): boolean {
  return (
    (series.measure?.name ?? null) === meter.measure &&
    (meter.subjects.length === 0 || meter.subjects.some((pattern) => subjectMatches(pattern, series.subject))) &&
    allows(meter.units, series.unit) &&
    allows(meter.outcomes, series.outcome) &&
    allows(meter.channels, series.channel) &&
    allows(meter.orgUnits, series.orgUnit) &&
    allows(meter.sources, series.source) &&
    Object.entries(meter.dimensions).every(([key, value]) => key in series.dimensions && String(series.dimensions[key]) === String(value))
  );
}

const metersMoney = (benefit: BenefitTerms, meter: MeterTerms): boolean => meter.measure !== null && benefit.value.some(({ formula }) => formula === 'amount');

/** The series that a meter of a benefit counts. Under the formula `amount` a measure in another currency is not metered at all: it can never be summed. */
export function meteredSeries(all: readonly SeriesVolumes[], benefit: BenefitTerms, meter: MeterTerms, currency: string): SeriesVolumes[] {
  const onlyCurrency = metersMoney(benefit, meter);
  return all.filter(({ series }) => meterMatches(meter, series) && (!onlyCurrency || series.measure?.unit === currency));
}

/** The unit that a meter can only have, whatever the usage says; null where the register leaves it open. */
export function expectedUnit(benefit: BenefitTerms, currency: string): string | null {
  const { meter } = benefit;
  if (meter.measure !== null) return metersMoney(benefit, meter) ? currency : null;
  return meter.units.length === 1 ? (meter.units[0] ?? null) : null;
}

/** Usage of one meter in one month. */
export interface MeteredMonth {
  readonly month: Month;
  /** Null where the month has usage of more than one unit, which is no sum. */
  readonly usage: { readonly unit: string; readonly quantity: Rational } | null;
  /** In date order; empty where the units are mixed. */
  readonly days: readonly DayQuantity[];
}

interface UnitDay extends DayQuantity {
  readonly unit: string;
}

/** Usage that was retracted to zero has a unit but takes no part in the question whether units are mixed, unless there is nothing else. */
function unitsOf(days: readonly UnitDay[]): Set<string> {
  const used = days.filter(({ quantity }) => !isZero(quantity));
  return new Set((used.length > 0 ? used : days).map(({ unit }) => unit));
}

function meterMonth(month: Month, entries: readonly UnitDay[]): MeteredMonth {
  const [unit, ...others] = unitsOf(entries);
  if (unit === undefined || others.length > 0) return { month, usage: null, days: [] };
  const byDay = new Map<Day, Rational>();
  for (const { day, quantity } of entries) byDay.set(day, (byDay.get(day) ?? ZERO).add(quantity));
  const days = [...byDay].map(([day, quantity]) => ({ day, quantity })).sort((a, b) => (a.day < b.day ? -1 : 1));
  return { month, usage: { unit, quantity: sum(byDay.values()) }, days };
}

/** Usage by month, in order, of the series that a meter counts. */
export function meterMonths(series: readonly SeriesVolumes[]): MeteredMonth[] {
  const byMonth = new Map<Month, UnitDay[]>();
  for (const { series: of, days } of series) {
    const unit = of.measure?.unit ?? of.unit;
    for (const { day, quantity } of days) {
      const month = monthOf(day);
      const entries = byMonth.get(month);
      if (entries) entries.push({ day, quantity, unit });
      else byMonth.set(month, [{ day, quantity, unit }]);
    }
  }
  return [...byMonth.keys()].sort().map((month) => meterMonth(month, byMonth.get(month) ?? []));
}
