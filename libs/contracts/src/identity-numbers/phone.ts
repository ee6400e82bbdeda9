import { isAlphanumeric, isDigit } from './characters.js';
import type { Hit } from './hit.js';

const [LEAST_DIGITS, MOST_DIGITS] = [8, 15];
/** Digits behind the country code; without a plus only numbers of the Nordic countries are looked for, because many keys begin with zeros. */
const NORDIC: readonly { readonly code: string; readonly national: readonly [number, number] }[] = [
  { code: '354', national: [7, 7] },
  { code: '358', national: [6, 10] },
  { code: '298', national: [6, 6] },
  { code: '299', national: [6, 6] },
  { code: '45', national: [8, 8] },
  { code: '46', national: [7, 9] },
  { code: '47', national: [8, 8] },
];
/** North America and Russia with their neighbours have one digit of country code and ten behind it, no fewer. */
const ELEVEN_DIGITS = /^[17]/;
const BETWEEN = /[ ()./-]/;
const MOST_BETWEEN = 3;

interface Dialled {
  readonly digits: string;
  readonly end: number;
  /** Nothing but digits so far. */
  readonly isBare: boolean;
  /** Nothing but digits and one point: rather a decimal. */
  readonly isDecimal: boolean;
}

/** Every number that could end here or at a later group of digits. */
function* dialledFrom(text: string, start: number): Generator<Dialled> {
  let [digits, between, at] = ['', '', start];
  while (digits.length <= MOST_DIGITS) {
    const groupStart = at;
    while (isDigit(text.charCodeAt(at))) at += 1;
    if (at > groupStart) {
      digits += text.slice(groupStart, at);
      if (isAlphanumeric(text.charCodeAt(at))) return;
      yield { digits, end: at, isBare: between === '', isDecimal: between === '.' };
    }
    const gapStart = at;
    while (at - gapStart < MOST_BETWEEN && BETWEEN.test(text.charAt(at))) at += 1;
    if (!isDigit(text.charCodeAt(at))) return;
    between += text.slice(gapStart, at);
  }
}

const isInternational = ({ digits, isDecimal }: Dialled): boolean =>
  !isDecimal &&
  digits.length >= LEAST_DIGITS &&
  digits.length <= MOST_DIGITS &&
  !digits.startsWith('0') &&
  (!ELEVEN_DIGITS.test(digits) || digits.length === 11);

function isNordic({ digits, isDecimal }: Dialled): boolean {
  const plan = NORDIC.find(({ code }) => digits.startsWith(`00${code}`));
  if (isDecimal || plan === undefined) return false;
  const national = digits.length - 2 - plan.code.length;
  return national >= plan.national[0] && national <= plan.national[1];
}

function last(dialled: Iterable<Dialled>, holds: (number: Dialled) => boolean): Dialled | null {
  let found: Dialled | null = null;
  for (const number of dialled) if (holds(number)) found = number;
  return found;
}

/** International numbers: certain with a plus or with separators, else (`0046…` in one) only suspect, because a padded key looks like that. */
export function findPhones(text: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { index } of text.matchAll(/(?<![0-9A-Za-z+])(?:\+[ (]?(?=\d)|00(?=[ ()\d-]))/g)) {
    const isPlus = text.charAt(index) === '+';
    const first = isPlus && !isDigit(text.charCodeAt(index + 1)) ? index + 2 : index + (isPlus ? 1 : 0);
    const found = last(dialledFrom(text, first), isPlus ? isInternational : isNordic);
    if (found) hits.push({ kind: 'PHONE', isCertain: isPlus || !found.isBare, start: index, end: found.end });
  }
  return hits;
}
