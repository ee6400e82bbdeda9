import type { GrafanaPanel, PanelQuery } from '@hemtag/dashboards';
import { panelFaults, type Answered } from './answer-faults.js';
import type { Answer, Kind } from './answers.js';

type Columns = Readonly<Record<string, Kind>>;
const answerOf = (columns: Columns, ...rows: readonly Readonly<Record<string, unknown>>[]): Answer => ({
  columns: Object.entries(columns).map(([name, kind]) => ({ name, kind })),
  rows,
});
const answered = (panel: Partial<GrafanaPanel>, answer: Answer, query: Partial<PanelQuery> = {}): Answered => ({
  query: { panel: { id: 1, type: 'table', title: 'P', ...panel }, refId: 'A', format: 'table', sql: '', variables: {}, ...query },
  declared: answer.columns,
  answer,
});
const twelve = (change: Readonly<Record<number, number>> = {}) => Array.from({ length: 12 }, (_, n) => ({ Month: change[n] ?? n + 1, Realised: 1 }));
const TREND = { type: 'trend', options: { xField: 'Month' } };
const MONTHS: Columns = { Month: 'number', Realised: 'number' };
const ROWS_TO_TILES = {
  id: 'rowsToFields',
  options: {
    mappings: [
      { fieldName: 'name', handlerKey: 'field.name' },
      { fieldName: 'value', handlerKey: 'field.value' },
      { fieldName: 'unit', handlerKey: 'unit' },
      { fieldName: 'decimals', handlerKey: 'decimals' },
    ],
  },
};
const TILES = { type: 'stat', transformations: [ROWS_TO_TILES] };
const TILE: Columns = { name: 'text', value: 'number', unit: 'text', decimals: 'number' };

test('what is right has no fault', () => {
  expect(panelFaults([answered(TREND, answerOf(MONTHS, ...twelve()))])).toEqual([]);
  expect(panelFaults([answered(TILES, answerOf(TILE, { name: 'a', value: 1, unit: 'currency:financial: kr:suffix', decimals: 0 }))])).toEqual([]);
});

test.each<[string, readonly Answered[], string]>([
  ['another column than declared', [{ ...answered({}, answerOf({ a: 'text' })), declared: [{ name: 'b', kind: 'text' }] }], 'where the panel declares (b text)'],
  ['a bare day', [answered({}, answerOf({ day: 'date' }))], 'column day is date'],
  ['a month that is lacking', [answered(TREND, answerOf(MONTHS, ...twelve().slice(1)))], 'has the months 1 to 12'],
  ['months out of order', [answered(TREND, answerOf(MONTHS, ...twelve({ 3: 5, 4: 4 })))], 'has the months 1 to 12'],
  ['numbers sent as text', [answered({ type: 'barchart', options: { xField: 'Month' } }, answerOf({ Month: 'text', Realised: 'text' }))], 'a text to stand below its bars, and numbers'],
  ['times out of order', [answered({ type: 'status-history' }, answerOf({ time: 'time', metric: 'text', value: 'number' }, { time: new Date(2), metric: 'a', value: 1 }, { time: new Date(1), metric: 'a', value: 1 }), { format: 'time_series' })], 'not in ascending order'],
  ['a unit that Grafana shortens', [answered(TILES, answerOf(TILE, { name: 'a', value: 1, unit: 'currencySEK', decimals: 0 }))], 'the unit currencySEK'],
  ['a tile without its unit', [answered(TILES, answerOf({ name: 'text', value: 'number', decimals: 'number' }))], 'rowsToFields needs a column unit'],
  ['an override of a column that nobody answers', [answered({ fieldConfig: { overrides: [{ matcher: { id: 'byName', options: 'Rate' }, properties: [] }] } }, answerOf({ a: 'text' }))], 'names a column Rate'],
  ['a link from a column that nobody answers', [answered({ fieldConfig: { defaults: { links: [{ url: '/d/x?v=${__data.fields.figure_id}' }] } } }, answerOf({ a: 'text' }))], 'names a column figure_id'],
  ['settings in several rows', [answered({ transformations: [{ id: 'configFromData', options: { configRefId: 'A', mappings: [{ fieldName: 'min', handlerKey: 'min' }] } }] }, answerOf({ min: 'number' }, { min: 1 }, { min: 2 }))], 'A gives 2 rows of settings'],
])('%s is told', (_, shown, fault) => {
  expect(panelFaults(shown).join('\n')).toContain(fault);
}); // prettier-ignore
