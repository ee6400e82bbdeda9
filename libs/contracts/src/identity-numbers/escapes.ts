import { addBytes, endIn, Folding, startIn, type FoldedText } from './folded-text.js';

const ESCAPE = /(?:%[0-9A-Fa-f]{2})+|(?:\\u[0-9A-Fa-f]{4}){1,1000}|\\["\\/bfnrt]/g;
const BLANKS = new Set('bfnrt');

function add(folding: Folding, escape: string, placeOf: (offset: number) => number): void {
  if (escape.startsWith('%')) addBytes(folding, Buffer.from(escape.replaceAll('%', ''), 'hex'), (byte) => placeOf(3 * byte));
  else if (escape.startsWith('\\u')) addUnits(folding, escape.split('\\u').slice(1), placeOf);
  else folding.add(BLANKS.has(escape.charAt(1)) ? 0x20 : escape.charCodeAt(1), placeOf(0), placeOf(escape.length));
}

/** JSON escapes code units, so a character beyond the first 65 536 is two escapes. */
function addUnits(folding: Folding, units: readonly string[], placeOf: (offset: number) => number): void {
  const text = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    folding.add(code, placeOf(6 * at), placeOf(6 * end));
    at = end;
  }
}

/** One layer of percent-encoding and of JSON's escapes taken off; null where there is none. */
export function unescaped(folded: FoldedText): FoldedText | null {
  const { text } = folded;
  if (!text.includes('%') && !text.includes('\\')) return null;
  const folding = new Folding();
  let from = 0;
  const plain = (end: number): void => {
    for (let at = from; at < end; at += 1) folding.add(text.charCodeAt(at), startIn(folded, at), endIn(folded, at + 1));
  };
  for (const match of text.matchAll(ESCAPE)) {
    const { index } = match;
    plain(index);
    add(folding, match[0], (offset) => (offset === match[0].length ? endIn(folded, index + offset) : startIn(folded, index + offset)));
    from = index + match[0].length;
  }
  if (from === 0) return null;
  plain(text.length);
  return folding.result;
}
