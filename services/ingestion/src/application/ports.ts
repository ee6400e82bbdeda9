import type { Fault, UsageAggregated, UsageCorrected, UsageEvent, UsageRecorded, UsageRetracted } from '@hemtag/contracts';
import type { Day } from '@hemtag/kernel';
import type {
  ActivityDelta,
  AggregateSlot,
  Amendment,
  BookedSeries,
  Candidate,
  RecordedFact,
  SourceCounts,
  SourceRegistry,
  VolumeDelta,
} from '@hemtag/metering';

/** One record of the log as it came. */
export interface IncomingRecord {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
  readonly timestamp: number;
}

/** Which offsets are decided together, and the proof that they are ours to decide. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: bigint;
  /** Everything below is stored; the batch decides from here, also where the log holds no record. */
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
}

export interface IncomingBatch extends Position {
  readonly messages: readonly IncomingRecord[];
}

/** A registered tenant as far as metering needs it. */
export interface RegisterSnapshot {
  readonly sources: SourceRegistry;
  /** The time zone of each tenant. */
  readonly timeZones: ReadonlyMap<string, string>;
}

export interface Register {
  current(): RegisterSnapshot;
  /** As it is in the database now. */
  reload(): Promise<RegisterSnapshot>;
}

/** A record that passed every check which needs no memory. */
export interface UsageCandidate<Event extends UsageEvent = UsageEvent> extends Candidate<Event> {
  /** Of tenant and identity: the key of `Facts`. */
  readonly key: string;
  /** The series of the event's own quantity; null for kinds that have none. */
  readonly booked: BookedSeries | null;
  readonly record: IncomingRecord;
  readonly partition: number;
  /** The source declares this kind of usage as for reference: stored, never counted. */
  readonly reference: boolean;
  /** The source declares which of its feeds is for reference, so both may speak of one subject and day. */
  readonly mixesFeeds: boolean;
}

export interface RejectedRecord {
  /** As it may be kept. */
  readonly record: IncomingRecord;
  /** Numbers of persons were taken out of it, so it cannot be sent again. */
  readonly masked: boolean;
  readonly topic: string;
  readonly partition: number;
  /** Both empty where the record does not lead to a registered source. */
  readonly tenant: string;
  readonly source: string;
  readonly fault: Fault;
  /** Of a conflict: the content that counts and the one that is refused. */
  readonly hashes: { readonly kept: string; readonly refused: string } | null;
}

export type ReadItem = { readonly kind: 'candidate'; readonly candidate: UsageCandidate } | { readonly kind: 'reject'; readonly rejected: RejectedRecord };

/** A batch whose records were read and checked, in the order of the log. */
export interface ReadBatch {
  readonly position: Position;
  readonly items: readonly ReadItem[];
}

export const EVENT_KINDS = { reserved: 0, recorded: 1, aggregated: 2, corrected: 3, retracted: 4, heartbeat: 5 } as const;

/** What is stored of an identity. */
export interface KnownIdentity {
  /** Null: only reserved by an amendment that came before its original. */
  readonly contentHash: string | null;
  readonly kind: (typeof EVENT_KINDS)[keyof typeof EVENT_KINDS];
  readonly amendments: number;
}

/** An event that amendments are about, as the ledger has it. */
export type Original =
  | { readonly kind: 'recorded'; readonly usage: RecordedFact['original']; readonly reference: boolean }
  | { readonly kind: 'aggregated'; readonly slot: StoredSlot };

/** An aggregate in the store, under the identity that amendments name. */
export interface StoredSlot extends AggregateSlot {
  readonly identity: string;
}

export interface StoredAggregates {
  /** 0 where the series has no aggregates yet. */
  readonly revision: number;
  /** Those that a change could touch: the same or overlapping periods; of counters the neighbours. */
  readonly slots: readonly StoredSlot[];
}

export type Feed = 'events' | 'aggregates';

/** What the store knows about a group of batches, at one moment or several: the flush compares all of it before it writes. */
export interface Facts {
  readonly identities: ReadonlyMap<string, KnownIdentity>;
  readonly amendments: ReadonlyMap<string, readonly Amendment[]>;
  readonly originals: ReadonlyMap<string, Original>;
  readonly aggregates: ReadonlyMap<BookedSeries, StoredAggregates>;
  readonly feeds: ReadonlyMap<string, Feed>;
}

/** The keys of `Facts`. NUL stands in no part. */
export const identityKey = (tenant: string, identity: string): string => `${tenant}\u0000${identity}`;
export const feedKey = (of: { readonly tenant: string; readonly source: string; readonly subject: string; readonly day: Day }): string =>
  `${of.tenant}\u0000${of.source}\u0000${of.subject}\u0000${of.day}`;

export interface PartitionCounts {
  readonly position: Position;
  readonly accepted: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly rejected: number;
  readonly skipped: bigint;
}

/** An identity that a candidate takes. */
export interface ClaimedIdentity {
  readonly candidate: UsageCandidate;
  /** Where the ledger has it; null for kinds that have no series. */
  readonly day: Day | null;
  readonly booked: BookedSeries | null;
  /** Amendments of it, with those of this flush. */
  readonly amendments: number;
  /** Null: nobody has claimed or reserved it. Otherwise it is reserved, and this is compared. */
  readonly known: KnownIdentity | null;
}

/** A usage that goes into the ledger. */
export interface AcceptedUsage<Event extends UsageRecorded | UsageAggregated> extends ClaimedIdentity {
  readonly candidate: UsageCandidate<Event>;
  readonly day: Day;
  readonly booked: BookedSeries;
}

/** Everything that one flush changes. */
export interface FlushPlan {
  readonly partitions: readonly PartitionCounts[];
  /** Single events; those that nobody has reserved claim their identity with their row. */
  readonly events: readonly AcceptedUsage<UsageRecorded>[];
  /** New identities of the other kinds. */
  readonly claimed: readonly ClaimedIdentity[];
  /** Reserved identities whose original has come. */
  readonly fulfilled: readonly (ClaimedIdentity & { readonly known: KnownIdentity })[];
  /** Identities of originals that are still to come. */
  readonly reserved: readonly { readonly tenant: string; readonly identity: string; readonly amendments: number }[];
  /** Known identities that get further amendments; `was` is compared, and whether the original is still to come. */
  readonly amended: readonly {
    readonly tenant: string;
    readonly identity: string;
    readonly isReserved: boolean;
    readonly was: number;
    readonly amendments: number;
  }[];
  readonly aggregates: readonly AcceptedUsage<UsageAggregated>[];
  /** Series whose aggregates change; the revision is compared, 0 = there are none. */
  readonly aggregateSeries: readonly { readonly booked: BookedSeries; readonly was: number }[];
  readonly amendments: readonly { readonly candidate: UsageCandidate<UsageCorrected | UsageRetracted>; readonly target: string }[];
  readonly feeds: readonly { readonly tenant: string; readonly source: string; readonly subject: string; readonly day: Day; readonly feed: Feed }[];
  readonly incompleteDays: readonly { readonly tenant: string; readonly source: string; readonly day: Day; readonly aggregates: number }[];
  readonly volumes: readonly VolumeDelta[];
  readonly activity: readonly ActivityDelta[];
  readonly counts: readonly SourceCounts[];
  readonly rejected: readonly RejectedRecord[];
  /** Trace context of the flush, to travel on with the volumes that it changes. */
  readonly traceparent?: string;
}

/**
 * What became of a plan: `fenced`, another owner has one of its partitions; `changed`, it was decided on facts that have changed since; `unstorable`, the
 * database refuses the data itself. In all cases but `stored` nothing of it is visible.
 */
export type WriteOutcome = 'stored' | 'fenced' | 'changed' | 'unstorable';

/** Errors that pass by themselves are waited out, so what these reject with is a fault. */
export interface UsageStore {
  /** What is known about the candidates and about what they amend. */
  readFacts(candidates: readonly UsageCandidate[]): Promise<Facts>;
  /** Writes all of the plan or nothing, in one statement. */
  write(plan: FlushPlan): Promise<WriteOutcome>;
  /** The sources whose rejects an operator lets into the quarantine at the moment. */
  allowances(): Promise<ReadonlySet<string>>;
}
