import { BLANK, type Value } from './written.js';

/** A table as the reader demands it, by the names that its heads have in the report's language. */
export interface ExpectedTable {
  /** As the page and the workbook name it. */
  readonly id: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Below the rows: totals, each after what rounding leaves over, if anything. */
  readonly totals: readonly (readonly Value[])[];
  /** The figures behind a chart, which paper draws and tells in words. */
  readonly isBehindChart: boolean;
}
/** Pieces of one sentence or paragraph, in their order. */
export type ExpectedSentence = readonly string[];
export interface ExpectedSection {
  readonly heading: string;
  readonly tables: readonly ExpectedTable[];
  readonly sentences: readonly ExpectedSentence[];
}

export type Columns<Line> = readonly (readonly [head: string, value: (line: Line) => Value])[];
export type ByHead = Readonly<Record<string, Value>>;
export interface ExpectedTotal {
  readonly shown: ByHead;
  /** What the sum of rounded lines lacks; the row stands there only where that is something. */
  readonly over?: ByHead;
  readonly rounding?: ByHead;
}
export interface TableRule<Line> {
  readonly columns: Columns<Line>;
  readonly lines: readonly Line[];
  readonly totals?: readonly ExpectedTotal[];
  readonly labels?: { readonly total: string; readonly rounding: string };
  readonly isBehindChart?: boolean;
}

/** The table where it has lines; a report leaves out what is empty. */
export function expectedTable<Line>(id: string, { columns, lines, totals = [], labels, isBehindChart = false }: TableRule<Line>): readonly ExpectedTable[] {
  if (lines.length === 0) return [];
  const heads = columns.map(([head]) => head);
  const rowOf = (cells: ByHead, label = ''): readonly Value[] => heads.map((head, at) => cells[head] ?? (at === 0 ? { shown: label, sheet: label } : BLANK));
  const totalRows = totals.flatMap(({ shown, over = {}, rounding = {} }) => {
    const isSomething = Object.values(rounding).some(({ sheet }) => typeof sheet === 'number' && sheet !== 0);
    return [...(isSomething ? [rowOf({ ...over, ...rounding }, labels?.rounding)] : []), rowOf({ ...over, ...shown }, labels?.total)];
  });
  return [{ id, heads, rows: lines.map((line) => columns.map(([, value]) => value(line))), totals: totalRows, isBehindChart }];
}
