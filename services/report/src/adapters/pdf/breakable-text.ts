import { openSync } from 'fontkit';
import { PDF_FONTS } from './pdf-fonts.js';
import { printable } from './printable-text.js';

/** Points; every table is as wide as the page between its margins, whatever its texts are. */
export interface PaperWidth {
  readonly width: number;
  readonly fontSize: number;
}

const BREAK = '\u200B';
/** The bolder style, because it is the wider one. */
const font = openSync(PDF_FONTS.Roboto.bold);
const advances = new Map<string, number>();

function advanceOf(character: string): number {
  let advance = advances.get(character);
  if (advance === undefined) {
    if (!('glyphForCodePoint' in font)) throw new Error('the font on board is a collection');
    advance = font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
    advances.set(character, advance);
  }
  return advance;
}
/** In font sizes, without kerning. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += advanceOf(character);
  return width;
}

/** Last parts of long compounds in our own words, before which they are broken with a hyphen. */
const COMPOUND =
  /(?<=\p{L}{4})(nytta|grad|kostnad|kostnader|omkostning|udgift|mängd|mengde|mængde|enhet|enhed|prognos|prognose|ansvarig|ansvarlig|planen|dagar|dager|dage|gevinst|beneficiary|releasing|mental|ständiga|stendige|stændige|chef|potential|volym|volum|område|kostnaden|mängder|mængder|volymer|volumer|nummer|tid|år)(?=s?$|\P{L})/iu;

/** The parts of a word that are never broken: a compound is broken before its last part, with a hyphen that needs a place as well. */
export function unbroken(word: string): readonly string[] {
  const [first = '', ...rest] = word.split(COMPOUND);
  return rest.length === 0 ? [word] : [`${first}-`, rest.join('')];
}

/** As many characters to a piece as fit, and at least one. */
function pieces(word: string, fits: (part: string) => boolean): readonly string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && !fits(piece + character)) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}

/** The pieces of a word that is longer than its column; only a compound gets a hyphen, a name never gets a character that it does not have. */
function brokenWord(word: string, fits: (part: string) => boolean): string {
  const parts = unbroken(word);
  return (parts.length > 1 && parts.every(fits) ? parts : pieces(word, fits)).join(BREAK);
}

/** A text as paper takes it: what the fonts have, and a word longer than its column gets places where it may be broken. */
export function breakable(text: string, { width, fontSize }: PaperWidth): string {
  const fits = (part: string): boolean => textWidth(part) * fontSize <= width;
  return printable(text).replace(/[^\s\u00A0\u202F-]+/g, (word) => (fits(word) ? word : brokenWord(word, fits)));
}
