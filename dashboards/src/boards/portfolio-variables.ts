import type { Language } from '../languages.js';
import { titleIn } from '../queries/amounts.js';
import { boolean, date, number, text } from '../queries/expression.js';
import { isInYear } from '../queries/figures-of-year.js';
import { col, descending, named, numbers, select, view } from '../queries/sql.js';
import { isOneOf, variable, type Variable } from '../variables.js';
import { BENEFIT_TYPE, kindsOf } from './controller-variables.js';

const tenants = view('tenant', 't');
const figures = view('figure', 'f');
/** Municipalities of several zones share a board, so its days are those of UTC. */
const today = date`(now() AT TIME ZONE 'UTC')::date`;
const isOfYear = isInYear(col(figures, 'month'));

export const municipalitiesVariable = (language: Language): Variable => {
  const title = titleIn(col(tenants, 'title'), col(tenants, 'tenant'), language);
  return {
    kind: 'query',
    name: 'tenant',
    label: { sv: 'Kommuner', en: 'Municipalities' },
    isMany: true,
    query: select({ from: tenants, columns: { __text: title, __value: col(tenants, 'tenant') }, orderBy: [title, col(tenants, 'tenant')] }),
  };
};

const years = numbers('y', 'number', [2000, 2100]);
const first = named(
  'first',
  select({ from: figures, columns: { month: date`min(${col(figures, 'month')})` }, where: [isOneOf(col(figures, 'tenant'), 'tenant')] }),
);
/** This year and those before it that have figures of any of the municipalities; next year last. */
export const PORTFOLIO_YEAR: Variable = {
  kind: 'query',
  name: 'year',
  label: { sv: 'År', en: 'Year' },
  isMany: false,
  query: select({
    from: years,
    joins: [{ how: 'LEFT JOIN', to: first, on: boolean`true` }],
    columns: { __text: text`${col(years, 'number')}::text`, __value: text`${col(years, 'number')}::text` },
    where: [boolean`${col(years, 'number')} BETWEEN extract(year FROM least(${col(first, 'month')}, ${today})) AND extract(year FROM ${today}) + 1`],
    orderBy: [boolean`${col(years, 'number')} > extract(year FROM ${today})`, descending(col(years, 'number'))],
  }),
};

const months = numbers('m', 'number', [1, 12]);
const firstDay = date`make_date(${variable('year')}::int, ${col(months, 'number')}, 1)`;
const hasEnded = boolean`(${firstDay} + interval '1 month')::date <= ${today}`;
/** The last month that has ended first, the running one last. */
export const portfolioMonthVariable = (language: Language): Variable => ({
  kind: 'query',
  name: 'month',
  label: { sv: 'Siffror till och med', en: 'Figures up to' },
  isMany: false,
  query: select({
    from: months,
    columns: {
      __text: text`to_char(${firstDay}, 'YYYY-MM') || CASE WHEN ${hasEnded} THEN '' ELSE ${language === 'sv' ? text`' (pågår)'` : text`' (running)'`} END`,
      __value: text`to_char(${firstDay}, 'YYYY-MM')`,
    },
    where: [boolean`(${firstDay} <= ${today} OR ${col(months, 'number')} = 1)`],
    orderBy: [descending(hasEnded), descending(col(months, 'number'))],
  }),
});

/** Type and unit of any of the municipalities: those whose currencies agree share a row. */
export const portfolioKindVariable = (language: Language): Variable => {
  const kinds = named(
    'kinds',
    select({
      from: figures,
      columns: { type: col(figures, 'type'), unit: col(figures, 'amount_unit') },
      where: [isOneOf(col(figures, 'tenant'), 'tenant'), boolean`${isOfYear} AND ${col(figures, 'amount_unit')} IS NOT NULL`],
      isDistinct: true,
      orderBy: [number`1`, number`2`],
    }),
  );
  return kindsOf(kinds, BENEFIT_TYPE, language);
};
