import type { Feed } from '../../application/ports.js';

const MAX_KNOWN = 200_000;

/** Which feed counts for a subject on a day. A row of it never changes, so what was read or written once stays true. */
export class KnownFeeds {
  private readonly known = new Map<string, Feed>();

  get(key: string): Feed | undefined {
    return this.known.get(key);
  }

  add(feeds: Iterable<readonly [string, Feed]>): void {
    for (const [key, feed] of feeds) {
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      this.known.set(key, feed);
    }
  }
}
