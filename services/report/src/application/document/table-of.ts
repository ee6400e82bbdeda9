import type { Cell, DocumentTable, Row, Rows, TotalRow } from './report-document.js';
import type { Wording } from './wording.js';
import type { Caption, Head } from './words/phrases.js';

/** A column of a table of `Line`s. */
export interface ColumnOf<Line> {
  readonly head: Head;
  readonly weight: number;
  readonly align: 'start' | 'end';
  cell(line: Line): Cell;
}
export const words = <Line>(head: Head, weight: number, cell: (line: Line) => Cell): ColumnOf<Line> => ({ head, weight, align: 'start', cell });
export const number = <Line>(head: Head, weight: number, cell: (line: Line) => Cell): ColumnOf<Line> => ({ head, weight, align: 'end', cell });

export type CellsByHead = Readonly<Partial<Record<Head, Cell>>>;

/** A total of the lines that have the cells of `over`. */
export interface TotalOf {
  readonly over: CellsByHead;
  /** Sums of lines; with `rounding` they are exact. */
  readonly sums: CellsByHead;
  /** What the sum of the rounded lines lacks. */
  readonly rounding?: CellsByHead;
  /** Shown in the row, and no sum: a rate. */
  readonly beside?: CellsByHead;
}

export interface TableOf<Line> {
  readonly caption: Caption;
  readonly columns: readonly ColumnOf<Line>[];
  readonly lines: readonly Line[];
  readonly totals?: readonly TotalOf[];
  /** Lines for paper, where there are more than it has room for. */
  readonly paperLines?: readonly Line[];
  readonly isDetail?: boolean;
}

const isSomething = (cell: Cell | undefined): boolean => cell?.kind === 'number' && /[1-9]/.test(cell.value);

function totalRows<Line>(columns: readonly ColumnOf<Line>[], total: TotalOf, wording: Wording): readonly TotalRow[] {
  const empty: Cell = { kind: 'none', shown: '' };
  const rowOf = (label: string, cells: CellsByHead): Row => columns.map(({ head }, at) => cells[head] ?? (at === 0 ? { kind: 'text', text: label } : empty));
  const numbersOf = (cells: CellsByHead): readonly number[] => columns.flatMap(({ head }, at) => (cells[head] === undefined ? [] : [at]));
  const { over, sums, rounding = {}, beside = {} } = total;
  const isRounded = Object.values(rounding).some(isSomething);
  const row: TotalRow = {
    cells: rowOf(wording.words.labels.total, { ...over, ...beside, ...sums }),
    over: numbersOf(over),
    sums: numbersOf(sums),
    ...(isRounded ? { includesRowAbove: true } : {}),
  };
  return isRounded ? [{ cells: rowOf(wording.words.labels.rounding, { ...over, ...rounding }), over: [], sums: [] }, row] : [row];
}

export function tableOf<Line>(wording: Wording, { caption, columns, lines, totals = [], paperLines, isDetail }: TableOf<Line>): DocumentTable {
  const rowsOf = (all: readonly Line[]): Rows => ({
    length: all.length,
    *[Symbol.iterator](): Iterator<Row> {
      for (const line of all) yield columns.map((column) => column.cell(line));
    },
  });
  return {
    kind: 'table',
    id: caption,
    caption: wording.phrases.captions[caption],
    columns: columns.map(({ head, weight, align }) => ({ head: wording.head(head), weight, align })),
    rows: rowsOf(lines),
    totals: totals.flatMap((total) => totalRows(columns, total, wording)),
    ...(paperLines ? { paperRows: rowsOf(paperLines) } : {}),
    ...(isDetail ? { isDetail } : {}),
  };
}
