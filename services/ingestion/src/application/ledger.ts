import type { Day } from '@hemtag/kernel';
import type { Amendment, PeriodMode, Series, UsageValues } from '@hemtag/metering';

/** Where a row of the ledger came from. */
interface LedgerRow {
  readonly partition: number;
  readonly offset: bigint;
}

/** What the rows of the ledger have in common; its series says the rest. */
interface LedgerUsage extends LedgerRow, Pick<UsageValues, 'quantity' | 'measures' | 'final'> {
  readonly seriesId: number;
  readonly id: string;
  readonly timeMs: number;
  readonly reference: boolean;
  readonly amendments: readonly Amendment[];
}

export interface LedgerEvent extends LedgerUsage {
  readonly day: Day;
}

export interface LedgerAggregate extends LedgerUsage {
  readonly startMs: number;
  readonly endMs: number;
  readonly mode: PeriodMode;
  readonly revision: number;
  readonly complete: boolean;
}

export interface LedgerAmendment extends LedgerRow {
  readonly source: string;
  readonly timeMs: number;
}

/** A row of what is recomputed: quantities as decimal text without trailing zeros, counts as text. */
export interface StoredVolume {
  readonly seriesId: number;
  readonly day: Day;
  readonly quantity: string;
  readonly events: string;
}
export interface StoredActivity {
  readonly source: string;
  readonly day: Day;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly events: number;
}
export interface StoredFeedDay {
  readonly source: string;
  readonly subject: string;
  readonly day: Day;
  readonly feed: string;
}
export interface StoredIncompleteDay {
  readonly source: string;
  readonly day: Day;
  readonly aggregates: number;
}

export const SOURCE_COUNTS = ['accepted', 'conflict', 'rejected', 'rejectedByGateway'] as const;
export type SourceCount = (typeof SOURCE_COUNTS)[number];
export interface SourceTotals extends Readonly<Record<SourceCount, bigint>> {
  readonly source: string;
}

export interface LedgerMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Identities of usage events of the month; they stay when its ledger goes. */
  readonly events: number;
  /** No table of the ledger takes its rows. */
  readonly isDetached: boolean;
}

/** Identities and rows of the ledger that have no counterpart. */
export interface LoneRow {
  readonly part: 'events' | 'aggregates' | 'amendments';
  readonly place: string;
  readonly stored: string;
  readonly recomputed: string;
}

export interface StoredPartition {
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
  /** As the fence has it; null where there is none. */
  readonly consumedUpTo: bigint | null;
  readonly accepted: bigint;
  readonly conflict: bigint;
  readonly rejected: bigint;
  /** Of the table of rejects, from the first offset on. */
  readonly storedConflicts: bigint;
  readonly storedRejects: bigint;
}

/** Rows in shares, so that memory does not grow with the ledger. */
export type Shares<Row> = AsyncIterable<readonly Row[]>;

/** Everything as it was at one moment. Only what is counted or compared row by row is read in shares. */
export interface Ledger {
  tenants(): Promise<readonly string[]>;
  series(tenant: string): Promise<ReadonlyMap<number, Series>>;
  /** Months that have usage events, volumes or feed days, in order. */
  months(tenant: string): Promise<readonly LedgerMonth[]>;
  events(tenant: string, month: string): Shares<LedgerEvent>;
  /** All of a series one after the other. */
  aggregates(tenant: string): Shares<LedgerAggregate>;
  amendments(tenant: string): Shares<LedgerAmendment>;
  volumes(tenant: string, month: string): Shares<StoredVolume>;
  feedDays(tenant: string, month: string): Shares<StoredFeedDay>;
  activity(tenant: string): Shares<StoredActivity>;
  incompleteDays(tenant: string): Shares<StoredIncompleteDay>;
  storedTotals(tenant: string): Promise<readonly SourceTotals[]>;
  /** Counted from identities and rejects; heartbeats, of which no source is kept, are apart. */
  countedTotals(tenant: string): Promise<{ readonly sources: readonly SourceTotals[]; readonly heartbeats: bigint; readonly identities: bigint }>;
  /** At most `limit`; rows of these months are not looked for. */
  loneRows(tenant: string, detached: readonly string[], limit: number): Promise<readonly LoneRow[]>;
  partitions(topic: string): Promise<readonly StoredPartition[]>;
}

export interface LedgerSnapshots {
  /** All that `work` reads is of one moment. */
  inSnapshot<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>;
}
