import { effectiveValues, type Amendment } from './amendment.js';
import type { Contribution } from './contribution.js';
import { microQuantity } from './micro-quantity.js';
import { sharesOf } from './series.js';
import type { DayOf, RecordedUsage } from './usage.js';

/** A recorded usage event with all that was said about it. */
export interface RecordedFact {
  readonly original: Omit<RecordedUsage, 'content'>;
  readonly amendments: readonly Amendment[];
  /** The source's events are kept for reference and never count. */
  readonly reference: boolean;
}

/**
 * What a recorded usage adds: its quantity and each of its measures, on the day, subject and source of the original. Nothing where it was retracted,
 * is for reference, or is an attempt that another one follows. Corrected to 0 it still is one event, with a quantity of 0.
 */
export function contributionsOfRecorded({ original, amendments, reference }: RecordedFact, { dayOf }: { readonly dayOf: DayOf }): readonly Contribution[] {
  const values = reference ? null : effectiveValues(original, amendments);
  if (values === null || !values.final) return [];
  const day = dayOf(original.instant);
  const { source, subject } = original;
  return sharesOf({ ...values, source, subject }).map(({ series, quantity }) => ({ series, day, micros: microQuantity(quantity), events: 1 }));
}
