import type { Instant } from '@hemtag/kernel';

/** Who said something, and when. */
export interface Sending {
  readonly id: string;
  readonly source: string;
  readonly instant: Instant;
}

const compare = <Value extends number | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders by time, then by id, then by source (both are ASCII, so this is also the order of their bytes): the last one holds, whatever came first. */
export const compareSendings = (a: Sending, b: Sending): number => compare(a.instant, b.instant) || compare(a.id, b.id) || compare(a.source, b.source);
