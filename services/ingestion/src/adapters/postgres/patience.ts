import { setTimeout as later } from 'node:timers/promises';

import { isRetriable, type DatabaseLog } from '@hemtag/platform-postgres';

const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 2_000;

/** Repeats work while its error passes by itself, however long that takes. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

/** When the signal is aborted, a database that is away is waited for no longer. */
export const patience =
  ({ log, signal }: { readonly log: DatabaseLog; readonly signal: AbortSignal }): Patience =>
  async (work) => {
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, MAX_DELAY_MS)) {
      try {
        return await work();
      } catch (error) {
        if (!isRetriable(error) || signal.aborted) throw error;
        log.warn({ error, delayMs }, 'ingestion.database_waits');
        // Cut short where nobody waits any more; the next error then travels on.
        await later(delayMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
