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
 * moves the position over offsets that hold none, such as the ends of transactions.
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

/** Takes a partition over from whoever had it: from now on only the new epoch may store. */
export interface PartitionClaims {
  claim(partition: { readonly topic: string; readonly partition: number }): Promise<PartitionClaim>;
}

/** The transaction was refused, because another consumer owns the partition or has stored these offsets. Nothing of it is visible. */
export class Fenced extends Error {
  override readonly name = 'Fenced';

  constructor(readonly partition: { readonly topic: string; readonly partition: number; readonly epoch: bigint; readonly firstOffset: bigint }) {
    super(`partition ${partition.partition} of ${partition.topic} is not ours any more, or offset ${partition.firstOffset} is stored already`);
  }
}

/** Reads topics as a member of a group. The narrow port behind which another client library can stand. */
export interface LogConsumer {
  start(): Promise<void>;
  /** Lets the running batches end, then leaves the group. */
  stop(): Promise<void>;
}
