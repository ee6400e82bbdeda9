import type { Day, Instant } from '@hemtag/kernel';

import type { Candidate } from './candidate.js';
import type { Contribution } from './contribution.js';
import { microQuantityText, type MicroQuantity } from './micro-quantity.js';
import type { BookedSeries } from './series-book.js';
import type { MeteredEvent } from './usage.js';

/** What one usage adds, or no longer adds, to a tenant's series on one local day. */
export interface BookedContribution extends Omit<Contribution, 'series'> {
  readonly booked: BookedSeries;
}

/** What a flush changes in the volume of a series on one local day. */
export interface VolumeDelta {
  readonly booked: BookedSeries;
  readonly day: Day;
  /** Decimal text, also below 0. */
  readonly quantity: string;
  readonly events: number;
}

/** What a batch adds to a source's activity on one local day. */
export interface ActivityDelta {
  readonly tenant: string;
  readonly source: string;
  readonly day: Day;
  readonly first: Instant;
  readonly last: Instant;
  readonly events: number;
}

const ordered = <T>(items: Iterable<T>, keyOf: (item: T) => string): readonly T[] =>
  [...items]
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);

const keyed = (...parts: readonly string[]): string => parts.join('\u0000');

interface Sum {
  readonly booked: BookedSeries;
  readonly day: Day;
  micros: MicroQuantity;
  events: number;
}

/**
 * Sums contributions to what they change in the day volumes; what cancels out is left away. The order of the answer is that of the keys, so that all
 * writers lock rows in one order.
 */
export function foldVolumes(contributions: Iterable<BookedContribution>): readonly VolumeDelta[] {
  const sums = new Map<BookedSeries, Map<Day, Sum>>();
  for (const { booked, day, micros, events } of contributions) {
    const days = sums.get(booked) ?? new Map<Day, Sum>();
    const sum = days.get(day);
    if (sum) {
      sum.micros += micros;
      sum.events += events;
    } else {
      days.set(day, { booked, day, micros, events });
      sums.set(booked, days);
    }
  }
  const changed = [...sums.values()].flatMap((days) => [...days.values()].filter(({ micros, events }) => micros !== 0n || events !== 0));
  return ordered(changed, ({ booked, day }) => keyed(booked.tenant, booked.key, day)).map(({ micros, ...sum }) => ({
    ...sum,
    quantity: microQuantityText(micros),
  }));
}

type Active = { -readonly [Field in keyof ActivityDelta]: ActivityDelta[Field] };

/** First and last accepted event of each source on each local day, of every kind, attempts included: they show that the source is alive. */
export function foldActivity(
  accepted: Iterable<Pick<Candidate, 'tenant' | 'day'> & { readonly event: Pick<MeteredEvent, 'source' | 'instant'> }>,
): readonly ActivityDelta[] {
  const days = new Map<string, Active>();
  for (const { tenant, day, event } of accepted) {
    const { source, instant } = event;
    const key = keyed(tenant, source, day);
    const known = days.get(key);
    if (known) {
      known.first = Math.min(known.first, instant);
      known.last = Math.max(known.last, instant);
      known.events += 1;
    } else days.set(key, { tenant, source, day, first: instant, last: instant, events: 1 });
  }
  return ordered(days.values(), ({ tenant, source, day }) => keyed(tenant, source, day));
}
