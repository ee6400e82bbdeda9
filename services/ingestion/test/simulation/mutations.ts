import type { Mutation } from './faulty-database.js';

interface ProvenMutation extends Mutation {
  /**
   * Seeds that come near what is spoilt, one of which must notice it; empty where only the order in which statements meet inside PostgreSQL decides. For
   * those, `npm run test:simulation -- --mutate NAME` plays many seeds.
   */
  readonly shownBy: readonly number[];
}

/** The text must be there, else the mutation would prove nothing. */
const replacing = (name: string, shownBy: readonly number[], found: RegExp, by: string): ProvenMutation => ({
  name,
  shownBy,
  apply: (text) => {
    if (!found.test(text)) throw new Error(`the flush statement no longer holds ${found.source}`);
    return text.replace(found, by);
  },
});

const RESERVED = /( UNION ALL SELECT tenant, identity, content_hash, day, series_id, kind, amendments FROM unnest\([^)]*\) AS claim \([^)]*\))/;

/** Ways to spoil the flush statement. Each of them must make the simulation fail. */
export const MUTATIONS: readonly ProvenMutation[] = [
  replacing(
    'fence-does-not-abort',
    [2, 3, 5, 7],
    /WHEN \(SELECT count\(\*\) FROM fenced\) <> \S+(?:\[\])?\) THEN abort_flush\('fenced'\)/,
    'WHEN false THEN NULL',
  ),
  replacing('epoch-is-not-compared', [2, 3, 4, 8], / AND c\.epoch = partition\.epoch/, ''),
  replacing('offset-may-be-ahead', [2, 5, 8, 3], /c\.next_offset = partition\.first_offset/, 'c.next_offset <= partition.first_offset'),
  replacing('aggregates-are-not-compared', [], / AND s\.revision = aggregate_series\.was/, ' AND aggregate_series.was > 0'),
  replacing('amendments-are-not-compared', [], / AND i\.amendments = amended\.was/, ''),
  replacing('originals-are-not-reserved', [1, 2], RESERVED, '$1 WHERE kind <> 0'),
];
