import type { Day } from '@hemtag/kernel';

import type { Contribution } from './contribution.js';
import { canonicalSeries, type Series } from './series.js';

type Sum = { -readonly [Field in keyof Contribution]: Contribution[Field] };

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/**
 * What has to be added to the volumes when `before` gives way to `after`: one row for each series and day that changes, in the order of the canonical
 * series and the day; quantity and number of events may be below 0.
 */
export function differenceOf(before: readonly Contribution[], after: readonly Contribution[]): readonly Contribution[] {
  const daysOfSeries = new Map<string, Map<Day, Sum>>();
  // The days of one spread follow each other and share their series, which is slow to write out.
  let last: { readonly series: Series; readonly days: Map<Day, Sum> } | undefined;
  const sumOf = ({ series, day }: Contribution): Sum => {
    if (last?.series !== series) {
      const canonical = canonicalSeries(series);
      const days = daysOfSeries.get(canonical) ?? new Map<Day, Sum>();
      daysOfSeries.set(canonical, days);
      last = { series, days };
    }
    const sum = last.days.get(day) ?? { series, day, micros: 0n, events: 0 };
    last.days.set(day, sum);
    return sum;
  };
  for (const contribution of after) {
    const sum = sumOf(contribution);
    sum.micros += contribution.micros;
    sum.events += contribution.events;
  }
  for (const contribution of before) {
    const sum = sumOf(contribution);
    sum.micros -= contribution.micros;
    sum.events -= contribution.events;
  }
  return [...daysOfSeries]
    .sort(byKey)
    .flatMap(([, days]) => [...days].sort(byKey).map(([, sum]) => sum))
    .filter(({ micros, events }) => micros !== 0n || events !== 0);
}
