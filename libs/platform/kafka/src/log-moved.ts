import type { Partition } from './partition.js';

/** What the broker says about one partition. */
export interface LogState {
  /** Given by Kafka when it makes a topic, so that one made anew under the same name differs. Null from a broker that gives none. */
  readonly topicId: string | null;
  /** The oldest offset that the log still has. */
  readonly low: bigint;
  /** The offset that the next record will get. */
  readonly high: bigint;
}

export interface MovedPosition extends Partition {
  readonly stored: bigint;
  /** Null where it was never seen. */
  readonly storedTopicId: string | null;
  /** Null where the topic has no such partition. */
  readonly found: LogState | null;
}

function whatHappened({ storedTopicId, found }: MovedPosition): string {
  if (!found) return 'but the topic has no such partition';
  const holds = `the log holds ${found.low} to ${found.high}`;
  if (isMadeAnew(storedTopicId, found)) return `of topic ${storedTopicId}, but the topic was deleted and made anew as ${found.topicId}; ${holds}`;
  return `but ${holds}: records were deleted before they were read, or the topic belongs to another broker`;
}

export const isMadeAnew = (storedTopicId: string | null, { topicId }: LogState): boolean =>
  storedTopicId !== null && topicId !== null && storedTopicId !== topicId;

/** Whether the log lacks what would be read next. A position of 0 means that nothing was stored yet, so any beginning will do. */
export const lacksPosition = (stored: bigint, { low, high }: LogState): boolean => stored > high || (stored > 0n && stored < low);

/** The log does not continue at the offset up to which the database has it: records were lost to retention, or the topic was made anew. */
export class LogMoved extends Error {
  override readonly name = 'LogMoved';

  constructor(readonly position: MovedPosition) {
    const { topic, partition, stored, found } = position;
    super(
      `partition ${partition} of ${topic} is stored up to offset ${stored} ${whatHappened(position)}. Nothing more is stored. ` +
        'Find out what was lost (docs/runbooks/log-moved.md); then, to begin once at the start of the log that is there, ' +
        `start with HEMTAG_ACCEPT_LOG=${topic}/${partition}@${stored}:${found?.topicId ?? 'TOPIC_ID'}`,
    );
  }
}
