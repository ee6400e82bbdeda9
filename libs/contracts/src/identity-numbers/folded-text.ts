/**
 * A text in which every way to write a digit, a dash or a blank is the ASCII one, other letters are `x` and other signs a control
 * character, with the place of each character in the source. The places are null where nothing was changed.
 */
export interface FoldedText {
  readonly text: string;
  readonly places: { readonly starts: readonly number[]; readonly ends: readonly number[] } | null;
}

const IGNORABLE = /^[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\0]$/u;
const DIGIT = /^\p{Nd}$/u;
const LETTER = /^[\p{L}\p{N}]$/u;
// Besides the dashes by class: minus signs, hyphen bullets and overlines that serve as one.
const DASH = /^[\p{Pd}\u2212\u02d7\u2043\u2796\u30fc\uff70]$/u;
const OTHER_SIGN = '\x01';
const DEGREE = 0xb0;

/** Decimal digits come in runs of ten, so the value is the distance from the nearest code point that begins one. */
function digitValue(code: number): number {
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

function foldOne(code: number): string {
  if (code > 0 && code < 0x80) return String.fromCharCode(code);
  const character = String.fromCodePoint(code);
  if (IGNORABLE.test(character)) return '';
  if (DASH.test(character)) return '-';
  if (/^\s$/.test(character)) return ' ';
  if (DIGIT.test(character)) return String(digitValue(code));
  if (code === DEGREE) return '^';
  // Full-width, superscript, circled and other compatibility forms.
  const plain = character.normalize('NFKC');
  if (/^[\x20-\x7e]+$/.test(plain)) return plain;
  return LETTER.test(character) ? 'x' : OTHER_SIGN;
}

const known = new Map<number, string>();
const MOST_KNOWN = 4096;
function fold(code: number): string {
  const found = known.get(code);
  if (found !== undefined) return found;
  const folded = foldOne(code);
  if (known.size < MOST_KNOWN) known.set(code, folded);
  return folded;
}

/** Collects characters that came from somewhere. */
export class Folding {
  private readonly parts: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** `code` stood at `start` up to `end` in the source. */
  add(code: number, start: number, end: number): void {
    const folded = fold(code);
    this.parts.push(folded);
    for (let at = 0; at < folded.length; at += 1) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  get result(): FoldedText {
    return { text: this.parts.join(''), places: { starts: this.starts, ends: this.ends } };
  }
}

const NOT_PLAIN = /[^\p{ASCII}]|\0/u;

/** Places are those of UTF-16 code units. */
export function foldText(text: string): FoldedText {
  if (!NOT_PLAIN.test(text)) return { text, places: null };
  const folding = new Folding();
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    folding.add(code, at, end);
    at = end;
  }
  return folding.result;
}

/** The code point that begins here and its length in bytes; a byte that begins none is taken as ISO 8859-1. */
function codePointAt(bytes: Uint8Array, at: number): readonly [code: number, length: number] {
  const lead = bytes[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return [lead, 1];
  let code = lead & (0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return [lead, 1];
    code = (code << 6) | (byte & 0x3f);
  }
  const isValid = code <= 0x10ffff && (length < 3 || code >= 0x800) && (length < 4 || code >= 0x10000);
  return isValid ? [code, length] : [lead, 1];
}

/** Adds bytes of UTF-8; `placeOf` says where a byte stood in the source. */
export function addBytes(folding: Folding, bytes: Uint8Array, placeOf: (byte: number) => number): void {
  for (let at = 0; at < bytes.length;) {
    const [code, length] = codePointAt(bytes, at);
    folding.add(code, placeOf(at), placeOf(at + length));
    at += length;
  }
}

/** Any bytes as text; places are those of bytes. */
export function foldBytes(bytes: Uint8Array): FoldedText {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!NOT_PLAIN.test(text)) return { text, places: null };
  const folding = new Folding();
  addBytes(folding, bytes, (byte) => byte);
  return folding.result;
}

export const startIn = ({ places }: FoldedText, at: number): number => (places === null ? at : (places.starts[at] ?? 0));
/** The end in the source of what ends before `at`. */
export const endIn = ({ places }: FoldedText, at: number): number => (places === null ? at : (places.ends[at - 1] ?? 0));
