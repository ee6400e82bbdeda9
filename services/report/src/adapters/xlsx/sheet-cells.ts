import type { Cell as SheetCell, Worksheet } from 'exceljs';
import { type Cell, firstRows, type Column, type DocumentTable, shownIn, type TotalRow } from '../../application/document/report-document.js';

/** `A` for 1, `AA` for 27. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

const numberFormat = (decimals: number): string => (decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`);

/**
 * A number is a number, a day a date, and every text a text: its format says so too (`@`), so that what looks like a formula stays a text also when somebody edits the
 * cell or another program saves the file.
 */
export function writeCell(target: SheetCell, cell: Cell): void {
  switch (cell.kind) {
    case 'number':
      target.value = Number(cell.value);
      target.numFmt = numberFormat(cell.decimals);
      return;
    case 'day':
      target.value = new Date(`${cell.value}T00:00:00Z`);
      target.numFmt = 'yyyy-mm-dd';
      return;
    case 'text':
      target.value = cell.text;
      target.numFmt = '@';
      target.alignment = { wrapText: true, vertical: 'top' };
      return;
    case 'none':
      // An empty cell, because a dash among numbers would be in the way of every formula.
      return;
  }
}

/** Where a table's lines stand on its sheet. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The sum of the lines that say the same as the total row, letter by letter; EXACT, because a unit could look like a condition to SUMIFS.
 * @param row the total's own row
 * @param roundingRow the row with what rounding line by line leaves over, if there is one
 */
export function totalFormula(
  total: TotalRow,
  column: number,
  { first, last }: LineRange,
  place: { readonly row: number; readonly roundingRow: number | null },
): string {
  const range = (at: number): string => `${columnLetters(at + 1)}$${first}:${columnLetters(at + 1)}$${last}`;
  const same = total.over.map((at) => `EXACT($${columnLetters(at + 1)}$${first}:$${columnLetters(at + 1)}$${last},$${columnLetters(at + 1)}${place.row})`);
  const sum = same.length === 0 ? `SUM(${range(column)})` : `SUMPRODUCT(1*${same.join('*')},${range(column)})`;
  return place.roundingRow === null ? sum : `${sum}+${columnLetters(column + 1)}${place.roundingRow}`;
}

const NARROW = 10;
const BROAD = 44;
/** Rows that are looked at for the width of a column; those after them wrap. */
const MEASURED_ROWS = 300;

/** As wide as the longest entry among the first rows, within bounds; a head may wrap. */
export function columnWidths(tables: readonly DocumentTable[]): readonly number[] {
  const widths: number[] = [];
  for (const table of tables) {
    table.columns.forEach((column: Column, at) => {
      let width = Math.max(NARROW, ...column.head.split(/\s+/).map((word) => word.length + 2), widths[at] ?? 0);
      for (const row of [...firstRows(table.rows, MEASURED_ROWS), ...(table.totals ?? []).map((total) => total.cells)]) {
        const cell = row[at];
        if (cell) width = Math.max(width, shownIn(cell).length + 2);
      }
      widths[at] = Math.min(BROAD, width);
    });
  }
  return widths;
}

export type Sheet = Worksheet;
