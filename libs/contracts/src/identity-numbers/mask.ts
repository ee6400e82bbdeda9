import type { Hit } from './hit.js';
import { matchesSafePattern, type SafePatterns } from './safe-pattern.js';
import { scanBytes } from './scan.js';

export interface Masked {
  /** As long as what came in; asterisks where it held numbers or addresses, else the very same buffer. */
  readonly bytes: Buffer;
  readonly masked: boolean;
}
export interface MaskOptions {
  /** Of the source from which the bytes come: what these cover is no suspect. */
  readonly safePatterns?: SafePatterns | null | undefined;
}

const ASTERISK = 0x2a;
/** Taking one find away may show another, as in a number written twice over; what is left then is masked as a whole. */
const MOST_ROUNDS = 8;

const isEndOfValue = (byte: number | undefined): boolean => byte === undefined || byte <= 0x20 || byte === 0x22;

/** The text in quotes, or between blanks, in which a find stands. */
function valueAround(bytes: Buffer, { start, end }: Hit): string {
  let [from, to] = [start, end];
  while (!isEndOfValue(bytes[from - 1])) from -= 1;
  while (!isEndOfValue(bytes[to])) to += 1;
  return bytes.toString('latin1', from, to);
}

/**
 * Replaces every certain or suspect find, in all written forms, by asterisks of the same length in bytes. For everything that is kept,
 * logged or shown although it was refused. A number may be hidden by its leading zero here, because JSON numbers lose theirs.
 */
export function maskIdentityNumbers(bytes: Buffer, { safePatterns }: MaskOptions = {}): Masked {
  const patterns = Object.values(safePatterns ?? {}).flat();
  const mustGo = (hit: Hit, within: Buffer): boolean =>
    hit.isCertain || patterns.length === 0 || !patterns.some((pattern) => matchesSafePattern(pattern, valueAround(within, hit)));
  let masked: Buffer | null = null;
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    const current: Buffer = masked ?? bytes;
    const hits = scanBytes(current, { isInteger: true }).filter((hit) => mustGo(hit, current));
    if (hits.length === 0) break;
    masked ??= Buffer.from(bytes);
    if (round === MOST_ROUNDS) masked.fill(ASTERISK);
    for (const { start, end } of hits) masked.fill(ASTERISK, start, end);
  }
  return { bytes: masked ?? bytes, masked: masked !== null };
}

/** The same for text; an unpaired surrogate comes back as U+FFFD where something was masked. */
export function maskText(text: string, options: MaskOptions = {}): string {
  const { bytes, masked } = maskIdentityNumbers(Buffer.from(text, 'utf8'), options);
  return masked ? bytes.toString('utf8') : text;
}
