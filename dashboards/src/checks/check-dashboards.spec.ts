import { allBoards, generatedFiles } from '../generate.js';
import { dashboardFaults } from './check-dashboards.js';

/** A board that is right, made of the parts that rules look at. */
const SQL = 'SELECT f.month AS "Month"\nFROM published.figure f\nWHERE f.tenant = ${tenant:sqlstring}\nORDER BY f.month';
const ds = { type: 'grafana-postgresql-datasource', uid: '${ds}' };
const bars = (more: object = {}): Record<string, unknown> => ({
  id: 1, gridPos: { h: 8, w: 12, x: 0, y: 0 }, type: 'barchart', title: 'Months', description: 'The months of the year, one bar for each.', transparent: false,
  datasource: ds, targets: [{ refId: 'A', datasource: ds, rawQuery: true, rawSql: SQL, format: 'table', editorMode: 'code' }],
  options: { xTickLabelMaxLength: 30, legend: { showLegend: true, calcs: [] }, tooltip: { mode: 'multi' } },
  fieldConfig: {
    defaults: { unit: 'locale', noValue: 'no value yet', mappings: [], custom: {}, color: { mode: 'fixed' }, thresholds: { mode: 'absolute', steps: [{ color: 'text', value: null }] } },
    overrides: [],
  },
  ...more,
}); // prettier-ignore
const variables = [
  { type: 'datasource', name: 'ds', hide: 2 },
  { type: 'query', name: 'tenant', hide: 0, datasource: ds, query: 'SELECT t.tenant AS __text\nFROM published.tenant t\nORDER BY t.tenant' },
];
const board = (panels: readonly unknown[], more: object = {}): Record<string, unknown> => ({
  uid: 'probe-en', title: 'Probe', description: 'A board that every rule lets through as it is.', tags: ['hemtag'], schemaVersion: 42, version: 1, editable: false,
  timezone: 'Europe/Stockholm', time: { from: 'now/y', to: 'now/y' }, timepicker: {}, refresh: '', annotations: { list: [] }, links: [], templating: { list: variables }, panels,
  ...more,
}); // prettier-ignore
const faultsOf = (panel: object, more: object = {}): readonly string[] => dashboardFaults([{ folder: 'Hemtag', json: board([bars(panel)], more) }]);
const withSql = (rawSql: string): object => ({ targets: [{ refId: 'A', datasource: ds, rawQuery: true, rawSql, format: 'table', editorMode: 'code' }] });
const withDefaults = (defaults: object): object => ({
  fieldConfig: { defaults: { ...(bars()['fieldConfig'] as { defaults: object }).defaults, ...defaults }, overrides: [] },
});

test('a board as it should be passes', () => {
  expect(faultsOf({})).toEqual([]);
});

const grouped =
  'SELECT f.type, sum(f.exact_gross)\nFROM published.figure f\nWHERE f.tenant = ${tenant:sqlstring}\nGROUP BY f.type, f.amount_unit\nORDER BY f.type';
test('a sum that is grouped by type and unit passes', () => {
  expect(faultsOf(withSql(grouped))).toEqual([]);
});

test.each<[string, object, object, RegExp]>([
  ['panels that are no list', {}, { panels: 'none' }, /\/panels must be array/],
  ['another schema version', {}, { schemaVersion: 41 }, /schemaVersion must be equal to constant/],
  ['an unknown member', {}, { refreshh: '5s' }, /must NOT have additional properties/],
  ['a panel that is wider than the grid', { gridPos: { h: 1, w: 99, x: 0, y: 0 } }, {}, /gridPos\/w must be <= 24/],
  ['a uid with a letter that Grafana refuses', {}, { uid: 'översikt' }, /is no uid/],
  ['a uid of 41 letters', {}, { uid: 'a'.repeat(41) }, /is no uid/],
  ['a panel beside the grid', { gridPos: { h: 8, w: 12, x: 13, y: 0 } }, {}, /reaches out of the 24 columns/],
  ['an undefined variable', withSql(`${SQL}, \${year:sqlstring}`), {}, /'year' is used and not defined/],
  ['an unused variable', {}, { templating: { list: [...variables, { type: 'custom', name: 'scale' }] } }, /'scale' is defined and not used/],
  ['a unit with a variable', withDefaults({ unit: 'suffix:${tenant}' }), {}, /not in units.ts/],
  ['a unit that rescales', withDefaults({ unit: 'currencySEK' }), {}, /not in units.ts/],
  ['a unit in an override', { fieldConfig: { ...(bars()['fieldConfig'] as object), overrides: [{ matcher: { id: 'byName', options: 'x' }, properties: [{ id: 'unit', value: 'short' }] }] } }, {}, /not in units.ts/],
  ['no unit', withDefaults({ unit: undefined }), {}, /has no unit/],
  ['an unknown panel', { type: 'barchat' }, {}, /unknown type barchat/],
  ['an unknown transformation', { transformations: [{ id: 'calculateField', options: {} }] }, {}, /unknown transformation calculateField/],
  ['settings from a query that is not there', { transformations: [{ id: 'configFromData', options: { configRefId: 'unit', mappings: [] } }] }, {}, /a query that it does not have/],
  ['an unknown setting', { transformations: [{ id: 'rowsToFields', options: { mappings: [{ handlerKey: 'colour' }] } }] }, {}, /sets the unknown "colour"/],
  ['a data source by its uid', { datasource: { type: 'grafana-postgresql-datasource', uid: 'P44368ADAD746BC27' } }, {}, /names the data source/],
  ['a description that is a dot', { description: '.' }, {}, /no description in sentences/],
  ['a board without a description', {}, { description: 'x' }, /board has no description/],
  ["the SDK's label length", { options: { ...(bars()['options'] as object), xTickLabelMaxLength: 0 } }, {}, /every label as "…"/],
  ["the SDK's hidden legend", { options: { ...(bars()['options'] as object), legend: { showLegend: false } } }, {}, /has no legend/],
  ["the SDK's tooltip", { options: { ...(bars()['options'] as object), tooltip: { mode: 'single' } } }, {}, /tooltip for one series/],
  ['a grid of days without words', { type: 'status-history' }, {}, /no words for its values/],
  ['unsorted rows', withSql(SQL.slice(0, SQL.indexOf('\nORDER'))), {}, /the rows have no order/],
  ['a bare variable', withSql(SQL.replace('${tenant:sqlstring}', "'$tenant'")), {}, /not written as/],
  ['a variable without its format', withSql(SQL.replace(':sqlstring', '')), {}, /not written as/],
  ['a variable in quotes', withSql(SQL.replace('${tenant:sqlstring}', "'${tenant:sqlstring}'")), {}, /not written as/],
  ['two statements', withSql(`${SQL}; SELECT 1`), {}, /more than one statement/],
  ['a sum over types', withSql(grouped.replace('GROUP BY f.type, f.amount_unit', 'GROUP BY f.amount_unit')), {}, /more than one type or unit/],
  ['a sum over units', withSql(grouped.replace('GROUP BY f.type, f.amount_unit', 'GROUP BY f.type')), {}, /more than one type or unit/],
  ['a legend that adds', { options: { ...(bars()['options'] as object), legend: { showLegend: true, calcs: ['sum'] } } }, {}, /adds rows/],
  ['a footer that adds', { type: 'table', ...withDefaults({ custom: { footer: { reducers: ['sum'] } } }) }, {}, /adds rows/],
])('%s is found', (_name, panel, more, fault) => {
  expect(faultsOf(panel, more).join('\n')).toMatch(fault);
}); // prettier-ignore

test('a missing text for no value, and steps that nobody chose, do not pass the schema', () => {
  expect(faultsOf(withDefaults({ noValue: '' })).join()).toMatch(/noValue must NOT have fewer than 1/);
  expect(faultsOf(withDefaults({ thresholds: { mode: 'absolute', steps: [] } })).join()).toMatch(/steps must NOT have fewer than 1/);
});

test('panels on top of each other, of one id, and queries of one name are found', () => {
  const faults = dashboardFaults([{ folder: 'Hemtag', json: board([bars(), bars({ title: 'Other' })]) }]);
  expect(faults.join('\n')).toMatch(/panel id 1 stands twice/);
  expect(faults.join('\n')).toMatch(/'Months' and 'Other' overlap/);
  const [target] = bars()['targets'] as object[];
  expect(faultsOf({ targets: [target, target] }).join()).toMatch(/two queries A/);
});

test('two boards of one title share no folder, and two boards never a uid', () => {
  const [one, other] = [board([bars()]), board([bars()], { uid: 'other-en' })];
  expect(dashboardFaults([{ folder: 'Hemtag', json: one }, { folder: 'Hemtag', json: other }]).join()).toMatch(/two boards with the title 'Probe'/); // prettier-ignore
  expect(dashboardFaults([{ folder: 'Hemtag', json: one }, { folder: 'Other', json: other }])).toEqual([]); // prettier-ignore
  expect(dashboardFaults([{ folder: 'Hemtag', json: one }, { folder: 'Other', json: one }]).join()).toMatch(/two boards with the uid/); // prettier-ignore
});

test('a link leads to a board of the set', () => {
  const links = [{ title: 'Other', url: '/d/probe-en?var-x=1' }];
  expect(faultsOf({}, { links })).toEqual([]);
  expect(faultsOf({}, { links: [{ title: 'Gone', url: '/d/gone-en' }] })).toEqual(["Hemtag/probe-en: links to the board 'gone-en', which is not there"]);
});

test('every generated board is looked at', () => {
  const boards = generatedFiles(allBoards());
  expect(boards.length).toBeGreaterThan(1);
  expect(dashboardFaults(boards.map(({ folder, json }) => ({ folder, json: { ...(json as object), schemaVersion: 1 } })))).toHaveLength(boards.length);
});
