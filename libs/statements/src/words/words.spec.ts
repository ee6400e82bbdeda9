import { LANGUAGES, type Language } from '../language.js';
import { statementPeriod, type StatementPeriod } from '../period.js';
import { formatDay, formatMeasure, formatMoment, formatMonth, formatNumber, formatPercent, formatPeriod, LANGUAGE_TAGS, wordsOf } from './formats.js';

const LOCALES: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB', da: 'da-DK', no: 'nb-NO' };
const period = (id: string): StatementPeriod => {
  const of = statementPeriod(id);
  if (of === null) throw new Error(id);
  return of;
};

/** Every text of the catalogue with the path to it; functions are called with sample arguments. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, (value as (a: number, b: number) => string)(1, 2)]];
  return Object.entries(value as object).flatMap(([name, of]) => textsOf(of, `${path}/${name}`));
}

describe.each(LANGUAGES)('numbers and dates in %s', (language) => {
  const locale = LOCALES[language];

  it.each(['0.00', '7.50', '-7.50', '999.99', '1000.00', '-1234567.89', '12345678.00'])('write %s as the locale does', (text) => {
    const options = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    expect(formatNumber(text, language)).toBe(new Intl.NumberFormat(locale, options).format(Number(text)));
    expect(formatPercent(text, language)).toBe(new Intl.NumberFormat(locale, { ...options, style: 'percent' }).format(Number(text) / 100));
  });

  it('names the months as the locale does', () => {
    const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
    expect(wordsOf(language).months).toEqual(Array.from({ length: 12 }, (_, index) => month.format(new Date(Date.UTC(2026, index, 15)))));
  });

  it('calls an amount a saving with the words for it alone', () => {
    const savings = textsOf(wordsOf(language)).filter(([, text]) => /bespar|saving|innspar|\bsparat|\bsparet/i.test(text));
    expect(savings.map(([path]) => path)).toEqual(['/saving/name', '/saving/note']);
    expect(textsOf(wordsOf(language)).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

it('keeps numbers that a float would not', () => {
  expect(formatNumber('123456789012345678.01', 'sv')).toBe('123\u00a0456\u00a0789\u00a0012\u00a0345\u00a0678,01');
  expect(formatNumber('4200', 'da')).toBe('4.200');
  expect(formatNumber('0.333333', 'en')).toBe('0.333333');
  expect(formatMeasure('-9000.00', 'SEK', 'sv')).toBe('\u22129\u00a0000,00\u00a0SEK');
});

it('writes days, moments and periods', () => {
  expect(LANGUAGES.map((language) => formatDay('2026-03-09', language))).toEqual(['2026-03-09', '9 March 2026', '09.03.2026', '09.03.2026']);
  // 22:30 UTC in summer time is the next day in Stockholm.
  expect(formatMoment('2026-03-31T22:30:00Z', 'sv', 'Europe/Stockholm')).toBe('2026-04-01\u00a000:30');
  expect(formatMonth('2026-03', 'da')).toBe('marts 2026');
  expect(LANGUAGES.map((language) => formatPeriod(period('2026-T1'), language))).toEqual([
    'tertial 1 2026',
    'tertial 1 of 2026',
    '1. tertial 2026',
    '1. tertial 2026',
  ]);
  expect(LANGUAGES.map((language) => formatPeriod(period('2026-H2'), language))).toEqual([
    'andra halvåret 2026',
    'second half of 2026',
    '2. halvår 2026',
    '2. halvår 2026',
  ]);
  expect(LANGUAGES.map((language) => formatPeriod(period('2026'), language))).toEqual(['helåret 2026', 'full year 2026', 'hele 2026', 'hele 2026']);
  expect(formatPeriod(period('2026-05'), 'no')).toBe('mai 2026');
  expect(LANGUAGES.map((language) => Intl.getCanonicalLocales(LANGUAGE_TAGS[language]))).toEqual([['sv'], ['en'], ['da'], ['nb']]);
});
