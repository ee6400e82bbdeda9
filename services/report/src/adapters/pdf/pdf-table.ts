import type { CustomTableLayout, Content, TableCell } from 'pdfmake';
import { type Cell, firstRows, type DocumentTable, type ReportDocument, type Row } from '../../application/document/report-document.js';

/** Points; every table is as wide as the page between its margins, whatever its texts are. */
export interface PaperWidth {
  readonly width: number;
  readonly fontSize: number;
}

/** More rows nobody reads on paper; the other formats have all of them. */
export const PAPER_ROWS = 300;
const PADDING = 3.5;
/** Mean advance of a letter of Roboto, in font sizes; somewhat above the true one, so that a broken word never reaches over its column. */
const ADVANCE = 0.62;
const BREAK = '\u200B';

export const tableLayout: CustomTableLayout = {
  hLineWidth: (line, node) => (line === 0 ? 0 : line === (node.table.headerRows ?? 0) || line === node.table.body.length ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (line, node) => (line === (node.table.headerRows ?? 0) || line === node.table.body.length ? '#444444' : '#CCCCCC'),
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

export function columnWidths(table: DocumentTable, paper: PaperWidth): readonly number[] {
  const weights = table.columns.reduce((sum, column) => sum + column.weight, 0);
  const room = paper.width - table.columns.length * 2 * PADDING;
  return table.columns.map((column) => (room * column.weight) / weights);
}

/** A word longer than its column gets places where it may be broken; all other texts stay as they are. */
export function breakable(text: string, paper: PaperWidth): string {
  const fits = Math.max(3, Math.floor(paper.width / (paper.fontSize * ADVANCE)));
  return text.replace(/[^\s\u00A0\u202F-]+/g, (word) => (word.length <= fits ? word : (word.match(new RegExp(`.{1,${fits}}`, 'gsu')) ?? []).join(BREAK)));
}

/** Roboto's digits are all equally wide; what groups and parts them is narrow. In font sizes. */
const numberWidth = (shown: string): number => [...shown].reduce((width, character) => width + (/\d|[−+%]/.test(character) ? 0.575 : 0.28), 0);

/** A number is never broken over two lines; one that is too long for its column is written smaller. */
function numberSize(shown: string, paper: PaperWidth): number {
  const needed = numberWidth(shown) * paper.fontSize;
  return needed <= paper.width ? paper.fontSize : (paper.fontSize * paper.width) / needed;
}

/** A head may take several lines; where a single word of it is too long for its column, the head is written smaller. */
function headSize(head: string, paper: PaperWidth): number {
  const longest = Math.max(...head.split(/\s+/).map((word) => word.length));
  return Math.min(paper.fontSize, paper.width / (longest * 0.585));
}

function paperCell(cell: Cell, column: { readonly align: 'start' | 'end' }, paper: PaperWidth): TableCell {
  const alignment = column.align === 'end' ? 'right' : 'left';
  switch (cell.kind) {
    case 'text':
      return { text: breakable(cell.text, paper), alignment };
    case 'number':
      return { text: cell.shown, alignment, noWrap: true, fontSize: numberSize(cell.shown, paper) };
    case 'day':
      return { text: cell.shown, alignment };
    case 'none':
      return { text: cell.shown, alignment, color: '#555555' };
  }
}

export function paperTable(table: DocumentTable, document: ReportDocument, paper: PaperWidth): Content {
  const widths = columnWidths(table, paper);
  const shown = [...firstRows(table.rows.length <= PAPER_ROWS ? table.rows : (table.paperRows ?? table.rows), PAPER_ROWS)];
  const paperRow = (row: Row): TableCell[] =>
    table.columns.map((column, at) => paperCell(row[at] ?? { kind: 'none', shown: '' }, column, { ...paper, width: widths[at] ?? 0 }));
  const head = table.columns.map((column, at) => ({
    text: column.head,
    fontSize: headSize(column.head, { ...paper, width: widths[at] ?? 0 }),
    bold: true,
    alignment: column.align === 'end' ? ('right' as const) : ('left' as const),
  }));
  const totals = (table.totals ?? []).map((total) =>
    paperRow(total.cells).map((cell) => ({ ...(cell as object), bold: true, fillColor: '#F2F5FA' }) as TableCell),
  );
  const grid: Content = {
    table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: [...widths], body: [head, ...shown.map(paperRow), ...totals] },
    layout: tableLayout,
    fontSize: paper.fontSize,
    margin: [0, 2, 0, 8],
  };
  const less: Content[] =
    shown.length < table.rows.length ? [{ text: document.phrases.shownOf(shown.length, table.rows.length), italics: true, margin: [0, 0, 0, 2] }] : [];
  return { stack: [{ text: table.caption, bold: true, margin: [0, 6, 0, 1], headlineLevel: 2 }, ...less, grid] };
}
