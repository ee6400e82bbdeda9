import type { Outcome } from './classify.js';

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
  keyof SourceCounts
>;

/** How often each outcome happened to each source, ordered by tenant and source. */
export function countBySource(items: readonly { readonly tenant: string; readonly source: string; readonly kind: Outcome['kind'] }[]): readonly SourceCounts[] {
  const counts = new Map<string, SourceCounts>();
  for (const { tenant, source, kind } of items) {
    const key = `${tenant}\u0000${source}`;
    const known = counts.get(key) ?? { tenant, source, accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
    counts.set(key, { ...known, [FIELD[kind]]: known[FIELD[kind]] + 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
