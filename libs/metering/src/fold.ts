import type { Day, Instant } from '@hemtag/kernel';

import type { Candidate } from './classify.js';
import type { Contribution } from './contribution.js';
import { uuidOf } from './identity.js';
import { microQuantityText, type MicroQuantity } from './micro-quantity.js';
import { canonicalSeries, type Series } from './series.js';
import type { DayOf, Digest128 } from './usage.js';

/** What a flush changes in the volume of a series on one local day. */
export interface VolumeDelta {
  readonly tenant: string;
  readonly seriesKey: string;
  readonly series: Series;
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

export interface FoldOptions {
  /** The day finder of a tenant. */
  readonly dayOf: (tenant: string) => DayOf;
  readonly digest: Digest128;
}

const ordered = <T>(items: Iterable<T>, keyOf: (item: T) => string): readonly T[] =>
  [...items]
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);

const keyed = (...parts: readonly string[]): string => parts.join('\u0000');

/** What one usage adds, or no longer adds, to a tenant's series on one local day. */
export interface TenantContribution extends Contribution {
  readonly tenant: string;
}

interface Sum extends Omit<VolumeDelta, 'quantity' | 'events'> {
  micros: MicroQuantity;
  events: number;
}

/**
 * Sums contributions to what they change in the day volumes; what cancels out is left away. The order of the answer is that of the keys, so that all
 * writers lock rows in one order.
 */
export function foldVolumes(contributions: Iterable<TenantContribution>, { digest }: Pick<FoldOptions, 'digest'>): readonly VolumeDelta[] {
  const seriesKeys = new Map<string, string>();
  const sums = new Map<string, Sum>();
  for (const { tenant, series, day, micros, events } of contributions) {
    const canonical = canonicalSeries(series);
    const seriesKey = seriesKeys.get(canonical) ?? uuidOf(digest(canonical));
    seriesKeys.set(canonical, seriesKey);
    const key = keyed(tenant, seriesKey, day);
    const sum = sums.get(key);
    if (sum) {
      sum.micros += micros;
      sum.events += events;
    } else sums.set(key, { tenant, seriesKey, series, day, micros, events });
  }
  const changed = [...sums.values()].filter(({ micros, events }) => micros !== 0n || events !== 0);
  return ordered(changed, ({ tenant, seriesKey, day }) => keyed(tenant, seriesKey, day)).map(({ micros, ...sum }) => ({
    ...sum,
    quantity: microQuantityText(micros),
  }));
}

/** First and last accepted event of each source on each local day, non-final attempts included: they show that the source is alive. */
export function foldActivity(accepted: readonly Candidate[], { dayOf }: Pick<FoldOptions, 'dayOf'>): readonly ActivityDelta[] {
  const days = new Map<string, ActivityDelta>();
  for (const { tenant, event } of accepted) {
    const day = dayOf(tenant)(event.instant);
    const key = keyed(tenant, event.source, day);
    const known = days.get(key) ?? { tenant, source: event.source, day, first: event.instant, last: event.instant, events: 0 };
    days.set(key, { ...known, first: Math.min(known.first, event.instant), last: Math.max(known.last, event.instant), events: known.events + 1 });
  }
  return ordered(days.values(), ({ tenant, source, day }) => keyed(tenant, source, day));
}
