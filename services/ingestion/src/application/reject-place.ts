/** Where a reject stands in the log; nothing else stands there. */
export interface RejectPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

const ID = /^([a-zA-Z0-9._-]{1,249})-(\d{1,9})-(\d{1,19})$/;
const LAST_OFFSET = 2n ** 63n - 1n;

/** `usage.events.v1-0-123`: topic, partition and offset in one text that a URL takes as it is. */
export const rejectId = ({ topic, partition, offset }: RejectPlace): string => `${topic}-${partition}-${offset}`;

/** Null for what is no id of a reject. */
export function rejectPlace(id: string): RejectPlace | null {
  const [, topic, partition, offset] = ID.exec(id) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined || BigInt(offset) > LAST_OFFSET) return null;
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}
