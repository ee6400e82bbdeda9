import type { Day } from '@hemtag/kernel';

import type { MeteredEvent } from './usage.js';

/** An event that passed every check which needs no memory. */
export interface Candidate<Event extends MeteredEvent = MeteredEvent> {
  readonly tenant: string;
  readonly identity: string;
  readonly contentHash: string;
  /** The local day of the event's instant. */
  readonly day: Day;
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
