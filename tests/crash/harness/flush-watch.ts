import type { Link, Tap } from './tcp-proxy.js';

/** Points in the life of one flush as they pass a connection to the database. */
export type FlushPoint = 'begun' | 'commit-sent' | 'committed';

// A flush is one prepared statement that commits by itself: it begins with its name, is on its way for good with the Sync message behind it, and is
// done when the server is ready for the next one.
const BEGINS = Buffer.from('ingestion-flush\0', 'latin1');
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

/** Tells a test where each flush is, before the bytes that bring it there are passed on. Whatever the test awaits, they wait for it. */
export function flushTap(onPoint: (point: FlushPoint, link: Link) => void | Promise<void>): Tap {
  const states = new WeakMap<Link, 'open' | 'committing'>();
  return async ({ direction, chunk, link }) => {
    if (direction === 'to-client') {
      if (states.get(link) !== 'committing') return;
      states.delete(link);
      await onPoint('committed', link);
      return;
    }
    if (!states.has(link) && chunk.includes(BEGINS)) {
      states.set(link, 'open');
      await onPoint('begun', link);
    }
    if (states.get(link) === 'open' && chunk.subarray(-SYNC.length).equals(SYNC)) {
      states.set(link, 'committing');
      await onPoint('commit-sent', link);
    }
  };
}
