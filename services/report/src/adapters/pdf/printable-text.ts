import { openSync } from 'fontkit';
import { PDF_FONTS } from './pdf-fonts.js';

/** What the fonts on board can draw; all of them have the same characters. */
const font = openSync(PDF_FONTS.Roboto.normal);
const drawable = new Set('characterSet' in font ? font.characterSet : []);
const REPLACEMENT = '\uFFFD';
/** Signs that the fonts lack and that other signs say as well. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = { '→': '->', '←': '<-', '\u2011': '-', '\u202F': '\u00A0' };

/**
 * The text with nothing in it that the fonts have no glyph for, because PDF/A allows no such character and a reader would see an empty box: a name in a script that is not
 * on board shows replacement characters on paper. The other formats have it as it is, and so have title and bookmarks of the PDF.
 */
export const printable = (text: string): string =>
  text.replace(/[^\u0020-\u007E]/gu, (character) => (drawable.has(character.codePointAt(0) ?? 0) ? character : (SAID_OTHERWISE[character] ?? REPLACEMENT)));
