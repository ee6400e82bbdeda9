import { setTimeout as delay } from 'node:timers/promises';
import type { OwnProcess } from './own-process.js';

const PROBE_INTERVAL_MS = 40;

/** Asks until the answer is yes, the process has ended, or the time is up. */
export async function waitUntilReady(options: {
  readonly process: OwnProcess;
  readonly probe: () => Promise<boolean>;
  readonly timeoutMs: number;
}): Promise<'ready' | 'exited' | 'timed-out'> {
  const deadline = Date.now() + options.timeoutMs;
  while (options.process.isRunning()) {
    if (await options.probe()) return 'ready';
    if (Date.now() > deadline) return 'timed-out';
    await Promise.race([delay(PROBE_INTERVAL_MS), options.process.exited]);
  }
  return 'exited';
}
