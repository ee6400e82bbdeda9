import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { dressed, missing, ROWS_TO_TILES, type House, type Panel } from './panel.js';

const TILES = {
  reduceOptions: { calcs: ['lastNotNull'], values: false, fields: '' },
  orientation: 'vertical',
  textMode: 'value_and_name',
  wideLayout: false,
  justifyMode: 'center',
  graphMode: 'none',
  colorMode: 'none',
  // Without fixed sizes the names shrink until nobody can read them.
  text: { titleSize: 13, valueSize: 26 },
};

/** One tile for each row of `name, value, unit, decimals`: amounts of different types and units side by side, never together. Up to seven stand in a full width. */
export const tiles = (house: Omit<House, 'unit' | 'transformations'>): Panel =>
  dressed(
    new PanelBuilder(),
    { ...house, unit: 'from-data', transformations: [ROWS_TO_TILES], mappings: [missing(house.noValue), ...(house.mappings ?? [])] },
    {
      options: { ...TILES, ...(house.steps === undefined ? {} : { colorMode: 'value' }) },
    },
  );

/** A single number in large type; with steps, on the colour of its status. */
export const number = (house: House): Panel =>
  dressed(
    new PanelBuilder(),
    { ...house, mappings: [missing(house.noValue), ...(house.mappings ?? [])] },
    { options: { ...TILES, textMode: 'value', colorMode: house.steps === undefined ? 'none' : 'value', text: { valueSize: 40 } } },
  );

/** One line of text from the column `column`. */
export const line = ({ column, ...house }: Omit<House, 'unit' | 'decimals'> & { readonly column: string }): Panel =>
  dressed(
    new PanelBuilder(),
    { ...house, unit: 'none' },
    {
      // Numbers are all that the reducer takes unless a text column is named.
      options: { ...TILES, textMode: 'value', reduceOptions: { calcs: ['lastNotNull'], values: false, fields: `/^${column}$/` }, text: { valueSize: 16 } },
    },
  );
