import { setTimeout as later } from 'node:timers/promises';

export interface LookLimits {
  /** Longest that a scrape waits for it; what it finds later is there at the next scrape. */
  readonly waitMs: number;
  /** A look that ended less than this before is not taken again. */
  readonly everyMs: number;
}

/** A question that is asked for scrapes: never twice at a time, and never so long that the scrape fails with it. One that fails leaves its metrics as they were. */
export function boundedLook(look: () => Promise<void>, { waitMs, everyMs }: LookLimits): () => Promise<void> {
  let running: Promise<void> | null = null;
  let endedMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - endedMs < everyMs) return;
    running ??= look()
      .catch(() => undefined)
      .finally(() => {
        running = null;
        endedMs = performance.now();
      });
    const waiting = new AbortController();
    await Promise.race([running, later(waitMs, undefined, { ref: false, signal: waiting.signal }).catch(() => undefined)]);
    waiting.abort();
  };
}
