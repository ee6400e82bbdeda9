import type { Board } from './board.js';
import { panelQueries } from './board-queries.js';
import { expanded } from './macros.js';
import { interpolated, type SetVariable } from './template.js';
import { firstOrAll, setVariables } from './variables.js';

const RANGE = { from: '2026-01-01T00:00:00+01:00', to: '2026-06-30T23:59:59.500Z' };
const single = (value: string, text = value): SetVariable => ({ values: [value], texts: [text], isList: false });
const list = (...values: string[]): SetVariable => ({ values, texts: values, isList: true });

test.each([
  ['x = ${a:sqlstring}', "x = 'O''Brien'"],
  ["x = '$a'", "x = 'O''Brien'"],
  ['x IN (${b:sqlstring})', `x IN ('p','"q"')`],
  ['x IN ($b)', `x IN ('p','"q"')`],
  ['x IN ([[b]])', `x IN ('p','"q"')`],
  ["'${a:text}'", "'The name'"],
  ['v / ${c}', 'v / 1000'],
  ['$unknown + ${unknown:sqlstring}', '$unknown + ${unknown:sqlstring}'],
  ['/d/x?${a:queryparam}&var-b=${c:percentencode}', '/d/x?var-a=O%27Brien&var-b=1000'],
])('%s', (text, expected) => {
  expect(interpolated(text, { a: single("O'Brien", 'The name'), b: list('p', '"q"'), c: single('1000', 'tkr') })).toBe(expected);
});

test('a format that is not known is no silent text', () => {
  expect(() => interpolated('${a:csvv}', { a: single('x') })).toThrow('csvv');
});

test.each([
  ['WHERE $__timeFilter(f.hour)', "WHERE f.hour BETWEEN '2025-12-31T23:00:00Z' AND '2026-06-30T23:59:59.500Z'"],
  ["$__timeFrom()::timestamptz AT TIME ZONE 'x'", "'2025-12-31T23:00:00Z'::timestamptz AT TIME ZONE 'x'"],
  ["SELECT $__timeGroup(hour, '1d'), 1", 'SELECT floor(extract(epoch from hour)/86400)*86400 AS "time", 1'],
  ["GROUP BY $__timeGroup(hour, '1d')", 'GROUP BY floor(extract(epoch from hour)/86400)*86400'],
  // Its argument ends too early, so that the test meets what Grafana would say.
  ['$__timeFilter(a(b))', "a(b BETWEEN '2025-12-31T23:00:00Z' AND '2026-06-30T23:59:59.500Z')"],
])('%s', (sql, expected) => {
  expect(expanded(sql, RANGE)).toBe(expected);
});

test('an unknown macro is an error', () => {
  expect(() => expanded('$__timeFiltre(x)', RANGE)).toThrow('unknown macro "__timeFiltre"');
});

const target = (rawSql: string) => [{ refId: 'A', rawSql }];
const BOARD: Board = {
  uid: 'x',
  title: 'x',
  templating: {
    list: [
      { name: 'ds', type: 'datasource' },
      { name: 'tenant', type: 'query', query: 'tenants' },
      { name: 'kind', type: 'query', query: 'kinds of ${tenant:sqlstring}', multi: true, includeAll: true },
      { name: 'scale', type: 'custom', query: 'kr : 1,tkr : 1000' },
    ],
  },
  panels: [
    { id: 1, type: 'stat', targets: target('tiles of ${tenant:sqlstring} / ${scale}') },
    { id: 2, type: 'row', repeat: 'kind' },
    { id: 3, type: 'trend', targets: target('trend of ${kind:sqlstring}') },
    { id: 4, type: 'row' },
    { id: 5, type: 'table', targets: [...target('table of ${kind:sqlstring}'), { refId: 'B', rawSql: 'hidden', hide: true }] },
  ],
};

test('options depend on what is set before them, a repeated row has one value each, and the next row ends it', async () => {
  const asked: string[] = [];
  const variables = await setVariables(BOARD, firstOrAll, RANGE, (sql) => {
    asked.push(sql);
    return Promise.resolve(sql === 'tenants' ? [{ __text: 'Town', __value: 'SE-1' }] : [{ kind: 'K|1' }, { kind: 'K|2' }]);
  });
  expect(asked).toEqual(['tenants', "kinds of 'SE-1'"]);
  expect(panelQueries(BOARD, variables, RANGE).map(({ sql }) => sql)).toEqual([
    "tiles of 'SE-1' / 1",
    "trend of 'K|1'",
    "trend of 'K|2'",
    "table of 'K|1','K|2'",
  ]);
});

test('a constant is itself, a variable without an option is empty, and a list without one is an empty list', async () => {
  const board: Board = {
    uid: 'x',
    title: 'x',
    templating: {
      list: [
        { name: 'scale', type: 'constant', query: '1' },
        { name: 'one', type: 'query', query: 'none' },
        { name: 'many', type: 'query', query: 'none', multi: true },
      ],
    },
    panels: [{ id: 1, type: 'stat', targets: target('/ ${scale:sqlstring} = ${one:sqlstring} IN (${many:sqlstring})') }],
  };
  const variables = await setVariables(board, firstOrAll, RANGE, () => Promise.resolve([]));
  expect(panelQueries(board, variables, RANGE).map(({ sql }) => sql)).toEqual(["/ '1' = '' IN ()"]);
});
