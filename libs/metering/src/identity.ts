import type { Digest128 } from './usage.js';

/** Writes 32 hexadecimal digits as uuid: 16 bytes where the text would take 36. The bits for version and variant are part of the digest. */
export const uuidOf = (digest: string): string =>
  `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${digest.slice(12, 16)}-${digest.slice(16, 20)}-${digest.slice(20, 32)}`;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const UUID_LENGTH = 36;
const ULID_LENGTH = 26;
const ULID_TIME_LENGTH = 10;

/** The 48 bits of milliseconds with which the id begins, as 12 hexadecimal digits; empty for an id without. */
function leadingTime(id: string): string {
  if (id.length === UUID_LENGTH && UUID_V7.test(id)) return (id.slice(0, 8) + id.slice(9, 13)).toLowerCase();
  if (id.length !== ULID_LENGTH || !ULID.test(id)) return '';
  // At most 2^48, which a number holds exactly.
  const time = [...id.slice(0, ULID_TIME_LENGTH)].reduce((sum, digit) => sum * 32 + CROCKFORD.indexOf(digit), 0);
  return time.toString(16).padStart(12, '0');
}

/**
 * What makes two usage events the same one: the pair of source and id, as 128 bits of its hash. NUL stands in neither, so no two pairs give the same
 * text. An id that begins with its time (UUIDv7, ULID) puts these 48 bits in front of 80 bits of the hash: identities of new events then lie side by
 * side in an index. Only the id may lend its time; the event's own `time` may differ between two sendings.
 */
export function identityOf(event: { readonly source: string; readonly id: string }, digest: Digest128): string {
  const hash = digest(`${event.source}\u0000${event.id}`);
  const time = leadingTime(event.id);
  return uuidOf(time === '' ? hash : time + hash.slice(0, 32 - time.length));
}

/** A short stand-in for an event's content, to tell a repetition from a conflict. */
export const contentHashOf = (event: { readonly content: string }, digest: Digest128): string => uuidOf(digest(event.content));
