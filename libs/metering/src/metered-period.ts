import { effectiveValues, type Amendment } from './amendment.js';
import { microQuantity, type MicroQuantity } from './micro-quantity.js';
import { compareSendings } from './sending.js';
import { sharesOf, type Series } from './series.js';
import type { TimeSpan } from './spread.js';
import type { AggregatedUsage, UsageValues } from './usage.js';

/** An aggregate that is known: its content matters only while its identity is claimed. */
export type StatedAggregate = Omit<AggregatedUsage, 'content'>;

/** One statement about the slot (series and period) of an aggregate, with all that was said about it; several revisions compete for a slot. */
export interface AggregateSlot {
  readonly event: StatedAggregate;
  readonly amendments: readonly Amendment[];
  /** The source's aggregates are kept for reference and never count. */
  readonly reference: boolean;
}

/** A winner of its slot that counts. */
export interface MeteredPeriod {
  readonly event: StatedAggregate;
  /** What the quantities are for: the event's own period; of a counter, the time since the sample before. */
  readonly span: TimeSpan;
  readonly shares: readonly MeteredShare[];
}

export interface MeteredShare {
  readonly series: Series;
  readonly micros: MicroQuantity;
}

interface Claim {
  readonly event: StatedAggregate;
  readonly values: UsageValues;
}

/** Whether an aggregate takes part in its slot: not for reference, not retracted, and not an attempt that another one follows. */
const claimOf = ({ event, amendments, reference }: AggregateSlot): Claim | null => {
  const values = reference ? null : effectiveValues(event, amendments);
  return values?.final ? { event, values } : null;
};

const beats = (a: StatedAggregate, b: StatedAggregate): boolean => (a.period.revision - b.period.revision || compareSendings(a, b)) > 0;

/** One claim for each key: the highest revision, then the latest time, then the greatest id. */
function winnersOf(claims: readonly Claim[], keyOf: (event: StatedAggregate) => string | number): readonly Claim[] {
  const winners = new Map<string | number, Claim>();
  for (const claim of claims) {
    const key = keyOf(claim.event);
    const known = winners.get(key);
    if (known === undefined || beats(claim.event, known.event)) winners.set(key, claim);
  }
  return [...winners.values()];
}

// A correction changes the values of an event, never its place: the subject and source are the original's.
const sharesOfClaim = ({ event: { source, subject }, values }: Claim): readonly MeteredShare[] =>
  sharesOf({ ...values, source, subject }).map(({ series, quantity }) => ({ series, micros: microQuantity(quantity) }));

/** A counter is known by its measure and unit: what a correction says about outcome or place moves a difference to another series and starts no counter. */
const counterOf = ({ measure, unit }: Series): string => JSON.stringify(measure === null ? [unit] : [measure.name, measure.unit]);

interface Sample {
  readonly event: StatedAggregate;
  readonly shares: readonly MeteredShare[];
}

/**
 * What counters gained from one sample to the next. All of them started anew where the period starts at or after the end of the last one, or where the
 * quantity fell; a measure that falls started anew alone; one that the last sample did not have counts whole.
 */
function gainOf({ event, shares }: Sample, previous: Sample | undefined): MeteredPeriod {
  const { start, end } = event.period;
  if (previous === undefined) return { event, span: { start, end }, shares };
  const last = previous.event.period;
  const earlier = new Map(previous.shares.map(({ series, micros }) => [counterOf(series), micros]));
  const fell = ({ series, micros }: MeteredShare): boolean => micros < (earlier.get(counterOf(series)) ?? 0n);
  const restarted = start >= last.end || shares.some((share) => share.series.measure === null && fell(share));
  const gained = shares.map((share) =>
    restarted || fell(share) ? share : { series: share.series, micros: share.micros - (earlier.get(counterOf(share.series)) ?? 0n) },
  );
  return { event, span: { start: Math.max(start, last.end), end }, shares: gained };
}

/** The periods of one series that count, without those that are superseded, retracted or for reference: delta and snapshot, then counters by their end. */
export function meteredPeriods(slots: readonly AggregateSlot[]): readonly MeteredPeriod[] {
  const claims = slots.map(claimOf).filter((claim) => claim !== null);
  const stated = winnersOf(
    claims.filter(({ event }) => event.period.mode !== 'cumulative'),
    ({ period }) => `${period.start}/${period.end}`,
  ).map((claim) => ({ event: claim.event, span: claim.event.period, shares: sharesOfClaim(claim) }));
  const samples = winnersOf(
    claims.filter(({ event }) => event.period.mode === 'cumulative'),
    ({ period }) => period.end,
  )
    .map((claim): Sample => ({ event: claim.event, shares: sharesOfClaim(claim) }))
    .sort((a, b) => a.event.period.end - b.event.period.end);
  return [...stated, ...samples.map((sample, index) => gainOf(sample, samples[index - 1]))];
}
