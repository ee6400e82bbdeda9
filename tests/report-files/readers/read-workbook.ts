import exceljs from 'exceljs';
import type { ReadSection, ReadTable } from './read-section.js';

export type SheetValue = number | string | Date | null;

/** As the cell has it; of a formula its value in store. */
function valueOf(cell: exceljs.Cell): SheetValue {
  const value = cell.type === exceljs.ValueType.Formula ? cell.result : cell.value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string' || value instanceof Date) return value;
  throw new Error(`${cell.address} holds neither a number nor a text nor a day`);
}

/** Of a single cell the library gives one place. */
const RANGE = /^'?([^'!]+)'?!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?$/;

/** By the name of its lines: the heads stand above them, the totals below, down to the next empty row. */
function tableOf(sheet: exceljs.Worksheet, id: string, first: number, last: number, columns: number): ReadTable<SheetValue> {
  const row = (at: number): readonly SheetValue[] => Array.from({ length: columns }, (_, column) => valueOf(sheet.getRow(at).getCell(column + 1)));
  const lines = Array.from({ length: last - first + 1 }, (_, at) => row(first + at));
  const totals: (readonly SheetValue[])[] = [];
  for (let at = last + 1; at <= sheet.rowCount && !sheet.getCell(at, 1).isMerged && row(at).some((value) => value !== null); at += 1) totals.push(row(at));
  return { id, heads: row(first - 1).map(String), rows: lines, totals };
}

export async function readWorkbook(file: string): Promise<readonly ReadSection<SheetValue>[]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  const named = workbook.definedNames.model.flatMap(({ name, ranges }) =>
    ranges.flatMap((range) => {
      const [, sheet = '', column = '', first, letters = column, last = first] = RANGE.exec(range) ?? [];
      return name.startsWith('hemtag_') && first !== undefined
        ? [{ id: name.slice('hemtag_'.length), sheet, first: Number(first), last: Number(last), letters }]
        : [];
    }),
  );
  return workbook.worksheets.map((sheet) => {
    const texts: string[] = [];
    sheet.eachRow((row) => {
      const cell = row.getCell(1);
      if (cell.isMerged && typeof cell.value === 'string') texts.push(cell.value);
    });
    return {
      heading: texts[0] ?? '',
      tables: named
        .filter((table) => table.sheet === sheet.name)
        .sort((a, b) => a.first - b.first)
        .map(({ id, first, last, letters }) => tableOf(sheet, id, first, last, sheet.getColumn(letters).number)),
      texts,
    };
  });
}
