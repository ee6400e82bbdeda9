import { findErrorBy } from '@platformatic/kafka';

import type { LogRecord } from './log-consumer.js';
import type { Partition } from './partition.js';
import type { LogState } from './log-moved.js';
import type { TopicAdmin } from './topic-admin.js';
import type { TopicIds } from './topic-ids.js';

/** What the hand-over needs of a client library. `seek`, `pause`, `resume` and `abandon` do not throw where the client has stopped. */
export interface LogClient {
  /** As it is at the broker now; null where the topic has no such partition. */
  state(partition: Partition): Promise<LogState | null>;
  /** What is fetched from now on begins at `offset`. */
  seek(position: Partition & { readonly offset: bigint }): void;
  pause(partition: Partition): void;
  resume(partition: Partition): void;
  /** Reads nothing more; the process is expected to end. */
  abandon(): void;
}

/** What a client fetched of one partition: everything from `from` up to `next`, not included. */
export interface Fetched extends Partition {
  readonly from: bigint;
  /** False where the client does not say at which offset it began, so that there may be nothing between the wanted offset and `from`. */
  readonly isFromExact: boolean;
  readonly next: bigint;
  readonly highWatermark: bigint;
  readonly records: readonly LogRecord[];
}

const UNKNOWN = 'UNKNOWN_TOPIC_OR_PARTITION';

/** Both clients repeat the question for a while, because a topic that was made a moment ago is not known to every broker yet. */
function isUnknownTopic(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (('type' in error && error.type === UNKNOWN) || findErrorBy(error, 'apiId', UNKNOWN) !== null) return true;
  return isUnknownTopic(error.cause);
}

export async function logState(sources: { readonly admin: TopicAdmin; readonly ids: TopicIds }, { topic, partition }: Partition): Promise<LogState | null> {
  try {
    const [topicId, ranges] = await Promise.all([sources.ids.of(topic), sources.admin.ranges(topic)]);
    const range = ranges.get(partition);
    return range ? { topicId, ...range } : null;
  } catch (error) {
    if (isUnknownTopic(error)) return null;
    throw error;
  }
}
