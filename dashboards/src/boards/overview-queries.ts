import type { Language } from '../languages.js';
import { decimalsOf, grafanaUnit, kindWord, scaled, typeOrder, unitWord } from '../queries/amounts.js';
import { boolean, sum } from '../queries/expression.js';
import { col, named, select, view } from '../queries/sql.js';
import { sqlTarget, type SqlTarget } from '../queries/targets.js';
import { isOneOf, kindOf, variable } from '../variables.js';
import { departmentOf } from './controller-variables.js';

const f = view('figure', 'f');
const i = view('initiative', 'i');

const byKind = named(
  'by_kind',
  select({
    from: f,
    joins: [{ how: 'JOIN', to: i, on: boolean`${col(i, 'tenant')} = ${col(f, 'tenant')} AND ${col(i, 'initiative')} = ${col(f, 'initiative')}` }],
    columns: {
      type: col(f, 'type'),
      amount_unit: col(f, 'amount_unit'),
      is_money: boolean`${col(f, 'amount_unit')} = ${col(i, 'currency')}`,
      gross: sum(col(f, 'exact_gross'), boolean`to_char(${col(f, 'month')}, 'YYYY-MM') <= ${variable('month')}`),
    },
    where: [
      boolean`${col(f, 'tenant')} = ${variable('tenant')} AND extract(year FROM ${col(f, 'month')}) = ${variable('year')}::int`,
      isOneOf(departmentOf(col(i, 'department')), 'department'),
      isOneOf(kindOf(col(f, 'type'), col(f, 'amount_unit')), 'kind'),
    ],
    groupBy: [col(f, 'type'), col(f, 'amount_unit'), boolean`${col(f, 'amount_unit')} = ${col(i, 'currency')}`],
  }),
);

export function realisedTiles(language: Language): SqlTarget {
  const [type, unit, isMoney, gross] = [col(byKind, 'type'), col(byKind, 'amount_unit'), col(byKind, 'is_money'), col(byKind, 'gross')];
  return sqlTarget(
    select({
      from: byKind,
      columns: {
        name: kindWord(type, unit, language),
        value: scaled(gross, isMoney),
        unit: grafanaUnit(unitWord(unit, isMoney)),
        decimals: decimalsOf(gross, isMoney),
      },
      orderBy: [typeOrder(type), unit],
    }),
  );
}
