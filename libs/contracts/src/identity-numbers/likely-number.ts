import { isBase64Start } from './base64-tokens.js';
import { isIbanStart } from './iban.js';

const [OTHER, DIGIT, UPPER, LOWER, JOINT, PLUS, POINT, ESCAPE] = [0, 1, 2, 4, 8, 16, 32, 64] as const;
const ALPHANUMERIC = DIGIT | UPPER | LOWER;
const LETTER = UPPER | LOWER;
const CLASSES = new Uint8Array(128);
const classify = (characters: string, kind: number): void => {
  for (const character of characters) CLASSES[character.charCodeAt(0)] = kind;
};
classify('0123456789', DIGIT);
classify('ABCDEFGHIJKLMNOPQRSTUVWXYZ', UPPER);
classify('abcdefghijklmnopqrstuvwxyz', LOWER);
classify(' -_\t\n\v\f\r', JOINT);
classify('+', PLUS);
classify('.', POINT);
classify('@%\\\0', ESCAPE);

// Letters of the Nordic and other European languages are nothing but letters; every other sign may be a digit or a dash in disguise.
const isEuropeanLetter = (code: number): boolean => code >= 0xc0 && code <= 0x17f && code !== 0xd7 && code !== 0xf7;
const classAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASSES[code] as number) : code >= 128 ? LOWER : OTHER;
};

/** A telephone number, the shortest that is looked for. */
const FEWEST_DIGITS = 8;
const FEWEST_JOINED_DIGITS = 9;
/** In front of a Finnish separator. */
const FINNISH_DATE_DIGITS = 6;
const FINNISH_SEPARATORS = new Set('ABCDEFUVWXYabcdefuvwxy-+_ ');
/** In base64 the digits, signs and at signs of everything that is looked for give at least one capital letter. */
const FEWEST_BASE64_CHARACTERS = 11;

/**
 * False where a text can hold nothing that the search would find. Every text of every event goes through here, and most are done after
 * one look at each character. True costs a search and means nothing.
 */
export function isLikelyNumber(text: string): boolean {
  const { length } = text;
  let [seen, digits] = [0, 0];
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      const kind = CLASSES[code] as number;
      seen |= kind;
      digits += kind & DIGIT;
    } else if (!isEuropeanLetter(code)) return true;
  }
  if ((seen & ESCAPE) !== 0) return true;
  if (digits >= FEWEST_DIGITS && holdsDigitsOfNumber(text)) return true;
  return (seen & UPPER) !== 0 && length >= FEWEST_BASE64_CHARACTERS && holdsBase64(text);
}

function holdsBase64(text: string): boolean {
  let previous: number = OTHER;
  for (let at = 0; at <= text.length - FEWEST_BASE64_CHARACTERS; at += 1) {
    const kind = classAt(text, at);
    if ((kind & ALPHANUMERIC) !== 0 && (previous & ALPHANUMERIC) === 0 && isBase64Start(text, at)) return true;
    previous = kind;
  }
  return false;
}

/** Whether digits stand together as in a number: in groups that joints hold together, behind a plus, behind the letters of an account, or as decimals. */
function holdsDigitsOfNumber(text: string): boolean {
  let previous: number = OTHER;
  let [joined, decimals] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const kind = classAt(text, at);
    if (kind === DIGIT) {
      const start = at;
      while (classAt(text, at + 1) === DIGIT) at += 1;
      const count = at + 1 - start;
      const isBordered = (previous & LETTER) === 0;
      if (isBordered && count === FINNISH_DATE_DIGITS && FINNISH_SEPARATORS.has(text.charAt(at + 1))) return true;
      if (previous === POINT && count >= 3) decimals += 1;
      joined = isBordered && (classAt(text, at + 1) & LETTER) === 0 ? joined + count : 0;
      if (joined >= FEWEST_JOINED_DIGITS || decimals > 1) return true;
      previous = DIGIT;
    } else if (kind === JOINT) previous = JOINT;
    else if (kind === PLUS) {
      if ((previous & ALPHANUMERIC) === 0) return true;
      previous = PLUS;
    } else {
      if ((kind & LETTER) !== 0 && (previous & ALPHANUMERIC) === 0 && isIbanStart(text, at)) return true;
      joined = 0;
      previous = kind === POINT && previous !== DIGIT ? OTHER : kind;
    }
  }
  return false;
}
