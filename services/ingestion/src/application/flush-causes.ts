import { traceparentOf } from '@hemtag/contracts';

import type { ReadBatch } from './ports.js';

const MAX_CAUSES = 32;

/** The trace contexts that records of a flush came with, each once, the first so many. */
export function causesOf(batches: readonly ReadBatch[]): readonly string[] {
  const causes = new Set<string>();
  for (const { items } of batches) {
    for (const item of items) {
      const { record } = item.kind === 'candidate' ? item.candidate : item.rejected;
      const cause = traceparentOf(record.headers);
      if (cause !== null && causes.add(cause).size >= MAX_CAUSES) return [...causes];
    }
  }
  return [...causes];
}
