import { setTimeout as later } from 'node:timers/promises';

/** Asks until the answer is neither null nor false; throws with `what` when the limit is over. An error of the question counts as no answer. */
export async function until<T>(what: string, limitMs: number, ask: () => Promise<T | null | false> | T | null | false): Promise<T> {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    let lastError: unknown;
    try {
      const answer = await ask();
      if (answer !== null && answer !== false) return answer;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadlineMs) {
      const reason = lastError instanceof Error ? ` (${lastError.message})` : '';
      throw new Error(`${what}: not within ${limitMs / 1000} s${reason}`);
    }
    await later(20);
  }
}
