import { findBase64Tokens } from './base64-tokens.js';
import { findCoordinates } from './coordinates.js';
import { findNumbers } from './digit-groups.js';
import { findEmails } from './email.js';
import { unescaped } from './escapes.js';
import { findFinnishNumbers } from './finland.js';
import { endIn, foldBytes, foldText, startIn, type FoldedText } from './folded-text.js';
import type { Hit } from './hit.js';
import { findIbans } from './iban.js';
import { findPhones } from './phone.js';

/** How often an encoding may be wrapped in another. */
const MOST_LAYERS = 4;
/** UUIDs and trace contexts are one token: their groups are no numbers, whatever digits they hold. */
const OPAQUE =
  /(?<![0-9A-Za-z])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})(?![0-9A-Za-z])/gi;

export interface ScanOptions {
  /** Whether the text was or may have been a JSON number, which has lost its leading zeros. */
  readonly isInteger: boolean;
}

function findPlain(text: string, options: ScanOptions): readonly Hit[] {
  const apart = text.replace(OPAQUE, (token) => 'x'.repeat(token.length));
  return [findNumbers(apart, options), findFinnishNumbers(apart), findPhones(apart), findEmails(text), findIbans(apart), findCoordinates(apart)].flat();
}

function findEncoded(text: string, depth: number): readonly Hit[] {
  if (depth >= MOST_LAYERS) return [];
  return findBase64Tokens(text).flatMap(({ start, end, bytes }) =>
    scanFolded(foldBytes(bytes), { isInteger: false }, depth + 1).map((hit) => ({ ...hit, start, end })),
  );
}

function scanFolded(folded: FoldedText, options: ScanOptions, depth: number): readonly Hit[] {
  const hits: Hit[] = [];
  let layer: FoldedText | null = folded;
  for (let round = depth; layer !== null && round < MOST_LAYERS; round += 1) {
    const { text } = layer;
    for (const hit of [...findPlain(text, options), ...findEncoded(text, round)]) {
      hits.push({ ...hit, start: startIn(layer, hit.start), end: endIn(layer, hit.end) });
    }
    layer = unescaped(layer);
  }
  return hits;
}

/** Everything in a text that is or may be a person's number or address, in any written form; ranges are those of UTF-16 code units. */
export const scanText = (text: string, options: ScanOptions = { isInteger: false }): readonly Hit[] => scanFolded(foldText(text), options, 0);

/** The same for any bytes: UTF-8 where they are that, else ISO 8859-1; ranges are those of bytes. */
export const scanBytes = (bytes: Uint8Array, options: ScanOptions = { isInteger: false }): readonly Hit[] => scanFolded(foldBytes(bytes), options, 0);
