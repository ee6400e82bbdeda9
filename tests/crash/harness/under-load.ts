import { setTimeout as later } from 'node:timers/promises';

import { generateLoad } from './load.js';
import type { Stage } from './stage.js';

export interface LoadRate {
  /** First part of the ids; different for each use within a row. */
  readonly prefix: string;
  readonly events: number;
  readonly everyMs: number;
}

/** Publishes until the work is done, so that a fault always meets a load and recovery always has something to do. */
export async function underLoad<T>(stage: Stage, { prefix, events, everyMs }: LoadRate, work: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const publishing = (async () => {
    for (let n = 0; !done.signal.aborted; n += 1) {
      await stage.log.publish(generateLoad({ random: stage.random, events, prefix: `${prefix}${n}` }));
      await later(everyMs, undefined, { signal: done.signal }).catch(() => undefined);
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await publishing;
  }
}
