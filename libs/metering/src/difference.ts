import type { Contribution } from './contribution.js';
import { canonicalSeries, type Series } from './series.js';

/**
 * What has to be added to the volumes when `before` gives way to `after`: one row for each series and day that changes, in the order of the canonical
 * series and the day; quantity and number of events may be below 0.
 */
export function differenceOf(before: readonly Contribution[], after: readonly Contribution[]): readonly Contribution[] {
  // The days of one spread share their series, which is slow to write out.
  const canonical = new Map<Series, string>();
  const sums = new Map<string, Contribution>();
  const add = ({ series, day, micros, events }: Contribution): void => {
    const text = canonical.get(series) ?? canonicalSeries(series);
    canonical.set(series, text);
    const key = `${text}\u0000${day}`;
    const known = sums.get(key);
    sums.set(key, { series, day, micros: (known?.micros ?? 0n) + micros, events: (known?.events ?? 0) + events });
  };
  after.forEach(add);
  for (const { series, day, micros, events } of before) add({ series, day, micros: -micros, events: -events });
  return [...sums]
    .filter(([, { micros, events }]) => micros !== 0n || events !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, difference]) => difference);
}
