import type { Language, Name, StatementPeriod, Texts } from '@hemtag/statements';
import { wordsOf } from '@hemtag/statements';

/** What stands in a cell: as a reader sees it, and as a workbook keeps it; null for an empty cell. */
export interface Value {
  readonly shown: string;
  readonly sheet: number | string | Date | null;
}
export const BLANK: Value = { shown: '', sheet: null };
const NOTHING: Value = { shown: '–', sheet: null };

/** Marks of a number by language, after CLDR: between groups of three digits, before the decimals, and for what is below zero. */
const MARKS: Readonly<Record<Language, readonly [group: string, decimal: string, minus: string]>> = {
  sv: ['\u00A0', ',', '\u2212'],
  en: [',', '.', '-'],
  da: ['.', ',', '-'],
  no: ['\u00A0', ',', '\u2212'],
};

/** Digit by digit from the right; written here a second time, so that the reader does not repeat a fault of the writer. */
export function numberIn(language: Language, decimal: string): string {
  const [group, point, minus] = MARKS[language];
  const [, sign, whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === '') throw new Error(`${decimal} is no decimal`);
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return `${sign === '-' ? minus : ''}${groups.join(group)}${fraction === undefined ? '' : point + fraction}`;
}

function dayIn(language: Language, day: string): string {
  const [year = '', month = '', of = ''] = day.split('-');
  if (language === 'sv') return day;
  return language === 'en' ? `${Number(of)} ${wordsOf('en').months[Number(month) - 1]} ${year}` : `${of}.${month}.${year}`;
}

/** In the tenant's zone, by the runtime's own calendar. */
function instantIn(language: Language, instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${dayIn(language, `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`)} ${parts.get('hour')}:${parts.get('minute')}`;
}

const textIn = (texts: Texts, language: Language, otherwise: string): string =>
  texts[language] ?? texts['und'] ?? texts['en'] ?? Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))[0]?.[1] ?? otherwise;

/** The values of a statement as one language writes them. */
export interface Written {
  readonly language: Language;
  readonly number: (decimal: string | null) => Value;
  readonly count: (count: number | null) => Value;
  readonly day: (day: string | null) => Value;
  readonly month: (month: string) => Value;
  readonly shortMonth: (month: string) => string;
  readonly instant: (instant: string | null) => Value;
  readonly text: (text: string | null) => Value;
  readonly title: (texts: Texts, otherwise: string) => string;
  readonly name: (name: Name) => string;
  readonly period: (period: StatementPeriod) => string;
}

export function writtenIn(language: Language, timeZone: string): Written {
  const words = wordsOf(language);
  const text = (value: string | null): Value => (value === null || value === '' ? NOTHING : { shown: value, sheet: value });
  const number = (decimal: string | null): Value => (decimal === null ? NOTHING : { shown: numberIn(language, decimal), sheet: Number(decimal) });
  const month = (of: string): string => `${words.months[Number(of.slice(5)) - 1]} ${of.slice(0, 4)}`;
  return {
    language,
    number,
    text,
    count: (count) => number(count === null ? null : String(count)),
    day: (day) => (day === null ? NOTHING : { shown: dayIn(language, day), sheet: new Date(`${day}T00:00:00Z`) }),
    month: (of) => text(month(of)),
    shortMonth: (of) => month(of).slice(0, 3),
    instant: (instant) => text(instant === null ? null : instantIn(language, instant, timeZone)),
    title: (texts, otherwise) => textIn(texts, language, otherwise),
    name: ({ name, title }) => textIn(title, language, name),
    period: ({ kind, number: of, year, from }) =>
      ({ MONTH: month(from), TERTIAL: words.tertial(of, year), HALF_YEAR: words.halfYear(of, year), YEAR: words.wholeYear(year) })[kind],
  };
}
