import type { Day } from '@hemtag/kernel';

/** A period with its first day (null: from ever) and, where it ends by itself, its first day after. */
export interface Period {
  readonly validFrom?: Day | undefined;
  readonly validTo?: Day | undefined;
}

export type PeriodFault<T> =
  { readonly problem: 'empty'; readonly entry: T } | { readonly problem: 'overlap' | 'gap'; readonly entry: T; readonly previous: T };

/** Faults of entries in ascending order of `validFrom`; an entry without `validTo` holds until the next one begins. */
export function periodFaults<T extends Period>(entries: readonly T[]): PeriodFault<T>[] {
  return entries.flatMap((entry, index): PeriodFault<T>[] => {
    const faults: PeriodFault<T>[] = [];
    const { validFrom = '', validTo } = entry;
    if (validTo !== undefined && validTo <= validFrom) faults.push({ problem: 'empty', entry });
    const previous = entries[index - 1];
    if (previous?.validTo !== undefined && previous.validTo !== validFrom)
      faults.push({ problem: previous.validTo > validFrom ? 'overlap' : 'gap', entry, previous });
    return faults;
  });
}

/** The first day on which an entry no longer holds; null where it holds for good. */
export const endOf = (entries: readonly Period[], index: number): Day | null => entries[index]?.validTo ?? entries[index + 1]?.validFrom ?? null;

/** Whether entries without gaps hold on every day from `from` up to `to` (null: for good). */
export function holdThroughout(entries: readonly Period[], from: Day, to: Day | null): boolean {
  const [first] = entries;
  const end = endOf(entries, entries.length - 1);
  if (!first || (first.validFrom ?? '') > from) return false;
  return end === null || (to !== null && to <= end);
}
