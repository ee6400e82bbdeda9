import type { Panel as SdkPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { STATUS_COLORS } from '../colors.js';
import { targetJson, type Target } from '../queries/targets.js';
import type { Unit } from '../units.js';

/** An object of the classic dashboard shape, which the SDK leaves as loose. */
export type Json = Readonly<Record<string, unknown>>;

export interface Override {
  readonly matcher: { readonly id: 'byName' | 'byRegexp' | 'byType' | 'byFrameRefID'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

export interface Step {
  readonly color: string;
  /** From this value on; null: below the first one. */
  readonly value: number | null;
}

/** What every panel has to say for itself, and where it differs from the house. Widths are in 24 columns. */
export interface House {
  readonly title: string;
  /** What it shows and how to read it, in whole sentences. */
  readonly description: string;
  /** What stands in place of a value that is missing. */
  readonly noValue: string;
  /** `from-data`: a column or a target of its own says it, since no variable is read in a unit. */
  readonly unit: Unit | 'from-data';
  /** Left out only where a column or a target says it; Grafana would choose by itself, differently from value to value. */
  readonly decimals?: number;
  readonly size: { readonly w: number; readonly h: number };
  readonly targets: readonly [Target, ...Target[]];
  readonly min?: number;
  readonly max?: number;
  /** Colour by value; left out, neutral. Grafana's own would paint everything above 80 red. */
  readonly steps?: readonly [Step, ...Step[]];
  readonly mappings?: readonly Json[];
  readonly color?: string;
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly transformations?: readonly { readonly id: string; readonly options: Json }[];
  readonly overrides?: readonly Override[];
  readonly custom?: Json;
  readonly options?: Json;
  readonly isTransparent?: true;
}

/** A panel without its place and number, and its queries. */
export interface Panel {
  readonly json: Json;
  readonly size: House['size'];
  readonly targets: readonly Target[];
}

/** Null gets its own words and the colour of what is unknown: without this it takes that of the lowest threshold. */
export const missing = (noValue: string, color: string = STATUS_COLORS.unknown): Json => ({
  type: 'special',
  options: { match: 'null+nan', result: { text: noValue, color } },
});
/** Codes or numbers as words in colours. */
export const inWordsAndColors = (words: Readonly<Record<string, { readonly text: string; readonly color: string }>>): Json => ({
  type: 'value',
  options: Object.fromEntries(Object.entries(words).map(([value, shown], index) => [value, { ...shown, index }])),
});

export const named = (name: string, ...properties: Override['properties']): Override => ({ matcher: { id: 'byName', options: name }, properties });
export const fixedColor = (color: string): Override['properties'][number] => ({ id: 'color', value: { mode: 'fixed', fixedColor: color } });
/** In the drawing and not in the legend, or the other way round. */
export const hidden = (from: { readonly viz: boolean; readonly legend: boolean; readonly tooltip: boolean }): Override['properties'][number] => ({
  id: 'custom.hideFrom',
  value: from,
});

/** One value for a tile from each row: `name, value, unit, decimals` and perhaps `color`. */
export const ROWS_TO_TILES = {
  id: 'rowsToFields',
  options: {
    mappings: [
      { fieldName: 'name', handlerKey: 'field.name' }, { fieldName: 'value', handlerKey: 'field.value' }, { fieldName: 'unit', handlerKey: 'unit' },
      { fieldName: 'decimals', handlerKey: 'decimals' }, { fieldName: 'color', handlerKey: 'color' },
    ],
  },
} as const; // prettier-ignore

/** Settings of fields from the one row of the target `refId`: columns named as what they set (`unit`, `decimals`, `min`, `color`). */
export const settingsFrom = (refId: string, columns: readonly ('unit' | 'decimals' | 'min' | 'max' | 'color')[], applyTo: Override['matcher']): { readonly id: string; readonly options: Json } => ({
  id: 'configFromData',
  options: { configRefId: refId, mappings: columns.map((column) => ({ fieldName: column, handlerKey: column, reducerId: 'lastNotNull' })), applyTo },
}); // prettier-ignore

export const LEGEND = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] } as const;
export const TOOLTIP = { mode: 'multi', sort: 'none' } as const;

const datasourceOf = ([first]: House['targets']): Json =>
  first.kind === 'sql' ? { type: 'grafana-postgresql-datasource', uid: '${ds}' } : { type: 'prometheus', uid: '${prom}' };

/** A panel of the SDK with the house's own defaults over the SDK's, and what the board asks for over both. */
export function dressed(builder: { readonly build: () => SdkPanel }, house: House, defaults: { readonly options?: Json; readonly custom?: Json } = {}): Panel {
  const sdk = builder.build();
  const custom = { ...(sdk.fieldConfig?.defaults.custom as Json | undefined), ...defaults.custom, ...house.custom };
  const steps = house.steps ?? [{ color: 'text', value: null }];
  return {
    size: house.size,
    targets: house.targets,
    json: {
      type: sdk.type,
      title: house.title,
      description: house.description,
      transparent: house.isTransparent ?? false,
      datasource: datasourceOf(house.targets),
      targets: house.targets.map(targetJson),
      ...(house.transformations === undefined ? {} : { transformations: house.transformations }),
      options: { ...(sdk.options as Json), ...defaults.options, ...house.options },
      fieldConfig: {
        defaults: {
          ...(house.unit === 'from-data' ? {} : { unit: house.unit }),
          ...(house.decimals === undefined ? {} : { decimals: house.decimals }),
          ...(house.min === undefined ? {} : { min: house.min }),
          ...(house.max === undefined ? {} : { max: house.max }),
          noValue: house.noValue,
          mappings: house.mappings ?? [],
          color: house.color === undefined ? { mode: house.steps === undefined ? 'palette-classic' : 'thresholds' } : { mode: 'fixed', fixedColor: house.color },
          thresholds: { mode: 'absolute', steps },
          ...(house.links === undefined ? {} : { links: house.links }),
          custom,
        },
        overrides: house.overrides ?? [],
      },
    },
  }; // prettier-ignore
}
