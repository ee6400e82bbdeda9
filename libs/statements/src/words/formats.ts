import { formatInstant, parseInstant, type Day, type Month } from '@hemtag/kernel';
import type { Language } from '../language.js';
import type { StatementPeriod } from '../period.js';
import { DANISH } from './danish.js';
import { ENGLISH } from './english.js';
import { NORWEGIAN } from './norwegian.js';
import { SWEDISH } from './swedish.js';
import type { Words } from './words.js';

const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';

interface Marks {
  readonly group: string;
  readonly decimal: string;
  readonly minus: string;
}
/**
 * How numbers are written, after CLDR (a test compares with it). Written here and not taken from `Intl`, because an archived report must come out the same with every
 * version of the runtime's locale data, and because a number must not become a float on its way.
 */
const MARKS: Readonly<Record<Language, Marks>> = {
  sv: { group: NO_BREAK_SPACE, decimal: ',', minus: MINUS },
  en: { group: ',', decimal: '.', minus: '-' },
  da: { group: '.', decimal: ',', minus: '-' },
  no: { group: NO_BREAK_SPACE, decimal: ',', minus: MINUS },
};
const PERCENT: Readonly<Record<Language, string>> = { sv: `${NO_BREAK_SPACE}%`, en: '%', da: `${NO_BREAK_SPACE}%`, no: `${NO_BREAK_SPACE}%` };

const WORDS: Readonly<Record<Language, Words>> = { sv: SWEDISH, en: ENGLISH, da: DANISH, no: NORWEGIAN };
export const wordsOf = (language: Language): Words => WORDS[language];

/** Language tags of documents (`lang`); Norwegian is Bokmål. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { sv: 'sv', en: 'en', da: 'da', no: 'nb' };

/** Decimal text of a statement as the language writes it, digit by digit: `-1234.50` is `−1 234,50` in Swedish. */
export function formatNumber(text: string, language: Language): string {
  const { group, decimal, minus } = MARKS[language];
  const isNegative = text.startsWith('-');
  const [whole = '', decimals] = (isNegative ? text.slice(1) : text).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${isNegative ? minus : ''}${grouped}${decimals === undefined ? '' : `${decimal}${decimals}`}`;
}
export const formatPercent = (text: string, language: Language): string => `${formatNumber(text, language)}${PERCENT[language]}`;
/** With the unit behind it and no line break between. */
export const formatMeasure = (text: string, unit: string, language: Language): string => `${formatNumber(text, language)}${NO_BREAK_SPACE}${unit}`;

const monthName = (month: Month | Day, language: Language): string => WORDS[language].months[Number(month.slice(5, 7)) - 1] ?? month;
const year = (text: Month | Day): number => Number(text.slice(0, 4));

/** `mars 2026` */
export const formatMonth = (month: Month, language: Language): string => `${monthName(month, language)} ${year(month)}`;

/** As the language is used to: `2026-03-31`, `31.03.2026`, `31 March 2026`. */
export function formatDay(day: Day, language: Language): string {
  switch (language) {
    case 'sv':
      return day;
    case 'en':
      return `${Number(day.slice(8))} ${monthName(day, language)} ${year(day)}`;
    case 'da':
    case 'no':
      return `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
  }
}

/** Day and minute in the time zone of the tenant: `2026-04-10 09:30`. What is no instant stays as it is. */
export function formatMoment(instant: string, language: Language, timeZone: string): string {
  const parsed = parseInstant(instant);
  if (parsed === null) return instant;
  const local = formatInstant(parsed, timeZone);
  return `${formatDay(local.slice(0, 10), language)}${NO_BREAK_SPACE}${local.slice(11, 16)}`;
}

/** What a period is called in running text: `mars 2026`, `tertial 1 2026`, `första halvåret 2026`, `helåret 2026`. */
export function formatPeriod({ kind, number, year: of, from }: StatementPeriod, language: Language): string {
  const words = WORDS[language];
  switch (kind) {
    case 'MONTH':
      return formatMonth(from, language);
    case 'TERTIAL':
      return words.tertial(number, of);
    case 'HALF_YEAR':
      return words.halfYear(number, of);
    case 'YEAR':
      return words.wholeYear(of);
  }
}
