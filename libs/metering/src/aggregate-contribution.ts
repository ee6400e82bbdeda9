import type { Day, Instant } from '@hemtag/kernel';

import { effectiveValues } from './amendment.js';
import type { Contribution } from './contribution.js';
import { meteredPeriods, type AggregateSlot, type StatedAggregate } from './metered-period.js';
import { daysOfPeriod, spreadOverDays } from './spread.js';
import type { DayOf } from './usage.js';

export interface AggregateOptions {
  readonly dayOf: DayOf;
  /**
   * Only periods that end after this instant are answered: the one before the first that changed is there to be subtracted, and what it counts itself
   * need not be spread over the years since its counter started. Everything where it is left out.
   */
  readonly endingAfter?: Instant;
}

/**
 * What the aggregates of one series add. All slots must have the same own series (`ownSeriesOf`).
 *
 * To learn what a change adds, it is enough to call this before and after it with a window: every slot of the periods that the change touches and, for
 * counters, every slot of the nearest earlier and the nearest later end that count. The answers' difference is then that of the whole series.
 */
export function contributionsOfSlots(slots: readonly AggregateSlot[], { dayOf, endingAfter = -Infinity }: AggregateOptions): readonly Contribution[] {
  return meteredPeriods(slots)
    .filter(({ span }) => span.end > endingAfter)
    .flatMap(({ span, shares }) =>
      shares.flatMap(({ series, micros }) => spreadOverDays(micros, span, dayOf).map((share) => ({ series, ...share, events: 1 }))),
    );
}

/**
 * The days on which a period counts whose source expects to say more about it, in order; a day as often as there are such periods, so that the answers
 * of two windows can be added. All slots must have the same own series.
 */
export function incompleteDays(slots: readonly AggregateSlot[], { dayOf, endingAfter = -Infinity }: AggregateOptions): readonly Day[] {
  const open = meteredPeriods(slots).filter(({ event, span }) => !event.period.complete && span.end > endingAfter);
  return open.flatMap(({ span }) => daysOfPeriod(span, dayOf)).sort();
}

const isCounter = ({ period }: StatedAggregate): boolean => period.mode === 'cumulative';

/** Whether both would count the same time twice: a restatement of the same period does not, nor do two samples of one counter. */
function collide(a: StatedAggregate, b: StatedAggregate): boolean {
  if (a.period.start >= b.period.end || b.period.start >= a.period.end) return false;
  if (isCounter(a) || isCounter(b)) return isCounter(a) !== isCounter(b);
  return a.period.start !== b.period.start || a.period.end !== b.period.end;
}

/**
 * The first of the slots whose period the event overlaps without being equal to it, or null. A counter overlaps every delta or snapshot of the time since
 * it started. Retracted slots and those for reference are no obstacle; attempts that are not final are one, because a correction may make them final.
 * All must have the same own series.
 */
export const overlapOf = (event: StatedAggregate, slots: readonly AggregateSlot[]): AggregateSlot | null =>
  slots.find((slot) => !slot.reference && effectiveValues(slot.event, slot.amendments) !== null && collide(event, slot.event)) ?? null;
