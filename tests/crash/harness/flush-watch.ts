import type { Link, Tap } from './tcp-proxy.js';

/** Points in the life of one flush as they pass a connection to the database. */
export type FlushPoint = 'begun' | 'commit-sent' | 'committed';

// How a flush looks on the wire: its first statement by name, and the end of its transaction.
const BEGINS = Buffer.from('inbox-advance\0', 'latin1');
const COMMITS = Buffer.from('COMMIT\0', 'latin1');

/** Tells a test where each flush is. Whatever the test awaits, the bytes wait for it. */
export function flushTap(onPoint: (point: FlushPoint, link: Link) => void | Promise<void>): Tap {
  const states = new WeakMap<Link, 'open' | 'committing'>();
  return async ({ direction, chunk, link }) => {
    const state = states.get(link);
    if (direction === 'to-client') {
      if (state !== 'committing') return;
      states.delete(link);
      await onPoint('committed', link);
      return;
    }
    if (chunk.includes(BEGINS)) {
      states.set(link, 'open');
      await onPoint('begun', link);
    }
    if (states.get(link) === 'open' && chunk.includes(COMMITS)) {
      states.set(link, 'committing');
      await onPoint('commit-sent', link);
    }
  };
}
