/** Signals that lie closer together are one request: npm sends its own copy of a Ctrl-C that the terminal has sent to everybody already. */
const SAME_REQUEST_MS = 500;

/** `stop`: the first request. `same`: a copy of it. `force`: asked again, no more patience. */
export type StopRequest = 'stop' | 'same' | 'force';

/** Judges each signal as it comes. `clock` in milliseconds from any beginning. */
export function stopRequests(clock: () => number): () => StopRequest {
  let firstMs: number | null = null;
  return () => {
    const nowMs = clock();
    if (firstMs === null) {
      firstMs = nowMs;
      return 'stop';
    }
    return nowMs - firstMs < SAME_REQUEST_MS ? 'same' : 'force';
  };
}
