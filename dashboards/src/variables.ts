import type { Language, Texts } from './languages.js';
import { boolean, literal, pinned, quoted, reference, text, type Expression } from './queries/expression.js';
import { statement, texts, type Query, type Source } from './queries/sql.js';

/** Every variable that a board may have. `ds` and `prom` are the data sources, `api` the address under which the gateway is reached. */
export const VARIABLES = [
  'ds',
  'prom',
  'api',
  'tenant',
  'department',
  'initiative',
  'benefit',
  'kind',
  'year',
  'month',
  'scale',
  'source',
  'timeType',
] as const;
export type VariableName = (typeof VARIABLES)[number];

/** What a board asks whoever looks at it. A variable without an answer would break every query with `IN ()`, so option queries always return a row. */
export type Variable =
  | { readonly kind: 'data-source'; readonly name: 'ds' | 'prom'; readonly plugin: 'grafana-postgresql-datasource' | 'prometheus' }
  | { readonly kind: 'constant'; readonly name: VariableName; readonly value: string }
  | { readonly kind: 'custom'; readonly name: VariableName; readonly label: Texts; readonly options: readonly (readonly [text: string, value: string])[] }
  | {
      readonly kind: 'query';
      readonly name: VariableName;
      readonly label: Texts;
      readonly query: Query<'__text' | '__value'>;
      /** Several at once, and all of them to begin with. */
      readonly isMany: boolean;
    };

/** The value of a variable in SQL: always `sqlstring`, which quotes one value and lists several. */
const valueOf = (name: VariableName): string => `\${${name}:sqlstring}`;
const fromVariable = (value: string): Expression => reference({ text: value, kind: 'text', measures: [], keeps: null });

/** The one value of a variable, as text. */
export const variable = (name: VariableName): Expression => fromVariable(valueOf(name));
/** Whether a column has one of the values of a variable. */
export const isOneOf = (column: Expression, name: VariableName): Expression => boolean`${column} IN (${variable(name)})`;
/** The values of a variable as rows, to join with. */
export const valuesOf = <Column extends string>(name: VariableName, alias: string, column: Column): Source<Column> => texts(alias, column, valueOf(name));

/** What stands between type and unit in the value of `kind`. */
const BAR = literal('|');

/** Type and unit as one value of the variable `kind`. */
export const kindOf = (type: Expression, unit: Expression): Expression => text`${type} || ${BAR} || ${unit}`;
/** Whether a row is of the one type and unit of the variable `kind`; holds both, so that its rows may be summed. */
export const isOfKind = (type: Expression, unit: Expression): Expression =>
  pinned(boolean`${type} = split_part(${variable('kind')}, '|', 1) AND ${unit} = split_part(${variable('kind')}, '|', 2)`, type, unit);

/** Initiatives without a department stand under `–`. */
export const departmentOf = (department: Expression): Expression => text`coalesce(${department}, '–')`;

const currentOf = (isMany: boolean): object => (isMany ? { text: ['All'], value: ['$__all'] } : {});

/** A variable as the classic dashboard shape has it. */
export function variableJson(of: Variable, language: Language): Record<string, unknown> {
  switch (of.kind) {
    case 'data-source':
      return { type: 'datasource', name: of.name, query: of.plugin, hide: 2, regex: '', refresh: 1, includeAll: false, multi: false, current: {}, options: [] };
    case 'constant':
      return { type: 'constant', name: of.name, hide: 2, query: of.value, skipUrlSync: true, current: { text: of.value, value: of.value }, options: [] };
    case 'custom': {
      const options = of.options.map(([shown, value], index) => ({ text: shown, value, selected: index === 0 }));
      const [first] = options;
      return {
        type: 'custom', name: of.name, label: of.label[language], hide: 0, multi: false, includeAll: false, options,
        query: of.options.map((option) => option.join(' : ')).join(','), current: { text: first?.text ?? '', value: first?.value ?? '' },
      }; // prettier-ignore
    }
    case 'query': {
      const sql = statement(of.query);
      return {
        type: 'query', name: of.name, label: of.label[language], hide: 0, multi: of.isMany, includeAll: of.isMany, allowCustomValue: false, refresh: 1, sort: 0,
        regex: '', datasource: { type: 'grafana-postgresql-datasource', uid: '${ds}' }, definition: sql, query: sql, current: currentOf(of.isMany), options: [],
      }; // prettier-ignore
    }
  }
}

/** The values of a custom variable, quoted as `sqlstring` quotes them: for whoever runs a query without Grafana. */
export const sqlString = (values: readonly string[]): string => values.map(quoted).join(',');
