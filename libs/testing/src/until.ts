import { setTimeout as later } from 'node:timers/promises';

const POLL_MS = 20;

/** Asks again until it is so; the test's own time limit is the bound. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await later(POLL_MS);
}
