import type { ChangesSinceClosing, KeptFigure, PeriodEntry, PeriodFacts, SnapshotHead } from '@hemtag/benefit';
import type { Instant, Result } from '@hemtag/kernel';

/** A line of the log with the hash of what the month showed; null where nothing was kept. */
export interface StoredEntry extends PeriodEntry {
  readonly hash: string | null;
}
export interface StoredApproval {
  readonly month: string;
  /** Of the entry that was approved. */
  readonly sequence: number;
  readonly actor: string;
  readonly at: Instant;
}
export interface StoredPeriods {
  readonly log: readonly StoredEntry[];
  readonly approvals: readonly StoredApproval[];
}

export interface Snapshot {
  readonly head: SnapshotHead;
  readonly figures: readonly KeptFigure[];
  readonly hash: string;
}

/** Rises when a reader of volumes takes over and when the volumes are emptied to be built anew. */
export type UsageEpoch = bigint;
/** The database's clock stands more than a second before the last step. */
export type ClockRefusal = { readonly kind: 'clock-behind' };
/** `usage-anew`: the epoch is another one than the caller's, so what the caller waited for may be gone. */
export type CutRefusal = ClockRefusal | { readonly kind: 'usage-anew' };

/** What one change of a tenant's periods does inside its one transaction. No other change of that tenant runs beside it. */
export interface PeriodTransaction {
  log(): Promise<readonly PeriodEntry[]>;
  /** As it stays until the change is over. */
  usageEpoch(): Promise<UsageEpoch>;
  /** Writes the entry with its instant, what the month shows with it (null for a reopening), and the message that says so. */
  append(entry: PeriodEntry, snapshot: Snapshot | null): Promise<StoredEntry>;
  approve(approval: Pick<StoredApproval, 'month' | 'sequence' | 'actor'>): Promise<void>;
}

export interface PeriodStore {
  /** What people had decided at an instant, the instant included; null: up to now. */
  factsOf(tenant: string, asKnownOn: Instant | null): Promise<PeriodFacts>;
  /** As they stood at an instant; null: as they stand now. */
  periodsOf(tenant: string, asKnownOn: Instant | null): Promise<StoredPeriods>;
  /** The figures that a line of the log kept. */
  keptFigures(tenant: string, entry: Pick<PeriodEntry, 'month' | 'sequence'>): Promise<readonly KeptFigure[]>;
  /** What has changed since a closing, up to an instant (null: up to now), of the volumes of its month and of the register. */
  changesSince(tenant: string, closing: Pick<PeriodEntry, 'month' | 'sequence'>, asKnownOn: Instant | null): Promise<ChangesSinceClosing>;
  usageEpoch(): Promise<UsageEpoch>;
  /** An instant up to which everything is known by now: nothing that is stored later counts as known on it. */
  cut(tenant: string, epoch: UsageEpoch): Promise<Result<Instant, CutRefusal>>;
  /** An instant for what keeps nothing: later than every cut and every step of the tenant, and it says nothing of what is stored later. */
  instant(tenant: string): Promise<Result<Instant, ClockRefusal>>;
  /** Text that differs as soon as anything differs that figures up to this day depend on. */
  mark(tenant: string, until: string): Promise<string>;
  change<T>(tenant: string, work: (transaction: PeriodTransaction) => Promise<T>): Promise<T>;
}

/** SHA-256 in hexadecimal digits. */
export type Digest = (text: string) => string;
