import type { LogState } from './log-moved.js';
import type { Partition } from './partition.js';

/** One record of the log. */
export interface LogRecord {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A header that was sent several times keeps all its values. */
  readonly headers: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
  /** Milliseconds since 1970, as the broker or the sender set it. */
  readonly timestamp: number;
}

/**
 * Records of one partition, in order. Everything from `firstOffset` up to `nextOffset` (not included) is decided by it; without records it only
 * moves the position over offsets that hold none, such as the ends of transactions. The batches of one epoch are a chain: the first one begins
 * where the claim says, each later one where the one before it ends; offsets that the log lacks lie inside a batch.
 */
export interface RecordBatch {
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
  /** Proof of ownership, to be compared in the transaction that stores the batch. */
  readonly epoch: bigint;
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
  /** The offset that the next record of the partition will get. */
  readonly highWatermark: bigint;
  readonly messages: readonly LogRecord[];
}

export interface PartitionClaim {
  readonly epoch: bigint;
  /** Everything below is stored. 0 where nothing was stored yet. */
  readonly nextOffset: bigint;
}

/** Takes a partition over from whoever had it: from now on only the new epoch may store. Rejects with `LogMoved` where the topic is not the one that was stored. */
export interface PartitionClaims {
  /** Without `log` nothing is known of the log, and nothing is compared. */
  claim(partition: Partition & { readonly log?: LogState }): Promise<PartitionClaim>;
}

/**
 * The handler keeps the batch and has room for the next one; `stored` resolves when the batch is durable. The batches of one partition have to
 * become durable in the order in which they were handed over. A handler that waits before it gives the promise away has to look after its
 * rejection in the meantime.
 */
export interface TakenOver {
  readonly stored: Promise<void>;
}

/** Nothing back: the batch is durable. Rejects, as `stored` does, with `Fenced`, `Held`, or what is a fault. */
export type TakeBatch = (batch: RecordBatch) => Promise<TakenOver | void>;

/** The transaction was refused, because another consumer owns the partition or has stored these offsets. Nothing of it is visible. */
export class Fenced extends Error {
  override readonly name = 'Fenced';

  constructor(readonly partition: { readonly topic: string; readonly partition: number; readonly epoch: bigint; readonly firstOffset: bigint }) {
    super(`partition ${partition.partition} of ${partition.topic} is not ours any more, or offset ${partition.firstOffset} is stored already`);
  }
}

/** The partition must not go on now. It is read again after `retryAfterMs`, from the stored position. */
export class Held extends Error {
  override readonly name = 'Held';

  constructor(readonly partition: Partition & { readonly retryAfterMs: number }) {
    super(`partition ${partition.partition} of ${partition.topic} is held for ${partition.retryAfterMs} ms`);
  }
}

export interface BatchHandling {
  readonly claims: PartitionClaims;
  /** Records in one batch at most. */
  readonly maxBatchRecords: number;
  /** How long what was taken over may take to become durable when this member stops or lost a partition; 10,000 by default. */
  readonly drainLimitMs?: number;
  readonly onBatch: TakeBatch;
  /** Once for each refusal, however many batches were on their way. */
  readonly onFenced: (partition: Partition) => void;
  readonly onHeld?: (partition: Partition & { readonly retryAfterMs: number }) => void;
  /** The consumer cannot go on: the process has to end and start again. */
  readonly onFault: (error: unknown) => void;
}

/** Reads topics as a member of a group. The narrow port behind which another client library can stand. */
export interface LogConsumer {
  start(): Promise<void>;
  /** Lets what was taken over become durable, within the drain limit, then leaves the group. */
  stop(): Promise<void>;
}
