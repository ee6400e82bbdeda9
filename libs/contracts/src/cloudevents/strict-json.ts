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
const MAX_SAFE_DIGITS = 15;

/** Where the string that begins here ends; -1 where it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return -1;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isExponent = (code: number): boolean => (code | 0x20) === 0x65;
/** Digits, signs, the point and the exponent's letter. */
const isNumeral = (code: number): boolean => isDigit(code) || code === 0x2d || code === 0x2e || code === 0x2b || isExponent(code);

/** Where the number that begins here ends; negative where a binary float may not hold it exactly. */
function endOfNumber(text: string, start: number): number {
  let isLong = false;
  let end = start;
  for (let code = text.charCodeAt(end); isNumeral(code); code = text.charCodeAt(end)) {
    if (isExponent(code)) isLong = true;
    end += 1;
  }
  return isLong || end - start > MAX_SAFE_DIGITS ? -end : end;
}

/** One pass without recursion: how deep and how many members, so that nothing is built before the limits are known. Null for brackets or strings that do not close. */
function scan(text: string): Scan | null {
  let level = 0;
  let depth = 0;
  let members = 0;
  let longNumber = false;
  let isArray = false;
  let isOverfull = false;
  const items: Span[] = [];
  /** The element of an outermost array that is being read. */
  let item: Span | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return null;
    } else if (code === 0x7b || code === 0x5b) {
      level += 1;
      if (level > depth) depth = level;
      if (level === 1 && code === 0x5b) {
        isArray = true;
        item = openItem(items, at + 1);
      } else if (item !== null && level - 1 > item.depth) item.depth = level - 1;
    } else if (code === 0x7d || code === 0x5d) {
      level -= 1;
      if (level < 0) return null;
      if (level === 0 && item !== null) {
        item.end = at;
        item = null;
      }
    } else if (code === 0x3a) {
      members += 1;
      if (item !== null) item.members += 1;
    } else if (code === 0x2c && level === 1 && item !== null) {
      item.end = at;
      isOverfull = items.length > INTAKE_LIMITS.items;
      if (isOverfull) break;
      item = openItem(items, at + 1);
    } else if (code === 0x2d || isDigit(code)) {
      const end = endOfNumber(text, at);
      if (end < 0) longNumber = true;
      at = Math.abs(end) - 1;
    }
  }
  if (level !== 0 && !isOverfull) return null;
  return { whole: { start: 0, end: text.length, depth, members }, items: isArray ? items : null, longNumber };
}

function openItem(items: Span[], start: number): Span {
  const item: Span = { start, end: start, depth: 0, members: 0 };
  items.push(item);
  return item;
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

/** Members of all objects in a parsed value. Numbers kept as text are objects to the engine, and only there where the text has long ones. */
function countMembers(value: object, longNumber: boolean): number {
  if (longNumber && preciseJson.isRawJSON(value)) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value as unknown[]) if (typeof element === 'object' && element !== null) count += countMembers(element, longNumber);
    return count;
  }
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    count += 1;
    if (typeof member === 'object' && member !== null) count += countMembers(member, longNumber);
  }
  return count;
}

const hasMembers = (value: unknown, members: number, longNumber: boolean): boolean =>
  (typeof value === 'object' && value !== null ? countMembers(value, longNumber) : 0) === members;

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
    return hasMembers(value, found.whole.members, found.longNumber) ? ok(value) : err('DUPLICATE_MEMBER');
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
    return ok(values.map((value, index) => readItem(text, items[index] as Span, { value, longNumber })));
  } catch {
    return err('MALFORMED');
  }
}

const isTooDeep = (span: Span): boolean => span.depth > INTAKE_LIMITS.jsonDepth;

function readItem(text: string, span: Span, { value, longNumber }: { readonly value: unknown; readonly longNumber: boolean }): JsonItem {
  const own = text.slice(span.start, span.end).trim();
  const item = { bytes: Buffer.byteLength(own), text: own };
  if (isTooDeep(span)) return { ...item, value: err('TOO_DEEP') };
  return { ...item, value: hasMembers(value, span.members, longNumber) ? ok(value) : err('DUPLICATE_MEMBER') };
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
