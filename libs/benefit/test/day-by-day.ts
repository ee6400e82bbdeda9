import { rational, type Rational } from '@hemtag/kernel';
import type { DayVolume } from '../src/meter.js';
import type { BenefitTerms, InitiativeTerms, RateTerms, ValueTerms } from '../src/terms.js';

// The second way: plain fractions of two bigints that are never reduced, one step for every day of the calendar, nothing summed ahead.
export type Ratio = readonly [bigint, bigint];
export const NOTHING: Ratio = [0n, 1n];
export const UNIT: Ratio = [1n, 1n];
const ratio = (value: Rational): Ratio => [value.s * value.n, value.d];
export const plus = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * d + c * b, b * d];
export const times = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * c, b * d];
const minus = (a: Ratio, b: Ratio): Ratio => plus(a, times([-1n, 1n], b));
const less = ([a, b]: Ratio, [c, d]: Ratio): boolean => a * d < c * b;
export const same = (value: Rational | null, [n, d]: Ratio): boolean => value !== null && value.s * value.n * d === n * value.d;

const FIRST = Date.UTC(2025, 10, 1);
export const DAYS = 426; // up to 2026-12-31
export const dayAt = (index: number): string => new Date(FIRST + index * 86_400_000).toISOString().slice(0, 10);
const CALENDAR = Array.from({ length: DAYS }, (_, index) => dayAt(index));

export interface Case {
  readonly initiative: InitiativeTerms;
  readonly benefit: BenefitTerms;
  readonly rates: readonly RateTerms[];
  readonly volumes: readonly DayVolume[];
}

const standing = <V extends { readonly validFrom: string }>(list: readonly V[], day: string): V | undefined =>
  list.filter((entry) => entry.validFrom <= day).reduce<V | undefined>((best, entry) => (best && best.validFrom > entry.validFrom ? best : entry), undefined);

export interface Expected {
  actual: Ratio;
  counted: Ratio;
  excess: Ratio;
  gross: Ratio;
  adjusted: Ratio;
  hours: Ratio;
  adjustedHours: Ratio;
  usableHours: Ratio;
  units: Set<string>;
  used: boolean;
  silent: boolean;
  /** Whether a day of the month may count. */
  begun: boolean;
}

/** Amount and hours of one counted day, written out for the two formulas the cases use. */
function valueOfDay(value: ValueTerms, counted: Ratio, { rates }: Case, day: string): { amount: Ratio; hours: Ratio } {
  if (value.formula === 'unit-value') return { amount: times(counted, ratio(value.unitValue)), hours: NOTHING };
  if (value.formula !== 'time-saved') throw new Error('not in these cases');
  const hours = times(times(times(counted, ratio(value.minutes)), ratio(value.staff)), [1n, 60n]);
  const cost = standing(rates[0]?.versions ?? [], day);
  return { amount: times(hours, cost ? ratio(cost.value) : NOTHING), hours };
}

function limitOfDay(of: BenefitTerms, day: string): Ratio | null {
  if (of.cap === 'none') return null;
  const first = [...of.baseline].sort((a, b) => a.validFrom.localeCompare(b.validFrom))[0];
  const base = standing(of.baseline, day) ?? first;
  if (!base) return null;
  const season = base.seasonality.length === 0 ? UNIT : ratio(base.seasonality[new Date(`${day}T00:00:00Z`).getUTCMonth()] ?? rational('1'));
  return of.cap === 'year' ? ratio(base.volumePerYear) : times(times(ratio(base.volumePerYear), [1n, 12n]), season);
}

const counts = (volume: DayVolume): boolean => volume.series.outcome === 'success' && volume.series.subject.startsWith('message:');

const quantityOn = (of: Case, day: string): Ratio =>
  of.volumes.filter((volume) => volume.day === day && counts(volume)).reduce<Ratio>((total, { quantity }) => plus(total, ratio(quantity)), NOTHING);

function meteredMonths(of: Case): Map<string, Expected> {
  const nothing = {
    actual: NOTHING,
    counted: NOTHING,
    excess: NOTHING,
    gross: NOTHING,
    adjusted: NOTHING,
    hours: NOTHING,
    adjustedHours: NOTHING,
    usableHours: NOTHING,
  };
  const months = new Map(
    CALENDAR.map((day): [string, Expected] => [day.slice(0, 7), { ...nothing, units: new Set(), used: false, silent: true, begun: false }]),
  );
  for (const volume of of.volumes.filter(counts)) {
    const known = months.get(volume.day.slice(0, 7));
    if (!known) throw new Error('outside the calendar');
    known.used = true;
    known.units.add(volume.series.unit);
    known.actual = plus(known.actual, ratio(volume.quantity));
  }
  return months;
}

/** Adds amounts and hours of a day whose quantity is counted. */
function addAmounts(known: Expected, counted: Ratio, of: Case, day: string): void {
  const value = standing(of.benefit.value, day);
  if (!value) return;
  const stated = of.benefit.adjust.filter(({ redeployable }) => redeployable !== null);
  const usable = value.formula === 'time-saved' ? (standing(stated, day)?.redeployable ?? null) : rational('1');
  if (usable === null) return;
  known.silent = false;
  const { amount, hours } = valueOfDay(value, counted, of, day);
  const entry = standing(of.benefit.adjust, day);
  const after = entry ? times(minus(UNIT, ratio(entry.deadweight)), ratio(entry.attribution)) : UNIT;
  known.gross = plus(known.gross, amount);
  known.hours = plus(known.hours, hours);
  known.adjusted = plus(known.adjusted, times(times(amount, after), ratio(usable)));
  known.adjustedHours = plus(known.adjustedHours, times(times(hours, after), ratio(usable)));
  known.usableHours = plus(known.usableHours, times(hours, ratio(usable)));
}

export function expectedMonths(of: Case): Map<string, Expected> {
  const { benefit: terms, initiative: owner } = of;
  const begins =
    [
      owner.processChange ?? '',
      ...terms.value
        .map(({ validFrom }) => validFrom)
        .sort()
        .slice(0, 1),
    ]
      .sort()
      .at(-1) ?? '';
  const months = meteredMonths(of);
  const filled = new Map<string, Ratio>();
  for (const day of CALENDAR) {
    const known = months.get(day.slice(0, 7));
    // A month that no counting day falls into stays silent, and so does one of mixed units.
    if (!known || day < begins) continue;
    known.begun = true;
    if (known.units.size > 1) continue;
    const metered = quantityOn(of, day);
    const period = terms.cap === 'year' ? day.slice(0, 4) : day.slice(0, 7);
    const before = filled.get(period) ?? NOTHING;
    const limit = limitOfDay(terms, day);
    const left = limit && minus(limit, before);
    const room = left && less(left, NOTHING) ? NOTHING : left;
    const counted = room && less(room, metered) ? room : metered;
    filled.set(period, plus(before, counted));
    known.counted = plus(known.counted, counted);
    known.excess = plus(known.excess, minus(metered, counted));
    addAmounts(known, counted, of, day);
  }
  return months;
}
