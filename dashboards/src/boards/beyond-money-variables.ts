import { TYPE_WORDS, type Language } from '../languages.js';
import { typeOrder } from '../queries/amounts.js';
import { boolean, inWords, number, text } from '../queries/expression.js';
import { ofTenantAndYear, toInitiative } from '../queries/figures-of-year.js';
import { col, named, numbers, select, view } from '../queries/sql.js';
import type { Variable } from '../variables.js';
import { kindsOf } from './controller-variables.js';

const f = view('figure', 'f');
const i = view('initiative', 'i');
const one = numbers('one', 'n', [1, 1]);

/** The benefit types that set hours free in the year. */
export const timeTypeVariable = (language: Language): Variable => {
  const types = named(
    'types',
    select({
      from: f,
      joins: [toInitiative(f, i)],
      columns: { type: col(f, 'type') },
      where: [...ofTenantAndYear(f, i), boolean`${col(f, 'hours_gross')} IS NOT NULL`],
      isDistinct: true,
      orderBy: [number`1`],
    }),
  );
  const type = text`coalesce(${col(types, 'type')}, '–')`;
  return {
    kind: 'query',
    name: 'timeType',
    label: { sv: 'Frigjord tid', en: 'Time set free' },
    isMany: true,
    query: select({
      from: one,
      joins: [{ how: 'LEFT JOIN', to: types, on: boolean`true` }],
      columns: { __text: inWords(type, TYPE_WORDS[language]), __value: type },
      orderBy: [typeOrder(type)],
    }),
  };
};

/** Types and units of the year that are no money: kilometres, emissions and what a benefit counts by itself. */
export const otherKindVariable = (language: Language): Variable => {
  const kinds = named(
    'kinds',
    select({
      from: f,
      joins: [toInitiative(f, i)],
      columns: { type: col(f, 'type'), unit: col(f, 'amount_unit') },
      where: [...ofTenantAndYear(f, i), boolean`${col(f, 'amount_unit')} <> ${col(i, 'currency')}`],
      isDistinct: true,
      orderBy: [number`1`, number`2`],
    }),
  );
  return kindsOf(kinds, { sv: 'Mått', en: 'Measure' }, language);
};

/** This board has no money that could be shown in thousands. */
export const WHOLE_MONEY: Variable = { kind: 'constant', name: 'scale', value: '1' };
