import { isBlank, isDigit, isLetter } from './characters.js';
import { isDanishNumber } from './denmark.js';
import type { Hit } from './hit.js';
import { isNorwegianNumber } from './norway.js';
import { isSwedishNumber } from './sweden.js';

type Joint = 'blank' | 'dash' | 'underscore' | 'plus';
/** Digits between borders that are neither letters nor digits. */
interface Group {
  readonly start: number;
  readonly end: number;
  /** What joins it to the group before; null where nothing does. */
  readonly joint: Joint | null;
}
/** A place inside a number where it is written apart, counted in digits. */
interface Cut {
  readonly at: number;
  readonly joint: Joint;
}
interface Form {
  readonly kind: 'SE' | 'DK' | 'NO';
  readonly length: number;
  /** Where the serial number begins. */
  readonly serial: number;
  /** Where it may be written apart. Counters and timestamps are cut elsewhere. */
  readonly cuts: readonly number[];
  readonly holds: (digits: string) => boolean;
}

const FORMS: readonly Form[] = [
  { kind: 'SE', length: 12, serial: 8, cuts: [2, 4, 6, 8, 11], holds: isSwedishNumber },
  { kind: 'SE', length: 10, serial: 6, cuts: [2, 4, 6, 9], holds: isSwedishNumber },
  { kind: 'NO', length: 11, serial: 6, cuts: [2, 4, 6, 9], holds: isNorwegianNumber },
  { kind: 'DK', length: 10, serial: 6, cuts: [2, 4, 6], holds: isDanishNumber },
];
const MOST_DIGITS = 12;
const MOST_BETWEEN = 3;

function jointOf(between: string): Joint | null {
  if (between === '+') return 'plus';
  if (between.length > MOST_BETWEEN || !/^[\s_-]+$/.test(between)) return null;
  if (between.includes('_')) return 'underscore';
  return between.includes('-') ? 'dash' : 'blank';
}

function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = [];
  let previousEnd = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const start = at;
    while (isDigit(text.charCodeAt(at))) at += 1;
    if (isLetter(text.charCodeAt(start - 1)) || isLetter(text.charCodeAt(at))) previousEnd = -1;
    else {
      const between = previousEnd === -1 || start - previousEnd > MOST_BETWEEN ? '' : text.slice(previousEnd, start);
      groups.push({ start, end: at, joint: between === '' ? null : jointOf(between) });
      previousEnd = at;
    }
  }
  return groups;
}

/** Digits in pairs are a way to write a number only where they stand alone: an address of six pairs holds five. */
const isInPairs = (cuts: readonly Cut[], length: number, isAlone: boolean): boolean =>
  isAlone && cuts.length === Math.ceil(length / 2) - 1 && cuts.every(({ at }, index) => at === 2 * (index + 1));

function fits(form: Form, cuts: readonly Cut[], isAlone: boolean): boolean {
  const plus = cuts.filter(({ joint }) => joint === 'plus');
  if (plus.length > 0) return form.kind === 'SE' && plus.every(({ at }) => at === form.serial) && cuts.every(({ at }) => at <= form.serial);
  return isInPairs(cuts, form.length, isAlone) || cuts.every(({ at }) => form.cuts.includes(at));
}

/** Ten digits in one, a date with dashes and a counter behind it, or underscores: other keys look like that too. */
function isCertain(form: Form, cuts: readonly Cut[]): boolean {
  if (cuts.some(({ at, joint }) => joint === 'underscore' || (joint === 'dash' && at < form.serial))) return false;
  return form.length > 10 || cuts.some(({ at }) => at === form.serial);
}

/** Digits behind a point are decimals; before one, more than zeros behind it make the whole a decimal or a version. */
function isDecimal(text: string, { start, end }: Group, digits: number): boolean {
  if (text.charAt(start - 1) === '.' && isDigit(text.charCodeAt(start - 2))) return true;
  return digits === 10 && /^\.0*[1-9]/.test(text.slice(end, end + 10));
}

/** A number whose leading zero a program took for superfluous. */
function paddedKind(digits: string): 'SE' | 'DK' | 'NO' | null {
  const padded = `0${digits}`;
  if (padded.length === 11) return isNorwegianNumber(padded) ? 'NO' : null;
  if (padded.length !== 10) return null;
  if (isSwedishNumber(padded)) return 'SE';
  return isDanishNumber(padded) ? 'DK' : null;
}

/** No form is cut behind its first digit, nor behind any other odd one up to the seventh. */
function canBegin({ start, end }: Group): boolean {
  const digits = end - start;
  return digits > 8 || digits % 2 === 0;
}

function judge(text: string, groups: readonly Group[], isAlone: boolean): Pick<Hit, 'kind' | 'isCertain'> | null {
  const digits = groups.map(({ start, end }) => text.slice(start, end)).join('');
  const cuts: Cut[] = [];
  let at = 0;
  for (const { start, end, joint } of groups) {
    if (at > 0) cuts.push({ at, joint: joint ?? 'blank' });
    at += end - start;
  }
  const first = groups[0] as Group;
  if (cuts.length === 0 && isDecimal(text, first, digits.length)) return null;
  const found = FORMS.filter((form) => form.length === digits.length && fits(form, cuts, isAlone) && form.holds(digits));
  const form = found.find((one) => isCertain(one, cuts)) ?? found[0];
  return form ? { kind: form.kind, isCertain: isCertain(form, cuts) } : null;
}

/**
 * Swedish, Danish and Norwegian numbers, in one or written apart by blanks and dashes. `isInteger` says that leading zeros may be
 * missing, because the text was or may have been a JSON number; what is found only with one is suspect.
 */
export function findNumbers(text: string, { isInteger }: { readonly isInteger: boolean }): readonly Hit[] {
  const hits: Hit[] = [];
  const groups = groupsOf(text);
  groups.forEach((first, index) => {
    const { start } = first;
    if (isInteger && !isDecimal(text, first, 10)) {
      const kind = paddedKind(text.slice(start, first.end));
      if (kind) hits.push({ kind, isCertain: false, start, end: first.end });
    }
    let digits = canBegin(first) ? 0 : MOST_DIGITS;
    for (let last = index; last < groups.length && digits < MOST_DIGITS; last += 1) {
      const group = groups[last] as Group;
      if (last > index && group.joint === null) break;
      digits += group.end - group.start;
      if (digits < 10 || digits > MOST_DIGITS) continue;
      const isAlone = first.joint === null && (groups[last + 1]?.joint ?? null) === null;
      const judged = judge(text, groups.slice(index, last + 1), isAlone);
      if (judged) hits.push({ ...judged, start, end: group.end });
    }
  });
  return hits;
}

/** Whether the characters around could be a joint; for the filter before the search. */
export const isJoint = (code: number): boolean => isBlank(code) || code === 0x2d || code === 0x5f;
