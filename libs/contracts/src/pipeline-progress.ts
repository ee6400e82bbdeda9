import type { PublishedOutboxRow, PublishedPendingRow, PublishedProgressRow } from './published-views.js';

/** Offsets by partition. */
export type Offsets = ReadonlyMap<number, bigint>;

/** Ids of the last row that was ever written and of the first one that waits; null where there is none. */
export interface PendingState {
  readonly lastId: bigint | null;
  readonly firstPendingId: bigint | null;
}

/** How many records below `ends` are not reached; a partition of which nothing is known is at its beginning. */
export function recordsBehind(ends: Offsets, reached: Offsets): bigint {
  let behind = 0n;
  for (const [partition, end] of ends) {
    const missing = end - (reached.get(partition) ?? 0n);
    if (missing > 0n) behind += missing;
  }
  return behind;
}

/** How many rows up to `lastId` still wait, at most; ids that were never used count, too. */
export function pendingUpTo(lastId: bigint | null, { firstPendingId }: PendingState): bigint {
  if (lastId === null || firstPendingId === null || lastId < firstPendingId) return 0n;
  return lastId - firstPendingId + 1n;
}

/** Rows of a published view of progress. */
export const progressOffsets = (rows: readonly PublishedProgressRow[]): Offsets => new Map(rows.map((row) => [row.partition_id, BigInt(row.next_offset)]));

const idOf = (id: string | null | undefined): bigint | null => (id === null || id === undefined ? null : BigInt(id));
/** The one row of a published view of what is pending; none where nothing was ever written. */
export const pendingState = (row: PublishedOutboxRow | PublishedPendingRow | undefined): PendingState => ({
  lastId: idOf(row?.last_id),
  firstPendingId: idOf(row?.first_pending_id),
});
