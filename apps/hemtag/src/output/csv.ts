import { stringify } from 'csv-stringify/sync';
import { cellText, type Cell, type Column } from './columns.js';

const NUMBER = /^-?\d+(\.\d+)?$/;
const FORMULA = /^[=+\-@\t\r]/;

/** A spreadsheet runs text that begins like a formula; an apostrophe before it keeps it text. Numbers stay numbers, negative ones too. */
function safeCell(cell: Cell): string {
  const text = cellText(cell);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** RFC 4180 with a header line and line feeds. */
export function csvText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return stringify([columns.map(({ header }) => header), ...rows.map((row) => columns.map(({ cell }) => safeCell(cell(row))))]);
}
