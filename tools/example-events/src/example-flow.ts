import type { Channel, Outcome } from '@hemtag/contracts';
import type { Month } from '@hemtag/kernel';

/** How the events of an activity spread over the days of a week, the months of a year and the hours of a day. */
export interface Rhythm {
  /** Weights from Monday to Sunday; a day without weight has no events. */
  readonly weekdays: readonly number[];
  /** Weights of the twelve months: a month's share of the year, whatever its number of days and weekends. */
  readonly months: readonly number[] | null;
  /** Weights of the 24 hours on the wall clock. */
  readonly hours: readonly number[];
}

/** What one source reports about one subject. */
export interface Activity {
  readonly tenant: string;
  readonly source: string;
  readonly subject: string;
  readonly unit: string;
  readonly channel: Channel;
  readonly year: number;
  readonly timeZone: string;
  readonly idPrefix: string;
  readonly orgUnits: readonly string[];
  readonly nativeType: string | null;
  readonly rhythm: Rhythm;
}

/** A number of events of one activity that share outcome and channel. */
export interface Flow extends Activity {
  /** Own sequence of random numbers, so that a change of one flow leaves the others as they are. */
  readonly seed: number;
  /** Final events in the whole year. */
  readonly events: number;
  readonly everyActiveDay: boolean;
  readonly outcome: Outcome;
  readonly outcomeCode: string | null;
  /** Whether the register's example meters count these events. */
  readonly counts: boolean;
  /** Cents that `measures.amount` of all events add up to; null where the events carry no amount. */
  readonly amountCents: number | null;
  /** Every n-th event is the second attempt at something whose first attempt is reported too, as not final. */
  readonly earlierAttempt: { readonly everyNth: number; readonly outcome: Outcome; readonly channel: Channel } | null;
}

export const monthIndexOf = (month: Month): number => Number(month.slice(5, 7)) - 1;

/** Hours given as [from, up to, weight]. */
export function hoursOf(...spans: readonly (readonly [number, number, number])[]): number[] {
  return Array.from({ length: 24 }, (_, hour) => spans.find(([from, upTo]) => hour >= from && hour < upTo)?.[2] ?? 0);
}
