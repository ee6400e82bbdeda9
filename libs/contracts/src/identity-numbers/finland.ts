import { isBirthDate, pairAt } from './birth-date.js';
import type { Hit } from './hit.js';

const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';
// Separators of 1800 (+), 1900 (- Y X W V U) and 2000 (A to F), Finlex 690/2022. An underscore is what a dash becomes in many keys.
const FORM = /(?<![0-9A-Za-z])(\d{6})\s?([-+A-FU-Y_])\s?(\d{3})([0-9A-Y])(?![0-9A-Za-z])/gi;
/** 000 and 001 are never given. */
const LEAST_INDIVIDUAL = 2;

/** Henkilötunnus: its check character makes it certain in every form but the one with an underscore. */
export function findFinnishNumbers(text: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(FORM)) {
    const [whole, date = '', separator, individual = '', check = ''] = match;
    if (!isBirthDate({ year: pairAt(date, 4), month: pairAt(date, 2), day: pairAt(date, 0) }) || Number(individual) < LEAST_INDIVIDUAL) continue;
    if (CHECK_CHARACTERS.charAt(Number(date + individual) % 31) !== check.toUpperCase()) continue;
    hits.push({ kind: 'FI', isCertain: separator !== '_', start: match.index, end: match.index + whole.length });
  }
  return hits;
}
