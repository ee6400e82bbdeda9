import { isAlphanumeric, isDigit, isLetter } from './characters.js';
import type { Hit } from './hit.js';

/** Structure behind country and check digits (SWIFT IBAN registry): a letters, n digits, c both. Accounts outside Europe are no matter of a Nordic town. */
const STRUCTURES: Readonly<Record<string, string>> = {
  AD: '8n12c', AL: '8n16c', AT: '16n', BA: '16n', BE: '12n', BG: '4a6n8c', CH: '5n12c', CY: '8n16c', CZ: '20n', DE: '18n', DK: '14n', EE: '16n', ES: '20n',
  FI: '14n', FO: '14n', FR: '10n11c2n', GB: '4a14n', GE: '2a16n', GI: '4a15c', GL: '14n', GR: '7n16c', HR: '17n', HU: '24n', IE: '4a14n', IS: '22n',
  IT: '1a10n12c', LI: '5n12c', LT: '16n', LU: '3n13c', LV: '4a13c', MC: '10n11c2n', MD: '2c18c', ME: '18n', MK: '3n10c2n', MT: '4a5n18c', NL: '4a10n',
  NO: '11n', PL: '24n', PT: '21n', RO: '4a16c', RS: '18n', SE: '20n', SI: '15n', SK: '20n', SM: '1a10n12c', TR: '6n16c', UA: '6n19c', VA: '18n', XK: '16n',
}; // prettier-ignore
const CLASSES: Readonly<Record<string, string>> = { a: '[A-Z]', n: '\\d', c: '[A-Z0-9]' };

interface Form {
  readonly length: number;
  readonly pattern: RegExp;
}
function formOf(structure: string): Form {
  const parts = [...structure.matchAll(/(\d+)([anc])/g)].map(([, count = '0', kind = 'c']) => ({ count: Number(count), kind }));
  const pattern = new RegExp(`^[A-Z]{2}\\d{2}${parts.map(({ count, kind }) => `${CLASSES[kind] ?? ''}{${count}}`).join('')}$`);
  return { length: parts.reduce((total, { count }) => total + count, 4), pattern };
}
const FORMS: ReadonlyMap<string, Form> = new Map(Object.entries(STRUCTURES).map(([country, structure]) => [country, formOf(structure)]));

/** ISO 7064 MOD 97-10: the country and the check digits go to the end, letters count from 10. */
function leavesOne(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Whether country and check digits of an account begin here; cheap, for the filter before the search. */
export function isIbanStart(text: string, at: number): boolean {
  return (
    isDigit(text.charCodeAt(at + 2)) && isDigit(text.charCodeAt(at + 3)) && isLetter(text.charCodeAt(at + 1)) && FORMS.has(text.slice(at, at + 2).toUpperCase())
  );
}

/** The next characters without single blanks or dashes between them, and where they end; null where there are fewer. */
function compact(text: string, start: number, length: number): { readonly value: string; readonly end: number } | null {
  let [value, at] = ['', start];
  while (value.length < length) {
    if (isAlphanumeric(text.charCodeAt(at))) value += text.charAt(at);
    else if (!/[\s-]/.test(text.charAt(at)) || !isAlphanumeric(text.charCodeAt(at + 1))) return null;
    at += 1;
  }
  return isAlphanumeric(text.charCodeAt(at)) ? null : { value: value.toUpperCase(), end: at };
}

/** Account numbers with a known structure and the right check digits. */
export function findIbans(text: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { index } of text.matchAll(/(?<![0-9A-Za-z])[A-Za-z]{2}\d{2}/g)) {
    const form = FORMS.get(text.slice(index, index + 2).toUpperCase());
    const found = form && compact(text, index, form.length);
    if (found && form.pattern.test(found.value) && leavesOne(found.value)) hits.push({ kind: 'IBAN', isCertain: true, start: index, end: found.end });
  }
  return hits;
}
