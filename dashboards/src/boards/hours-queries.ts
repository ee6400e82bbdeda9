import { MONTHS, TYPE_WORDS, type Language } from '../languages.js';
import { titleIn, typeOrder } from '../queries/amounts.js';
import { boolean, inWords, literal, number, sum, text, type Expression } from '../queries/expression.js';
import { ofTenantAndYear, toInitiative } from '../queries/figures-of-year.js';
import { col, descending, named, numbers, rows, select, view } from '../queries/sql.js';
import { sqlTarget, type SqlTarget } from '../queries/targets.js';
import { isOneOf, variable } from '../variables.js';

const f = view('figure', 'f');
const i = view('initiative', 'i');
const b = view('benefit', 'b');
const HOUR_UNIT = literal('currency:financial: h:suffix');

/** The rows of the year and the departments that set hours free. */
const setsHoursFree = [...ofTenantAndYear(f, i), boolean`${col(f, 'kind')} = 'ORIGINAL' AND ${col(f, 'hours_gross')} IS NOT NULL`];
const isSoFar = boolean`to_char(${col(f, 'month')}, 'YYYY-MM') <= ${variable('month')}`;
/** Hours that can be used for other work, and those that nobody has claimed. */
const claimed = number`${col(f, 'hours_gross')} - ${col(f, 'hours_unclaimed')}`;

const isOfTimeType = boolean`${col(f, 'type')} = ${variable('timeType')}`;

/** Four tiles for each benefit type: hours set free so far, of which claimed and unclaimed, and full-time equivalents. */
export function hoursTiles(language: Language, words: Readonly<Record<'freed' | 'claimed' | 'unclaimed' | 'fte', string>>): SqlTarget {
  const byType = named(
    'by_type',
    select({
      from: f,
      joins: [toInitiative(f, i)],
      columns: {
        type: col(f, 'type'),
        freed: sum(col(f, 'hours_gross')),
        claimed: sum(claimed),
        unclaimed: sum(col(f, 'hours_unclaimed')),
        // Twelfths of a year's work add up to the year's.
        fte: sum(col(f, 'hours_fte')),
      },
      where: [...setsHoursFree, isSoFar, isOneOf(col(f, 'type'), 'timeType')],
      groupBy: [col(f, 'type')],
    }),
  );
  const word = inWords(col(byType, 'type'), TYPE_WORDS[language]);
  const tile = rows('tile', ['place', 'name', 'value', 'unit', 'decimals'], [
    [number`1`, text`${word} || ' · ' || ${literal(words.freed)}`, col(byType, 'freed'), HOUR_UNIT, number`0`],
    [number`2`, text`${word} || ' · ' || ${literal(words.claimed)}`, col(byType, 'claimed'), HOUR_UNIT, number`0`],
    [number`3`, text`${word} || ' · ' || ${literal(words.unclaimed)}`, col(byType, 'unclaimed'), HOUR_UNIT, number`0`],
    [number`4`, text`${word} || ' · ' || ${literal(words.fte)}`, col(byType, 'fte'), literal('locale'), number`2`],
  ]); // prettier-ignore
  return sqlTarget(
    select({
      from: byType,
      joins: [{ how: 'CROSS JOIN', to: tile }],
      columns: { name: col(tile, 'name'), value: col(tile, 'value'), unit: col(tile, 'unit'), decimals: col(tile, 'decimals') },
      orderBy: [typeOrder(col(byType, 'type')), col(tile, 'place')],
    }),
  );
}

const twelve = numbers('m', 'number', [1, 12]);
const monthName = (language: Language): Expression => text`(string_to_array(${literal(MONTHS[language].join(' '))}, ' '))[${col(twelve, 'number')}]`;

/** Hours of one benefit type by month, claimed and unclaimed; nothing after the chosen month. */
export function hoursByMonth(language: Language, words: Readonly<Record<'month' | 'claimed' | 'unclaimed', string>>): SqlTarget {
  const byMonth = named(
    'by_month',
    select({
      from: f,
      joins: [toInitiative(f, i)],
      columns: {
        number: number`extract(month FROM ${col(f, 'month')})::int`,
        claimed: sum(claimed),
        unclaimed: sum(col(f, 'hours_unclaimed')),
        complete: boolean`bool_and(${col(f, 'complete')})`,
      },
      where: [...setsHoursFree, isSoFar, isOfTimeType],
      groupBy: [number`1`, col(f, 'type')],
    }),
  );
  return sqlTarget(
    select({
      from: twelve,
      joins: [{ how: 'LEFT JOIN', to: byMonth, on: boolean`${col(byMonth, 'number')} = ${col(twelve, 'number')}` }],
      columns: {
        [words.month]: text`${monthName(language)} || CASE WHEN NOT ${col(byMonth, 'complete')} THEN '*' ELSE '' END`,
        [words.claimed]: col(byMonth, 'claimed'),
        [words.unclaimed]: col(byMonth, 'unclaimed'),
      },
      orderBy: [col(twelve, 'number')],
    }),
  );
}

/** Each benefit of one type with its hours so far, the most first. */
export function hoursByBenefit(
  language: Language,
  words: Readonly<Record<'initiative' | 'benefit' | 'freed' | 'claimed' | 'unclaimed' | 'fte', string>>,
): SqlTarget {
  const byBenefit = named(
    'by_benefit',
    select({
      from: f,
      joins: [toInitiative(f, i)],
      columns: {
        initiative: col(f, 'initiative'),
        benefit: col(f, 'benefit'),
        title: text`min(${titleIn(col(i, 'title'), col(i, 'initiative'), language)})`,
        freed: sum(col(f, 'hours_gross')),
        claimed: sum(claimed),
        unclaimed: sum(col(f, 'hours_unclaimed')),
        fte: sum(col(f, 'hours_fte')),
      },
      where: [...setsHoursFree, isSoFar, isOfTimeType],
      groupBy: [col(f, 'initiative'), col(f, 'benefit'), col(f, 'type')],
    }),
  );
  return sqlTarget(
    select({
      from: byBenefit,
      joins: [
        {
          how: 'JOIN',
          to: b,
          on: boolean`${col(b, 'tenant')} = ${variable('tenant')} AND ${col(b, 'initiative')} = ${col(byBenefit, 'initiative')} AND ${col(b, 'benefit')} = ${col(byBenefit, 'benefit')}`,
        },
      ],
      columns: {
        [words.initiative]: col(byBenefit, 'title'),
        [words.benefit]: titleIn(col(b, 'title'), col(b, 'benefit'), language),
        [words.freed]: number`round(${col(byBenefit, 'freed')}, 0)`,
        [words.claimed]: number`round(${col(byBenefit, 'claimed')}, 0)`,
        [words.unclaimed]: number`round(${col(byBenefit, 'unclaimed')}, 0)`,
        [words.fte]: col(byBenefit, 'fte'),
      },
      orderBy: [descending(col(byBenefit, 'freed')), number`1`, number`2`],
      limit: 50,
    }),
  );
}
