import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Row as SheetRow } from 'exceljs';
import { type Block, type DocumentTable, type ReportDocument, type Row, type Section, type TotalRow } from '../../application/document/report-document.js';
import { columnLetters, columnWidths, type LineRange, type Sheet, totalFormula, writeCell } from './sheet-cells.js';

/** A name for the lines of a table, as formulas and other programs may use it. */
export interface NamedRange {
  readonly name: string;
  readonly ranges: readonly string[];
}

const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE4EBF5' } } as const;
const MERGED_COLUMNS = 8;
/** Characters that fit in a line of merged columns, for the height of a paragraph's row. */
const LINE_LENGTH = 120;
const LINE_HEIGHT = 15;
const ROWS_AT_ONCE = 200;

const tablesOf = (section: Section): readonly DocumentTable[] => section.blocks.filter((block) => block.kind === 'table');

/** The table that the sheet is mostly about gets the filter. */
const mainTable = (section: Section): DocumentTable | undefined =>
  tablesOf(section).reduce<DocumentTable | undefined>((best, table) => (best && best.rows.length >= table.rows.length ? best : table), undefined);

/** One sheet from top to bottom; rows are handed on as soon as they are full. */
class SectionSheet {
  private row = 0;
  readonly names: NamedRange[] = [];

  constructor(
    private readonly sheet: Sheet,
    private readonly section: Section,
    private readonly document: ReportDocument,
  ) {}

  async write(): Promise<void> {
    this.sheet.columns = columnWidths(tablesOf(this.section)).map((width) => ({ width }));
    this.text(this.section.heading, { bold: true, size: 14 });
    this.text(this.document.subtitle, { color: { argb: 'FF444444' } });
    if (this.document.mark !== null) this.text(this.document.mark, { bold: true, color: { argb: 'FF8A5F00' } });
    const main = mainTable(this.section);
    for (const block of this.section.blocks) await this.block(block, main);
  }

  private next(): SheetRow {
    this.row += 1;
    return this.sheet.getRow(this.row);
  }

  private text(text: string, font: object = {}): void {
    const row = this.next();
    const cell = row.getCell(1);
    writeCell(cell, { kind: 'text', text });
    cell.font = font;
    row.height = LINE_HEIGHT * Math.max(1, Math.ceil(text.length / LINE_LENGTH)) + (font && 'size' in font ? 4 : 0);
    this.sheet.mergeCells(this.row, 1, this.row, MERGED_COLUMNS);
    row.commit();
  }

  private async block(block: Block, main: DocumentTable | undefined): Promise<void> {
    switch (block.kind) {
      case 'heading':
        this.row += 1;
        this.text(block.text, { bold: true, size: 12 });
        return;
      case 'paragraph':
        this.text(block.text);
        return;
      case 'notice':
        this.text(block.text, { bold: true });
        return;
      case 'chart':
        this.row += 1;
        this.text(block.chart.title, { bold: true });
        this.text(block.chart.description);
        return;
      case 'table':
        this.row += 1;
        await this.table(block, main);
        return;
    }
  }

  private async table(table: DocumentTable, main: DocumentTable | undefined): Promise<void> {
    this.text(table.caption, { bold: true });
    const head = this.next();
    table.columns.forEach((column, at) => {
      const cell = head.getCell(at + 1);
      writeCell(cell, { kind: 'text', text: column.head });
      cell.font = { bold: true };
      cell.fill = HEAD_FILL;
      cell.alignment = { wrapText: true, vertical: 'bottom', horizontal: column.align === 'end' ? 'right' : 'left' };
    });
    head.commit();
    const headRow = this.row;
    for (const row of table.rows) {
      this.line(row);
      // What is written is packed in between; otherwise the whole sheet would wait for it in memory.
      if (this.row % ROWS_AT_ONCE === 0) await nextTurn();
    }
    const lines: LineRange = { first: headRow + 1, last: Math.max(headRow + 1, this.row) };
    const lastColumn = columnLetters(table.columns.length);
    if (table === main && table.rows.length > 0) this.sheet.autoFilter = `A${headRow}:${lastColumn}${lines.last}`;
    if (table.rows.length > 0)
      this.names.push({ name: `hemtag_${table.id}`, ranges: [`'${this.section.sheet}'!$A$${lines.first}:$${lastColumn}$${lines.last}`] });
    for (const total of table.totals ?? []) this.total(total, lines);
  }

  private line(row: Row): void {
    const target = this.next();
    row.forEach((cell, at) => writeCell(target.getCell(at + 1), cell));
    target.commit();
  }

  private total(total: TotalRow, lines: LineRange): void {
    const target = this.next();
    // What rounding leaves over stands in the row above the total that takes it in.
    const place = { row: this.row, roundingRow: total.includesRowAbove ? this.row - 1 : null };
    total.cells.forEach((cell, at) => {
      const written = target.getCell(at + 1);
      writeCell(written, cell);
      if (cell.kind === 'number' && total.sums.includes(at)) written.value = { formula: totalFormula(total, at, lines, place), result: Number(cell.value) };
      written.font = { bold: true };
      written.border = { top: { style: 'thin' } };
    });
    target.commit();
  }
}

/** Fills the sheet of one section; the ranges that got a name. */
export async function writeSection(sheet: Sheet, section: Section, document: ReportDocument): Promise<readonly NamedRange[]> {
  const writer = new SectionSheet(sheet, section, document);
  await writer.write();
  return writer.names;
}

/** How many rows stay in sight: down to the head of the first table where that stands near the top, else the title. */
export function frozenRows(section: Section, document: ReportDocument): number {
  const title = document.mark === null ? 2 : 3;
  return section.blocks[0]?.kind === 'table' ? title + 3 : title;
}
