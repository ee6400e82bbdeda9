import { isZero, lastDay, monthOf, ONE, rational, ZERO, type Day, type Rational } from '@hemtag/kernel';
import type { ExplainedEstimate, ExplainedMonth, ExplainedParts, ExplainedRun, ExplainedValue, ExplainedVolume } from './explained-parts.js';
import type { FigureReason } from './reason.js';

/**
 * The second way to a figure: from its parts alone, one step for each day, every formula written out. Nothing of what computes the figures is called here, so
 * that a fault in either shows as a difference.
 */
export interface RecomputedRun {
  readonly run: ExplainedRun;
  readonly counted: Rational;
  readonly gross: Rational;
  readonly adjusted: Rational;
  readonly hours: Rational;
}
export interface RecomputedDay {
  readonly day: Day;
  readonly metered: Rational;
  readonly counted: Rational;
  readonly excess: Rational;
  /** What the cap left for the day; null where nothing is capped. */
  readonly room: Rational | null;
}
export interface Recomputed {
  readonly actual: Rational | null;
  readonly counted: Rational | null;
  readonly excess: Rational | null;
  readonly gross: Rational | null;
  readonly adjusted: Rational | null;
  readonly hours: { readonly gross: Rational; readonly adjusted: Rational; readonly redeployed: Rational } | null;
  readonly estimatedQuantity: Rational | null;
  readonly estimatedAmount: Rational | null;
  /** Null where the benefit has no meter of the channel, or its units are mixed. */
  readonly potential: Rational | null;
  readonly reason: FigureReason | null;
  readonly days: readonly RecomputedDay[];
  /** Without the sign of a disbenefit; only runs with usage. */
  readonly runs: readonly RecomputedRun[];
  /** Counted in the earlier months of the year, under a cap by year. */
  readonly countedBefore: Rational;
}

const TWELVE = rational('12');
const SIXTY = rational('60');

const seasonIn = (seasonality: readonly Rational[], day: Day): Rational => (seasonality.length === 0 ? ONE : (seasonality[Number(day.slice(5, 7)) - 1] ?? ONE));

/** Units of usage; what was retracted to zero says nothing unless there is nothing else. */
function unitsOf(volumes: readonly ExplainedVolume[]): Set<string> {
  const used = new Set(volumes.filter(({ quantity }) => !isZero(quantity)).map(({ unit }) => unit));
  return used.size > 0 ? used : new Set(volumes.map(({ unit }) => unit));
}

function amountOf({ entry, rate }: ExplainedValue, quantity: Rational): { readonly amount: Rational; readonly hours: Rational } {
  const price = rate?.version.value ?? ONE;
  switch (entry.formula) {
    case 'unit-value':
      return { amount: quantity.mul(entry.unitValue), hours: ZERO };
    case 'time-saved': {
      const hours = quantity.mul(entry.minutes).mul(entry.staff).div(SIXTY);
      return { amount: hours.mul(price), hours };
    }
    case 'amount':
      return { amount: quantity, hours: ZERO };
    case 'distance':
    case 'native':
      return { amount: quantity.mul(entry.perUnit), hours: ZERO };
    case 'emission':
      return { amount: quantity.mul(entry.perUnit).mul(price), hours: ZERO };
  }
}

function limitOn(parts: ExplainedParts, { baseline }: ExplainedRun, day: Day): Rational | null {
  if (parts.cap === 'none' || baseline === null) return null;
  return parts.cap === 'year' ? baseline.volumePerYear : baseline.volumePerYear.mul(seasonIn(baseline.seasonality, day)).div(TWELVE);
}

interface CountedDay extends RecomputedDay {
  readonly run: ExplainedRun;
}

/** Fills the cap day by day in date order, beginning with what is filled already. Days without terms count nothing, and neither does a month of mixed units. */
function countedDays(parts: ExplainedParts, { volumes, runs }: ExplainedMonth, filledBefore: Rational): { days: CountedDay[]; filled: Rational } {
  let filled = filledBefore;
  const days: CountedDay[] = [];
  if (unitsOf(volumes).size > 1) return { days, filled };
  for (const day of new Set(volumes.map((volume) => volume.day))) {
    const run = runs.find(({ from, to }) => from <= day && day < to);
    if (run === undefined) continue;
    const metered = volumes.filter((volume) => volume.day === day).reduce((total, { quantity }) => total.add(quantity), ZERO);
    const limit = limitOn(parts, run, day);
    const left = limit === null ? null : limit.sub(filled);
    const room = left === null || left.compare(ZERO) >= 0 ? left : ZERO;
    const counted = room !== null && room.compare(metered) < 0 ? room : metered;
    // What is not limited fills nothing.
    if (room !== null) filled = filled.add(counted);
    days.push({ day, run, metered, counted, excess: metered.sub(counted), room });
  }
  return { days, filled };
}

function recomputedRun(run: ExplainedRun, counted: Rational): RecomputedRun & { readonly redeployed: Rational; readonly adjustedHours: Rational } {
  const { value, adjust, redeployable } = run;
  const usable = value?.entry.formula === 'time-saved' ? (redeployable?.redeployable ?? null) : ONE;
  if (value === null || usable === null) return { run, counted, gross: ZERO, adjusted: ZERO, hours: ZERO, redeployed: ZERO, adjustedHours: ZERO };
  const { amount, hours } = amountOf(value, counted);
  const kept = adjust === null ? usable : ONE.sub(adjust.deadweight).mul(adjust.attribution).mul(usable);
  return { run, counted, gross: amount, adjusted: amount.mul(kept), hours, redeployed: hours.mul(usable), adjustedHours: hours.mul(kept) };
}

const contributes = ({ value, redeployable }: ExplainedRun): boolean => value !== null && (value.entry.formula !== 'time-saved' || redeployable !== null);

/** Why there is no amount: the first that applies, in the order of contract section 4. */
function reasonFor(parts: ExplainedParts, used: readonly ExplainedRun[]): FigureReason | null {
  const { benefitOwner, processChange, countsFrom, values, month } = parts;
  const isBefore = countsFrom !== null && lastDay(month) < countsFrom;
  if (benefitOwner === null || processChange === null) return 'DRAFT';
  if (values.length === 0) return 'NO_VALUE';
  if (parts.baseline === null) return 'NO_BASELINE';
  const savesOnlyTime = values.every(({ entry }) => entry.formula === 'time-saved');
  if (savesOnlyTime && parts.redeployableAtEnd === null && !(parts.statesRedeployable && isBefore)) return 'NO_REDEPLOYABLE';
  if (isBefore) return 'BEFORE_PROCESS_CHANGE';
  const amountUnits = new Set(used.filter(contributes).map(({ value }) => value?.unit));
  return unitsOf(parts.volumes).size > 1 || amountUnits.size > 1 ? 'MIXED_UNITS' : null;
}

function estimated({ values, month }: ExplainedParts, { entry, rampShare, value }: ExplainedEstimate): { quantity: Rational; amount: Rational | null } {
  const share = seasonIn(entry.seasonality, `${month}-01`).mul(rampShare).mul(ONE.sub(entry.optimismBias));
  const quantity = entry.annualVolume.mul(share).div(TWELVE);
  // An amount in another unit than the month's own would be compared with it.
  return { quantity, amount: value === null || value.unit !== values.at(-1)?.unit ? null : amountOf(value, quantity).amount };
}

function potentialOf(volumes: readonly ExplainedVolume[] | null): Rational | null {
  return volumes === null || unitsOf(volumes).size > 1 ? null : volumes.reduce((total, { quantity }) => total.add(quantity), ZERO);
}

function filledBefore(parts: ExplainedParts): Rational {
  return parts.before.reduce((filled, month) => countedDays(parts, month, filled).filled, ZERO);
}

/** Evaluates a figure from its parts. */
export function recompute(parts: ExplainedParts): Recomputed {
  const before = filledBefore(parts);
  const { days } = countedDays(parts, parts, before);
  const used = [...new Set(days.map(({ run }) => run))];
  const total = <T>(items: readonly T[], of: (item: T) => Rational): Rational => items.reduce((sum, item) => sum.add(of(item)), ZERO);
  const runs = used.map((run) =>
    recomputedRun(
      run,
      total(
        days.filter((day) => day.run === run),
        ({ counted }) => counted,
      ),
    ),
  );
  const reason = reasonFor(parts, used);
  const isMixed = unitsOf(parts.volumes).size > 1;
  const countsNothing = parts.countsFrom === null || lastDay(parts.month) < parts.countsFrom;
  const signed = (value: Rational): Rational => (parts.polarity === 'DISBENEFIT' ? ZERO.sub(value) : value);
  const shown = (of: (run: (typeof runs)[number]) => Rational): Rational | null => (reason === null ? signed(total(runs, of)) : null);
  const plan = parts.estimate && estimated(parts, parts.estimate);
  const savesTime = reason === null && parts.values.some(({ entry }) => entry.formula === 'time-saved');
  const hours = (of: (run: (typeof runs)[number]) => Rational): Rational => signed(total(runs, of));
  return {
    actual: isMixed ? null : total(parts.volumes, ({ quantity }) => quantity),
    counted: isMixed ? (countsNothing ? ZERO : null) : total(days, ({ counted }) => counted),
    excess: isMixed ? (countsNothing ? ZERO : null) : total(days, ({ excess }) => excess),
    gross: shown(({ gross }) => gross),
    adjusted: shown(({ adjusted }) => adjusted),
    hours: savesTime ? { gross: hours((run) => run.hours), adjusted: hours((run) => run.adjustedHours), redeployed: hours((run) => run.redeployed) } : null,
    estimatedQuantity: plan?.quantity ?? null,
    estimatedAmount: plan?.amount ? signed(plan.amount) : null,
    potential: potentialOf(parts.potential),
    reason,
    days: days.filter(({ day }) => monthOf(day) === parts.month).map(({ day, metered, counted, excess, room }) => ({ day, metered, counted, excess, room })),
    runs,
    countedBefore: before,
  };
}
