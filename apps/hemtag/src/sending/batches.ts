import { INTAKE_LIMITS } from '@hemtag/contracts';
import type { EventLine, RejectedLine } from './event-line.js';

export interface BatchLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
}

/** As many items as the intake takes; the bytes stay well below its limit. */
export const BATCH_LIMITS: BatchLimits = { maxItems: INTAKE_LIMITS.items, maxBytes: INTAKE_LIMITS.bodyBytes - 1024 * 1024 };

/** Neighbouring lines: the events go out in one request, the others were rejected without one. */
export interface Batch {
  readonly events: readonly EventLine[];
  readonly rejected: readonly RejectedLine[];
}

export async function* batchesOf(lines: AsyncIterable<EventLine | RejectedLine>, limits: BatchLimits): AsyncGenerator<Batch> {
  let events: EventLine[] = [];
  let rejected: RejectedLine[] = [];
  let sizeBytes = 0;
  const take = (): Batch => {
    const batch = { events, rejected };
    events = [];
    rejected = [];
    sizeBytes = 0;
    return batch;
  };
  for await (const line of lines) {
    // A comma or bracket belongs to every event.
    const lineBytes = line.kind === 'event' ? line.sizeBytes + 1 : 0;
    if (events.length + rejected.length >= limits.maxItems || (events.length > 0 && sizeBytes + lineBytes > limits.maxBytes)) yield take();
    if (line.kind === 'event') events.push(line);
    else rejected.push(line);
    sizeBytes += lineBytes;
  }
  if (events.length + rejected.length > 0) yield take();
}
