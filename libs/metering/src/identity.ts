import type { Digest128 } from './usage.js';

/** Writes 32 hexadecimal digits as uuid: 16 bytes where the text would take 36. The bits for version and variant are part of the digest. */
export const uuidOf = (digest: string): string =>
  `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${digest.slice(12, 16)}-${digest.slice(16, 20)}-${digest.slice(20, 32)}`;

/** What makes two usage events the same one: the pair of source and id. NUL stands in neither, so no two pairs give the same text. */
export const identityOf = (event: { readonly source: string; readonly id: string }, digest: Digest128): string =>
  uuidOf(digest(`${event.source}\u0000${event.id}`));

/** A short stand-in for an event's content, to tell a repetition from a conflict. */
export const contentHashOf = (event: { readonly content: string }, digest: Digest128): string => uuidOf(digest(event.content));
