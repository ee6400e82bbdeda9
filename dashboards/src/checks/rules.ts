import { UNITS } from '../units.js';
import { at, statementsOf, type DashboardShape, type PanelShape } from './read-dashboard.js';

/** Looks at one dashboard and says what is wrong with it, in words for whoever made it. */
export type Rule = (dashboard: DashboardShape) => readonly string[];

const PANEL_TYPES: readonly string[] = ['row', 'stat', 'barchart', 'trend', 'table', 'timeseries', 'status-history', 'heatmap'];
const TRANSFORMATIONS: readonly string[] = ['rowsToFields', 'configFromData', 'organize'];
const CHARTS: readonly string[] = ['barchart', 'trend', 'timeseries'];

const duplicates = <T>(values: readonly T[]): readonly T[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
const drawn = ({ panels }: DashboardShape): readonly PanelShape[] => panels.filter(({ type }) => type !== 'row');

const uidIsLegal: Rule = ({ uid }) => (/^[A-Za-z0-9_-]{1,40}$/.test(uid) ? [] : [`uid '${uid}' is no uid: at most 40 letters, digits, '-' and '_'`]);

const panelIdsAreUnique: Rule = ({ panels }) => duplicates(panels.map(({ id }) => id)).map((id) => `panel id ${id} stands twice`);

const refIdsAreUnique: Rule = ({ panels }) =>
  panels.flatMap(({ title, targets = [] }) => duplicates(targets.map(({ refId }) => refId)).map((refId) => `panel '${title}' has two queries ${refId}`));

const gridIsFree: Rule = ({ panels }) =>
  panels.flatMap(({ title, gridPos: a }, index) => [
    ...(a.x + a.w > 24 ? [`panel '${title}' reaches out of the 24 columns`] : []),
    ...panels
      .slice(index + 1)
      .filter(({ gridPos: b }) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map((other) => `panels '${title}' and '${other.title}' overlap`),
  ]);

const USED = /\$\{(\w+)(?::[\w-]+)?\}|\$(\w+)/g;
/** Grafana's own: `$__rate_interval`, `${__data.fields…}`; and what an expression of a transformation or a unit may not have at all. */
const namesIn = (value: string): readonly string[] =>
  [...value.matchAll(USED)].map(([, braced, bare]) => braced ?? bare ?? '').filter((name) => name !== '' && !name.startsWith('__'));
const variablesAreDefinedAndUsed: Rule = ({ templating, panels, ...rest }) => {
  const defined = templating.list.map(({ name }) => name);
  // `repeat` names a variable without a dollar.
  const repeated = panels.flatMap(({ repeat }) => (repeat === undefined ? [] : [repeat]));
  const used = new Set([...namesIn(JSON.stringify([panels, templating, at(rest, 'links')])), ...repeated]);
  return [
    ...duplicates(defined).map((name) => `variable '${name}' is defined twice`),
    ...[...used].filter((name) => !defined.includes(name)).map((name) => `variable '${name}' is used and not defined`),
    ...defined.filter((name) => !used.has(name)).map((name) => `variable '${name}' is defined and not used`),
  ];
};

const unitsAreKnown: Rule = (dashboard) =>
  drawn(dashboard).flatMap(({ title, fieldConfig, options }) =>
    [
      fieldConfig?.defaults['unit'],
      at(options, 'yAxis', 'unit'),
      ...(fieldConfig?.overrides.flatMap(({ properties }) => properties.filter(({ id }) => id === 'unit').map(({ value }) => value)) ?? []),
    ]
      .filter((unit) => unit !== undefined && !(UNITS as readonly unknown[]).includes(unit))
      .map((unit) => `panel '${title}' has the unit ${JSON.stringify(unit)}, which is not in units.ts`),
  );

const HANDLERS: readonly unknown[] = ['field.name', 'field.value', 'unit', 'decimals', 'color', 'min', 'max'];
const kindsAreKnown: Rule = (dashboard) => [
  ...dashboard.panels.filter(({ type }) => !PANEL_TYPES.includes(type)).map(({ title, type }) => `panel '${title}' has the unknown type ${type}`),
  ...dashboard.panels.flatMap(({ title, targets = [], transformations = [] }) =>
    transformations.flatMap(({ id, options }) => [
      ...(TRANSFORMATIONS.includes(id) ? [] : [`panel '${title}' has the unknown transformation ${id}`]),
      ...(id === 'configFromData' && !targets.some(({ refId }) => refId === options['configRefId']) ? [`panel '${title}' takes settings from a query that it does not have`] : []),
      ...(Array.isArray(options['mappings']) ? (options['mappings'] as readonly unknown[]) : [])
        .map((mapping) => at(mapping, 'handlerKey'))
        .filter((handler) => !HANDLERS.includes(handler))
        .map((handler) => `panel '${title}' sets the unknown ${JSON.stringify(handler)}`),
    ]),
  ),
]; // prettier-ignore

const dataSourcesAreVariables: Rule = ({ panels, templating }) =>
  [...panels.flatMap(({ title, datasource, targets = [] }) => [datasource, ...targets.map((target) => target.datasource)].map((of) => [title, of?.uid] as const)),
    ...templating.list.map(({ name, datasource }) => [name, datasource?.uid] as const)]
    .filter(([, uid]) => uid !== undefined && uid !== '${ds}' && uid !== '${prom}')
    .map(([title, uid]) => `'${title}' names the data source '${uid}'; take \${ds} or \${prom}`); // prettier-ignore

const SENTENCES = /^[A-ZÅÄÖ].{20,}[.]$/s;
const wordsAreThere: Rule = (dashboard) => [
  ...(SENTENCES.test(dashboard.description) ? [] : ['the board has no description in sentences']),
  ...drawn(dashboard).flatMap(({ title, description = '', fieldConfig }) => [
    ...(SENTENCES.test(description) ? [] : [`panel '${title}' has no description in sentences`]),
    ...(fieldConfig?.defaults['noValue'] ? [] : [`panel '${title}' does not say what stands where there is no value`]),
  ]),
];

const houseDefaultsHold: Rule = (dashboard) =>
  drawn(dashboard).flatMap(({ title, type, options, fieldConfig, targets = [] }) => {
    const faults: string[] = [];
    if (type === 'barchart' && !(Number(at(options, 'xTickLabelMaxLength')) > 0)) faults.push(`panel '${title}' prints every label as "…": set xTickLabelMaxLength`);
    if ([...CHARTS, 'status-history'].includes(type) && at(options, 'legend', 'showLegend') !== true) faults.push(`panel '${title}' has no legend`);
    if (CHARTS.includes(type) && at(options, 'tooltip', 'mode') !== 'multi') faults.push(`panel '${title}' has a tooltip for one series only`);
    if (type === 'status-history' && at(fieldConfig, 'defaults', 'mappings', '0') === undefined) faults.push(`panel '${title}' has no words for its values`);
    if (at(fieldConfig, 'defaults', 'thresholds', 'steps', '0') === undefined) faults.push(`panel '${title}' takes Grafana's own threshold: 80 is red`);
    const isFromData = targets.some(({ refId }) => refId === 'unit') || type === 'stat';
    if (fieldConfig?.defaults['unit'] === undefined && !isFromData) faults.push(`panel '${title}' has no unit`);
    return faults;
  }); // prettier-ignore

/** What follows the last FROM of the statement that is answered: the builder writes each clause on a line of its own. */
const isOrdered = (sql: string): boolean => sql.slice(sql.lastIndexOf('\nFROM ')).includes('\nORDER BY ');
const BARE = /\$\{\w+\}|\$\{\w+:(?!sqlstring\})[\w-]+\}|\$(?!__|\{)\w+|'\$\{\w+:sqlstring\}'/;
const sqlIsSafe: Rule = (dashboard) =>
  statementsOf(dashboard).flatMap(({ where, sql }) => [
    ...(isOrdered(sql) ? [] : [`${where}: the rows have no order`]),
    ...(BARE.test(sql) ? [`${where}: a variable is not written as \${name:sqlstring}`] : []),
    ...(/;|--|\/\*/.test(sql.replace(/'[^']*'/g, '')) ? [`${where}: more than one statement, or a comment`] : []),
  ]);

const ADDING: readonly unknown[] = ['sum', 'mean', 'total', 'delta', 'diff'];
const KEPT_APART = /GROUP BY[^\n]*\btype\b[^\n]*\b(amount_unit|unit|currency|quantity_unit)\b|split_part\(\$\{kind:sqlstring\}/;
const HOURS_APART = /GROUP BY[^\n]*\btype\b/;
/** The builder refuses such sums before; here for JSON that did not come from it. */
const nothingMixes: Rule = (dashboard) => [
  ...statementsOf(dashboard).flatMap(({ where, sql }) =>
    sql
      .split(/^\)/m)
      .filter((part) => /\b(sum|avg)\(/.test(part) && /published\.(figure|initiative_month|plan_line)\b/.test(part))
      .filter((part) => !KEPT_APART.test(part) && !(HOURS_APART.test(part) && [...part.matchAll(/\b(?:sum|avg)\(([^)]*)/g)].every(([, of = '']) => /\bhours_/.test(of))))
      .map(() => `${where}: a sum over more than one type or unit`),
  ),
  ...drawn(dashboard).flatMap(({ title, options, fieldConfig, targets = [] }) => {
    if (!targets.some(({ rawSql }) => rawSql !== undefined)) return [];
    const calcs = [at(options, 'reduceOptions', 'calcs'), at(options, 'legend', 'calcs'), at(options, 'footer', 'reducer'), at(fieldConfig, 'defaults', 'custom', 'footer', 'reducers')];
    return calcs.flatMap((of) => (Array.isArray(of) ? (of as readonly unknown[]) : [])).some((calc) => ADDING.includes(calc)) ? [`panel '${title}' adds rows of several types or units`] : [];
  }),
]; // prettier-ignore

/** By name, so that a probe can be asked of each. */
export const RULES = {
  uidIsLegal, panelIdsAreUnique, refIdsAreUnique, gridIsFree, variablesAreDefinedAndUsed, unitsAreKnown, kindsAreKnown, dataSourcesAreVariables, wordsAreThere,
  houseDefaultsHold, sqlIsSafe, nothingMixes,
} as const satisfies Readonly<Record<string, Rule>>; // prettier-ignore
