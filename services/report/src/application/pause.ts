import { setTimeout as later } from 'node:timers/promises';

/** Resolves after the time, or at once when the signal is given. */
export type Wait = (timeoutMs: number, woken: AbortSignal) => Promise<void>;

const realWait: Wait = (timeoutMs, signal) => later(timeoutMs, undefined, { signal }).catch(() => undefined);

/** The time between two looks, which somebody who knows of something new cuts short. */
export class Pause {
  private woken = new AbortController();

  constructor(private readonly wait: Wait = realWait) {}

  /** Ends the pause; what wakes while a look is taken ends the one after it at once. */
  wake(): void {
    this.woken.abort();
  }

  /** A look begins: what was told up to now is seen by it. */
  beginLook(): void {
    this.woken = new AbortController();
  }

  async last(timeoutMs: number): Promise<void> {
    if (!this.woken.signal.aborted) await this.wait(timeoutMs, this.woken.signal);
  }
}
