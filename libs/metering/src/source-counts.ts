import type { Outcome } from './candidate.js';

export interface SourceCounts {
  readonly tenant: string;
  readonly source: string;
  readonly accepted: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly rejected: number;
}

const FIELD = { accept: 'accepted', duplicate: 'duplicate', conflict: 'conflict', reject: 'rejected' } as const satisfies Record<
  Outcome['kind'],
  'accepted' | 'duplicate' | 'conflict' | 'rejected'
>;

type Counting = { -readonly [Field in keyof SourceCounts]: SourceCounts[Field] };

/** How often each outcome happened to each source, ordered by tenant and source. */
export function countBySource(items: Iterable<{ readonly tenant: string; readonly source: string; readonly kind: Outcome['kind'] }>): readonly SourceCounts[] {
  const counts = new Map<string, Counting>();
  for (const { tenant, source, kind } of items) {
    const key = `${tenant}\u0000${source}`;
    const known = counts.get(key) ?? { tenant, source, accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
    known[FIELD[kind]] += 1;
    counts.set(key, known);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
