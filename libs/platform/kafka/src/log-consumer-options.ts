import type { KafkaConnection } from './connection.js';
import type { BatchHandling } from './log-consumer.js';

/** What every adapter of `LogConsumer` takes. */
export interface LogConsumerOptions extends BatchHandling {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  /** Bytes that one fetch brings of all partitions together; 4 MiB by default. */
  readonly maxBytes?: number;
  /** How often the stored positions are told to the broker, for tools that show the lag, and the topics looked at; 5,000 by default. */
  readonly hintMs?: number;
  /** Silence of the client, while the broker answers, after which it counts as stuck; 60,000 by default. */
  readonly silenceLimitMs?: number;
}

export const MAX_BYTES = 4 * 1024 * 1024;
export const HINT_MS = 5_000;
export const SILENCE_LIMIT_MS = 60_000;
// The shortest that a broker allows by default: after a kill the partitions stay without owner for this long.
export const SESSION_TIMEOUT_MS = 6_000;
export const REBALANCE_TIMEOUT_MS = 30_000;
export const HEARTBEAT_MS = 1_000;
// Longer would hold up the end, which waits for the answer.
export const MAX_WAIT_MS = 100;

/** An equal share for each partition: a broker fills an answer in the order of the partitions, and the last ones would wait for the first ones. */
export const bytesPerPartition = (maxBytes: number, partitions: number): number => Math.max(1, Math.floor(maxBytes / Math.max(1, partitions)));
