import { Socket } from 'node:net';

/**
 * Longer than any statement may take (`statement_timeout`), so that a server that is there has spoken by then. A pooled connection that is not
 * used is closed long before.
 */
export const SILENCE_LIMIT_MS = 35_000;

/**
 * A socket for the database client that ends itself after a silence. A connection whose other end vanished without a word (a half-open one) looks
 * alive for ever to a client that waits for an answer, and the system's own probes do not see it behind a proxy or a balancer.
 */
export function socketWithSilenceLimit(limitMs: number = SILENCE_LIMIT_MS): Socket {
  const socket = new Socket();
  // The code is the one that marks it as worth another attempt.
  socket.setTimeout(limitMs, () => socket.destroy(Object.assign(new Error('the database was silent for too long'), { code: 'ETIMEDOUT' })));
  return socket;
}
