import { isOneOf, type Day, type Month } from '@hemtag/kernel';
import {
  formatDay,
  formatMoment,
  formatMonth,
  formatNumber,
  formatPeriod,
  LABELS,
  type Label,
  type Language,
  type StatementPeriod,
  type Words,
  wordsOf,
} from '@hemtag/statements';
import { phrasesDa } from './words/phrases-da.js';
import { phrasesEn } from './words/phrases-en.js';
import { phrasesNo } from './words/phrases-no.js';
import { phrasesSv } from './words/phrases-sv.js';
import { OWN_HEADS, type Head, type OwnHead, type Phrases, YEAR_HEADS, type YearHead } from './words/phrases.js';

/** Everything that is said in a language: the words of statements, the phrases of the page, numbers and dates. */
export interface Wording {
  readonly language: Language;
  readonly words: Words;
  readonly phrases: Phrases;
  head(head: Head): string;
  /** A decimal text. */
  number(value: string): string;
  day(day: Day): string;
  /** juni 2026 */
  month(month: Month): string;
  /** jun */
  shortMonth(month: Month): string;
  /** Day and time in the tenant's zone. */
  instant(instant: string, timeZone: string): string;
  period(period: StatementPeriod): string;
}

const PHRASES: Readonly<Record<Language, Phrases>> = { sv: phrasesSv, da: phrasesDa, no: phrasesNo, en: phrasesEn };

const LABEL_OF_YEAR: Readonly<Record<YearHead, Label>> = {
  estimatedYear: 'estimated',
  grossYear: 'gross',
  adjustedYear: 'adjusted',
  rateYear: 'rate',
  harvestedYear: 'harvested',
  runningCostYear: 'runningCost',
  netYear: 'net',
};

function headIn(head: Head, words: Words, own: Readonly<Record<OwnHead, string>>): string {
  const { labels, saving } = words;
  const year = labels.yearToDate.toLowerCase();
  if (head === 'saving') return `${saving.name}, ${labels.period.toLowerCase()}`;
  if (head === 'savingYear') return `${saving.name}, ${year}`;
  if (isOneOf(YEAR_HEADS, head)) return `${labels[LABEL_OF_YEAR[head]]}, ${year}`;
  if (isOneOf(LABELS, head)) return labels[head];
  if (isOneOf(OWN_HEADS, head)) return own[head];
  return head satisfies never;
}

export function wordingOf(language: Language): Wording {
  const words = wordsOf(language);
  const phrases = PHRASES[language];
  return {
    language,
    words,
    phrases,
    head: (head) => headIn(head, words, phrases.heads),
    number: (value) => formatNumber(value, language),
    day: (day) => formatDay(day, language),
    month: (month) => formatMonth(month, language),
    shortMonth: (month) => (words.months[Number(month.slice(5, 7)) - 1] ?? month).slice(0, 3),
    // An ordinary space, so that day and time may stand below each other in a narrow column.
    instant: (instant, timeZone) => formatMoment(instant, language, timeZone).replaceAll('\u00A0', ' '),
    period: (period) => formatPeriod(period, language),
  };
}
