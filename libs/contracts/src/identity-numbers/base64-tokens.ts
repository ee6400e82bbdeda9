import { decodeUtf8 } from '../cloudevents/strict-json.js';

import { isAlphanumeric } from './characters.js';

/** Part of a text that may be base64, and the bytes that it stands for. */
export interface Base64Token {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

const [STANDARD, URL_SAFE] = ['+/', '-_'];
const SEXTETS = new Uint8Array(128).fill(255);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((character, value) => (SEXTETS[character.charCodeAt(0)] = value));
SEXTETS[0x2d] = 62;
SEXTETS[0x5f] = 63;

/** Eight bytes; no number that is looked for is shorter. */
const SHORTEST = 11;
/** A longer token is read from its beginning only, so that the work stays in proportion to the text. */
const LONGEST_WITH_PREFIX = 256;

const sextet = (text: string, at: number): number => SEXTETS[text.charCodeAt(at)] ?? 255;
const isTextByte = (byte: number): boolean => (byte >= 0x20 && byte !== 0x7f) || byte === 0 || (byte >= 0x09 && byte <= 0x0d);

/** The bytes of a token, null as soon as one of them can be no text. */
function decode(text: string, start: number, end: number): Uint8Array | null {
  const length = end - start;
  if (length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let [bits, held, count] = [0, 0, 0];
  for (let at = start; at < end; at += 1) {
    bits = ((bits << 6) | sextet(text, at)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (!isTextByte(byte)) return null;
    bytes[count] = byte;
    count += 1;
  }
  return bytes;
}

/** How many bytes of UTF-8 a byte begins; 0 where it can stand in no text, or only behind another. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return isTextByte(byte) ? 1 : 0;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** Whether what begins here decodes to text as far as eight bytes tell; cheap, for the filter before the search. */
export function isBase64Start(text: string, start: number): boolean {
  let [bits, held, following] = [0, 0, 0];
  for (let at = start; at < start + SHORTEST; at += 1) {
    const value = sextet(text, at);
    if (value > 63) return false;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (following > 0 ? (byte & 0xc0) !== 0x80 : sequenceLength(byte) === 0) return false;
    following = following > 0 ? following - 1 : sequenceLength(byte) - 1;
  }
  return true;
}

function endOfRun(text: string, start: number, signs: string): number {
  let end = start;
  while (end < text.length && (isAlphanumeric(text.charCodeAt(end)) || signs.includes(text.charAt(end)))) end += 1;
  return end;
}

/** Tokens that decode to text, in the two alphabets and in letters and digits only. */
export function findBase64Tokens(text: string): readonly Base64Token[] {
  const tokens: Base64Token[] = [];
  const runs = ['', STANDARD, URL_SAFE].map((signs) => ({ signs, start: 0, end: 0 }));
  for (let at = 0; at < text.length; at += 1) {
    if (!isAlphanumeric(text.charCodeAt(at)) || isAlphanumeric(text.charCodeAt(at - 1))) continue;
    const ends = new Set<number>();
    for (const run of runs) {
      if (run.end <= at) [run.start, run.end] = [at, endOfRun(text, at, run.signs)];
      if (run.end - at >= SHORTEST && (run.start === at || run.end - at <= LONGEST_WITH_PREFIX)) ends.add(run.end);
    }
    if (ends.size === 0 || !isBase64Start(text, at)) continue;
    for (const end of ends) {
      const bytes = decode(text, at, end);
      if (bytes && decodeUtf8(bytes) !== null) tokens.push({ start: at, end, bytes });
    }
  }
  return tokens;
}
