import type { Fault, UsageRecorded } from '@hemtag/contracts';
import type { ActivityDelta, Candidate, SourceCounts, SourceRegistry, VolumeDelta } from '@hemtag/metering';

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

export interface RecordedCandidate extends Candidate<UsageRecorded> {
  readonly record: IncomingRecord;
}

export interface RejectedRecord {
  readonly record: IncomingRecord;
  /** Both empty where the record does not lead to a registered source. */
  readonly tenant: string;
  readonly source: string;
  readonly fault: Fault;
}

export interface AcceptedEvent {
  readonly day: string;
  readonly candidate: RecordedCandidate;
}

/** Everything that one batch changes. */
export interface FlushResult {
  readonly accepted: readonly AcceptedEvent[];
  readonly rejected: readonly RejectedRecord[];
  readonly volumes: readonly VolumeDelta[];
  readonly activity: readonly ActivityDelta[];
  readonly counts: readonly SourceCounts[];
}

/** An open transaction in which the batch's offsets are already taken. */
export interface Flush {
  /** Claims the identities and resolves with the content hash of those that were claimed before. */
  claimIdentities(candidates: readonly RecordedCandidate[]): Promise<ReadonlyMap<string, string>>;
  write(result: FlushResult): Promise<void>;
}

export interface UsageStore {
  /** Runs `work` in one transaction that also moves the position on; repeats it as a whole where that can help. */
  flush<T>(position: Position, work: (flush: Flush) => Promise<T>): Promise<T>;
}
