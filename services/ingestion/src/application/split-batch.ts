import type { ReadBatch, ReadItem, RejectedRecord } from './ports.js';

const recordOf = (item: ReadItem): RejectedRecord['record'] => (item.kind === 'candidate' ? item.candidate.record : item.rejected.record);

/** A batch as two that follow each other; null where it holds a single record. */
export function halvesOf({ position, items }: ReadBatch): readonly [ReadBatch, ReadBatch] | null {
  const middle = Math.ceil(items.length / 2);
  const first = items[middle];
  if (first === undefined) return null;
  const border = recordOf(first).offset;
  return [
    { position: { ...position, nextOffset: border }, items: items.slice(0, middle) },
    { position: { ...position, firstOffset: border }, items: items.slice(middle) },
  ];
}

/** A batch of one record, as the reject that it becomes when the database does not take it. */
export function unstorable({ position, items }: ReadBatch): ReadBatch {
  return {
    position,
    items: items.map((item): ReadItem => {
      if (item.kind === 'reject') return item;
      const { tenant, event, record, partition } = item.candidate;
      const fault = {
        code: 'UNSTORABLE' as const,
        pointer: '',
        detail: 'the database does not take this event: report it, with the record as it is kept here',
      };
      return { kind: 'reject', rejected: { record, masked: false, topic: position.topic, partition, tenant, source: event.source, fault, hashes: null } };
    }),
  };
}
