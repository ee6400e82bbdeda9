import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { STATUS_COLORS } from '../colors.js';
import { dressed, missing, named, type House, type Json, type Override, type Panel, type Step } from './panel.js';

/**
 * A table. It has one unit for each column, so amounts of several units stand in `locale` columns beside a column that says the unit. There is no footer: it would add
 * types together.
 */
export const table = (house: House): Panel =>
  dressed(new PanelBuilder(), house, {
    options: { showHeader: true, cellHeight: 'sm', footer: { show: false, reducer: [], countRows: false } },
    custom: { align: 'auto', inspect: false, wrapHeaderText: true, minWidth: 60 },
  });

/** A column for links and ids, not to be seen. */
export const unseen = (name: string): Override => named(name, { id: 'custom.hideFrom', value: { viz: true } });
export const width = (name: string, pixels: number, ...more: Override['properties']): Override => named(name, { id: 'custom.width', value: pixels }, ...more);

/** Words on the colour that each has; looked up by the word as it is shown, so the query answers in the board's language. */
export const pills = (name: string, pixels: number, colors: Readonly<Record<string, string>>): Override =>
  named(
    name,
    { id: 'custom.width', value: pixels },
    { id: 'custom.cellOptions', value: { type: 'pill' } },
    { id: 'mappings', value: [{ type: 'value', options: Object.fromEntries(Object.entries(colors).map(([word, color], index) => [word, { color, index }])) }] },
  );

/** The steps of a realisation rate in percent. */
export const RATE_STEPS: readonly [Step, ...Step[]] = [
  { color: STATUS_COLORS.act, value: null },
  { color: STATUS_COLORS.watch, value: 80 },
  { color: STATUS_COLORS.good, value: 95 },
];

/** Properties of a column of rates: a colour by value, none where there is no rate. */
export const rateCell = (noValue: string, cell: Json): Override['properties'] => [
  { id: 'unit', value: 'currency:financial: %:suffix' },
  { id: 'decimals', value: 1 },
  { id: 'color', value: { mode: 'thresholds' } },
  { id: 'thresholds', value: { mode: 'absolute', steps: RATE_STEPS } },
  { id: 'mappings', value: [missing(noValue, cell['type'] === 'color-background' ? 'transparent' : STATUS_COLORS.unknown)] },
  { id: 'custom.cellOptions', value: cell },
];
