import { err, ok, type Result } from '@hemtag/kernel';

import { INTAKE_LIMITS } from '../limits.js';

/** Why a JSON text was refused. Two members of one name have no meaning that all readers share, so they are refused, not resolved. */
export type JsonFault = 'MALFORMED' | 'TOO_DEEP' | 'DUPLICATE_MEMBER';

/** A fault of a whole array: broken JSON, no array, or more elements than one request may hold. */
export type JsonArrayFault = 'MALFORMED' | 'NOT_AN_ARRAY' | 'TOO_MANY_ITEMS';

export interface JsonItem {
  /** Size as received, UTF-8. */
  readonly bytes: number;
  readonly text: string;
  readonly value: Result<unknown, JsonFault>;
}

interface Span {
  readonly start: number;
  end: number;
  depth: number;
  members: number;
}
interface Scan {
  readonly whole: Span;
  /** The elements of an outermost array, at most one more than a request may hold; null for anything but an array. */
  readonly items: readonly Span[] | null;
  /** A number that a binary float may not hold exactly, such as 20 digits or 1e309. */
  readonly longNumber: boolean;
}

interface PreciseJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}
// The ECMAScript proposal that Node 24 implements is not yet in the compiler's library.
const preciseJson = JSON as unknown as PreciseJson;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /[\d+\-.eE]+/y;
const MAX_SAFE_DIGITS = 15;

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function isLong(text: string, start: number, end: number): boolean {
  if (end - start > MAX_SAFE_DIGITS) return true;
  for (let at = start; at < end; at += 1) if ((text.charCodeAt(at) | 0x20) === 0x65) return true;
  return false;
}

/** One pass without recursion: how deep and how many members, so that nothing is built before the limits are known. Null for brackets or strings that do not close. */
function scan(text: string): Scan | null {
  const whole: Span = { start: 0, end: text.length, depth: 0, members: 0 };
  const items: Span[] = [];
  let [level, longNumber, isArray] = [0, false, false];
  let item: Span = whole;
  const openItem = (start: number): void => {
    item = { start, end: start, depth: 0, members: 0 };
    items.push(item);
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return null;
    } else if (code === 0x7b || code === 0x5b) {
      level += 1;
      if (level === 1 && code === 0x5b) {
        isArray = true;
        openItem(at + 1);
      } else if (isArray && level - 1 > item.depth) item.depth = level - 1;
      if (level > whole.depth) whole.depth = level;
    } else if (code === 0x7d || code === 0x5d) {
      level -= 1;
      if (level < 0) return null;
      if (level === 0) {
        item.end = at;
        if (isArray) item = whole;
      }
    } else if (code === 0x3a) {
      whole.members += 1;
      if (item !== whole) item.members += 1;
    } else if (code === 0x2c && level === 1 && isArray) {
      item.end = at;
      if (items.length > INTAKE_LIMITS.items) return { whole, items, longNumber };
      openItem(at + 1);
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      NUMBER.lastIndex = at;
      NUMBER.exec(text);
      if (isLong(text, at, NUMBER.lastIndex)) longNumber = true;
      at = NUMBER.lastIndex - 1;
    }
  }
  whole.end = text.length;
  return level === 0 ? { whole, items: isArray ? items : null, longNumber } : null;
}

/** Digits and exponent without leading and trailing zeros: two numerals are the same number exactly when these are equal. */
function canonicalNumeral(numeral: string): string {
  const [mantissa = '', exponent = '0'] = numeral.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)}`;
}

function exactly(source: string, value: number): unknown {
  const isExact = Number.isFinite(value) && source.length <= 400 && canonicalNumeral(source) === canonicalNumeral(String(value));
  return isExact ? value : preciseJson.rawJSON(source);
}

function parse(text: string, longNumber: boolean): unknown {
  if (!longNumber) return JSON.parse(text);
  return preciseJson.parse(text, (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined ? exactly(context.source, value) : value,
  );
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null || preciseJson.isRawJSON(value)) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const element of value) count += countMembers(element);
  else {
    const names = Object.keys(value);
    count += names.length;
    for (const name of names) count += countMembers((value as Record<string, unknown>)[name]);
  }
  return count;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Strict UTF-8; null where the bytes are none. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads one JSON text. A number that a binary float cannot hold exactly (1e309, 20 digits) stays as its text: it is no `number`,
 * so every schema refuses it, and `JSON.stringify` writes it as it came.
 */
export function readJson(text: string): Result<unknown, JsonFault> {
  const found = scan(text);
  if (found === null) return err('MALFORMED');
  if (isTooDeep(found.whole)) return err('TOO_DEEP');
  try {
    const value = parse(text, found.longNumber);
    return countMembers(value) === found.whole.members ? ok(value) : err('DUPLICATE_MEMBER');
  } catch {
    return err('MALFORMED');
  }
}

/** Reads a JSON array whose elements are judged one by one; a fault that breaks the array itself refuses the whole. */
export function readJsonArray(text: string): Result<readonly JsonItem[], JsonArrayFault> {
  const found = scan(text);
  if (found === null) return err('MALFORMED');
  if (found.items === null) {
    const single = readJson(text);
    return err(!single.ok && single.error === 'MALFORMED' ? 'MALFORMED' : 'NOT_AN_ARRAY');
  }
  const { items, longNumber } = found;
  if (items.length > INTAKE_LIMITS.items) return err('TOO_MANY_ITEMS');
  const deep = items.filter(isTooDeep);
  try {
    const values = parse(deep.length === 0 ? text : withoutSpans(text, deep), longNumber) as readonly unknown[];
    return ok(values.map((value, index) => readItem(text, items[index] as Span, value)));
  } catch {
    return err('MALFORMED');
  }
}

const isTooDeep = (span: Span): boolean => span.depth > INTAKE_LIMITS.jsonDepth;

function readItem(text: string, span: Span, value: unknown): JsonItem {
  const own = text.slice(span.start, span.end).trim();
  const item = { bytes: Buffer.byteLength(own), text: own };
  if (isTooDeep(span)) return { ...item, value: err('TOO_DEEP') };
  return { ...item, value: countMembers(value) === span.members ? ok(value) : err('DUPLICATE_MEMBER') };
}

/** What lies too deep is never built: null stands in its place while the rest is read. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const span of spans) {
    kept.push(text.slice(from, span.start), 'null');
    from = span.end;
  }
  return kept.join('') + text.slice(from);
}
