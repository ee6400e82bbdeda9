import { unreachable } from '@hemtag/kernel';
import type { Column } from './columns.js';
import { csvText } from './csv.js';
import { tableText } from './table.js';

export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** One result in the three forms in which it can be asked for. */
export interface Rendering {
  readonly table: () => string;
  readonly json: () => string;
  readonly csv: () => string;
}

export function render(rendering: Rendering, format: Format): string {
  switch (format) {
    case 'table':
      return rendering.table();
    case 'json':
      return rendering.json();
    case 'csv':
      return rendering.csv();
    default:
      return unreachable(format);
  }
}

/** A list whose table, CSV and JSON say the same. */
export function listRendering<Row>(columns: readonly Column<Row>[], { rows, json }: { readonly rows: readonly Row[]; readonly json: string }): Rendering {
  return { table: () => tableText(columns, rows), json: () => `${json.trimEnd()}\n`, csv: () => csvText(columns, rows) };
}
