import type { Language } from '../languages.js';
import { kindWord, titleIn, typeOrder } from '../queries/amounts.js';
import { boolean, date, number, text } from '../queries/expression.js';
import { col, descending, named, numbers, select, view, type Source } from '../queries/sql.js';
import { departmentOf, isOneOf, kindOf, variable, type Variable } from '../variables.js';

const tenants = view('tenant', 't');
const figures = view('figure', 'f');
const initiatives = view('initiative', 'i');
const benefits = view('benefit', 'b');
const sources = view('source', 's');
const isOfTenant = boolean`${col(tenants, 'tenant')} = ${variable('tenant')}`;
const one = numbers('one', 'n', [1, 1]);
/** The day that it is for the tenant. */
const today = date`(now() AT TIME ZONE ${col(tenants, 'time_zone')})::date`;

export const DATA_SOURCE: Variable = { kind: 'data-source', name: 'ds', plugin: 'grafana-postgresql-datasource' };

export const tenantVariable = (language: Language): Variable => {
  const title = titleIn(col(tenants, 'title'), col(tenants, 'tenant'), language);
  return {
    kind: 'query',
    name: 'tenant',
    label: { sv: 'Kommun', en: 'Municipality' },
    isMany: false,
    query: select({ from: tenants, columns: { __text: title, __value: col(tenants, 'tenant') }, orderBy: [title] }),
  };
};

/** The calendar years of the figures, this year first; plans reach into the next one. */
const years = named(
  'years',
  select({
    from: tenants,
    joins: [{ how: 'LEFT JOIN', to: figures, on: boolean`${col(figures, 'tenant')} = ${col(tenants, 'tenant')}` }],
    columns: { year: number`extract(year FROM coalesce(${col(figures, 'month')}, ${today}))::int`, current: number`extract(year FROM ${today})::int` },
    where: [isOfTenant],
    isDistinct: true,
    orderBy: [number`1`],
  }),
);
export const YEAR: Variable = {
  kind: 'query',
  name: 'year',
  label: { sv: 'År', en: 'Year' },
  isMany: false,
  query: select({
    from: years,
    columns: { __text: text`${col(years, 'year')}::text`, __value: text`${col(years, 'year')}::text` },
    orderBy: [boolean`${col(years, 'year')} > ${col(years, 'current')}`, descending(col(years, 'year'))],
  }),
};

const months = numbers('m', 'number', [1, 12]);
const firstDay = date`make_date(${variable('year')}::int, ${col(months, 'number')}, 1)`;
const hasEnded = boolean`(${firstDay} + interval '1 month')::date <= ${today}`;
const hasBegun = boolean`(${firstDay} <= ${today} OR ${col(months, 'number')} = 1)`;
/** Up to which month figures are taken: the last one that has ended first, the running one last. A year that has not begun offers January. */
export const monthVariable = (language: Language): Variable => ({
  kind: 'query',
  name: 'month',
  label: { sv: 'Siffror till och med', en: 'Figures up to' },
  isMany: false,
  query: select({
    from: tenants,
    joins: [{ how: 'CROSS JOIN', to: months }],
    columns: {
      __text: text`to_char(${firstDay}, 'YYYY-MM') || CASE WHEN ${hasEnded} THEN '' ELSE ${language === 'sv' ? text`' (pågår)'` : text`' (running)'`} END`,
      __value: text`to_char(${firstDay}, 'YYYY-MM')`,
    },
    where: [isOfTenant, hasBegun],
    orderBy: [descending(hasEnded), descending(col(months, 'number'))],
  }),
});

const departments = named(
  'departments',
  select({
    from: one,
    joins: [{ how: 'LEFT JOIN', to: initiatives, on: boolean`${col(initiatives, 'tenant')} = ${variable('tenant')}` }],
    columns: { department: departmentOf(col(initiatives, 'department')) },
    isDistinct: true,
    orderBy: [number`1`],
  }),
);
export const DEPARTMENT: Variable = {
  kind: 'query',
  name: 'department',
  label: { sv: 'Förvaltning', en: 'Department' },
  isMany: true,
  query: select({
    from: departments,
    columns: { __text: col(departments, 'department'), __value: col(departments, 'department') },
    orderBy: [col(departments, 'department')],
  }),
};

export const BENEFIT_TYPE = { sv: 'Nyttotyp', en: 'Benefit type' } as const;

/** The variable `kind` over the types and units that `kinds` finds, in their order; one row of dashes where it finds none. */
export function kindsOf(kinds: Source<'type' | 'unit'>, label: Readonly<Record<Language, string>>, language: Language): Variable {
  const [type, unit] = [text`coalesce(${col(kinds, 'type')}, '–')`, text`coalesce(${col(kinds, 'unit')}, '–')`];
  return {
    kind: 'query',
    name: 'kind',
    label,
    isMany: true,
    query: select({
      from: one,
      joins: [{ how: 'LEFT JOIN', to: kinds, on: boolean`true` }],
      columns: { __text: kindWord(type, unit, language), __value: kindOf(type, unit) },
      orderBy: [typeOrder(type), unit],
    }),
  };
}

/** Benefit type and unit in one, because neither types nor units ever share a panel. */
export function kindVariable(language: Language): Variable {
  const kinds = named(
    'kinds',
    select({
      from: figures,
      joins: [{ how: 'JOIN', to: initiatives, on: boolean`${col(initiatives, 'tenant')} = ${col(figures, 'tenant')} AND ${col(initiatives, 'initiative')} = ${col(figures, 'initiative')}` }],
      columns: { type: col(figures, 'type'), unit: col(figures, 'amount_unit') },
      where: [
        boolean`${col(figures, 'tenant')} = ${variable('tenant')}`,
        isOneOf(departmentOf(col(initiatives, 'department')), 'department'),
        boolean`extract(year FROM ${col(figures, 'month')}) = ${variable('year')}::int AND ${col(figures, 'amount_unit')} IS NOT NULL`,
      ],
      isDistinct: true,
      orderBy: [number`1`, number`2`],
    }),
  ); // prettier-ignore
  return kindsOf(kinds, BENEFIT_TYPE, language);
}

export const SCALE: Variable = {
  kind: 'custom',
  name: 'scale',
  label: { sv: 'Visa belopp i', en: 'Show money in' },
  options: [
    ['kr', '1'],
    ['tkr', '1000'],
    ['mnkr', '1000000'],
  ],
};

export const initiativeVariable = (language: Language): Variable => {
  const name = text`coalesce(${col(initiatives, 'initiative')}, '–')`;
  const title = titleIn(col(initiatives, 'title'), name, language);
  return {
    kind: 'query',
    name: 'initiative',
    label: { sv: 'Initiativ', en: 'Initiative' },
    isMany: false,
    query: select({
      from: one,
      joins: [{ how: 'LEFT JOIN', to: initiatives, on: boolean`${col(initiatives, 'tenant')} = ${variable('tenant')}` }],
      columns: { __text: title, __value: name },
      orderBy: [title, name],
    }),
  };
};

const isOfInitiative = boolean`${col(benefits, 'tenant')} = ${variable('tenant')} AND ${col(benefits, 'initiative')} = ${variable('initiative')}`;
export const benefitVariable = (language: Language): Variable => {
  const name = text`coalesce(${col(benefits, 'benefit')}, '–')`;
  const title = titleIn(col(benefits, 'title'), name, language);
  return {
    kind: 'query',
    name: 'benefit',
    label: { sv: 'Nytta', en: 'Benefit' },
    isMany: false,
    query: select({
      from: one,
      joins: [{ how: 'LEFT JOIN', to: benefits, on: isOfInitiative }],
      columns: { __text: title, __value: name },
      orderBy: [typeOrder(col(benefits, 'type')), title, name],
    }),
  };
};

/** The sources of a municipality; one that is left out of a board's answers stands in none of its panels. */
export const sourceVariable = (language: Language): Variable => {
  const name = text`coalesce(${col(sources, 'name')}, '–')`;
  return {
    kind: 'query',
    name: 'source',
    label: { sv: 'Källa', en: 'Source' },
    isMany: true,
    query: select({
      from: one,
      joins: [{ how: 'LEFT JOIN', to: sources, on: boolean`${col(sources, 'tenant')} = ${variable('tenant')}` }],
      columns: { __text: titleIn(col(sources, 'title'), name, language), __value: name },
      orderBy: [number`1`],
    }),
  };
};

/** The type and the unit of the chosen benefit: one as a rule, more where its formula has changed its unit. */
export const benefitKindVariable = (language: Language): Variable => {
  const { tenant, initiative, benefit } = { tenant: col(figures, 'tenant'), initiative: col(figures, 'initiative'), benefit: col(figures, 'benefit') };
  const ofBenefit = boolean`${tenant} = ${col(benefits, 'tenant')} AND ${initiative} = ${col(benefits, 'initiative')} AND ${benefit} = ${col(benefits, 'benefit')}`;
  const kinds = named(
    'kinds',
    select({
      from: one,
      joins: [
        { how: 'LEFT JOIN', to: benefits, on: boolean`${isOfInitiative} AND ${col(benefits, 'benefit')} = ${variable('benefit')}` },
        { how: 'LEFT JOIN', to: figures, on: boolean`${ofBenefit} AND ${col(figures, 'amount_unit')} IS NOT NULL` },
      ],
      columns: { type: text`coalesce(${col(benefits, 'type')}, '–')`, unit: text`coalesce(${col(figures, 'amount_unit')}, '–')` },
      isDistinct: true,
      orderBy: [number`1`, number`2`],
    }),
  );
  const [type, unit] = [col(kinds, 'type'), col(kinds, 'unit')];
  return {
    kind: 'query',
    name: 'kind',
    label: BENEFIT_TYPE,
    isMany: false,
    query: select({ from: kinds, columns: { __text: kindWord(type, unit, language), __value: kindOf(type, unit) }, orderBy: [unit] }),
  };
};
