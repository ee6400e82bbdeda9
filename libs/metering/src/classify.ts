import type { MeteredEvent } from './usage.js';

/** An event that passed every check which needs no memory. */
export interface Candidate<Event extends MeteredEvent = MeteredEvent> {
  readonly tenant: string;
  readonly identity: string;
  readonly contentHash: string;
  readonly event: Event;
}

/** What becomes of one record. Each record gets exactly one. */
export type Outcome<Code extends string = string> =
  | { readonly kind: 'accept' }
  /** The same event again. */
  | { readonly kind: 'duplicate' }
  /** Another content under an identity that is taken: the first one stays. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'reject'; readonly code: Code };

export type Claimed = Exclude<Outcome, { readonly kind: 'reject' }>;

/** The first candidate of each identity, in the order of the batch: those that may claim it. */
export function firstOfEach<Kind extends Candidate>(candidates: readonly Kind[]): readonly Kind[] {
  const first = new Map<string, Kind>();
  for (const candidate of candidates) if (!first.has(candidate.identity)) first.set(candidate.identity, candidate);
  return [...first.values()];
}

/**
 * Decides for each candidate, in order. `earlier` holds the content hash of the identities that were claimed before this batch; an identity that is
 * missing there is claimed by its first candidate here.
 */
export function classify(candidates: readonly Candidate[], earlier: ReadonlyMap<string, string>): readonly Claimed[] {
  const contents = new Map(earlier);
  return candidates.map(({ identity, contentHash }) => {
    const known = contents.get(identity);
    if (known === undefined) {
      contents.set(identity, contentHash);
      return { kind: 'accept' };
    }
    return { kind: known === contentHash ? 'duplicate' : 'conflict' };
  });
}
