import type { CustomTableLayout, Content, TableCell } from 'pdfmake';
import { type Cell, firstRows, type DocumentTable, type ReportDocument, type Row } from '../../application/document/report-document.js';
import { breakable, textWidth, type PaperWidth } from './breakable-text.js';
import { columnWidths, PADDING } from './column-widths.js';

/** More rows nobody reads on paper; the other formats have all of them. */
export const PAPER_ROWS = 300;
export const TEXT_SIZE = 9.5;
const HEAD_ROWS = 2;

export const tableLayout: CustomTableLayout = {
  hLineWidth: (line, node) => (line < HEAD_ROWS ? 0 : line === HEAD_ROWS || line === node.table.body.length ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (line, node) => (line === HEAD_ROWS || line === node.table.body.length ? '#444444' : '#CCCCCC'),
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 1.6,
  paddingBottom: () => 1.6,
};

/** A number is never broken over two lines; one that is too long for its column is written smaller. */
function numberSize(shown: string, { width, fontSize }: PaperWidth): number {
  const needed = textWidth(shown) * fontSize;
  return needed <= width ? fontSize : (fontSize * width) / needed;
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
    text: breakable(column.head, { ...paper, width: widths[at] ?? 0 }),
    bold: true,
    alignment: column.align === 'end' ? ('right' as const) : ('left' as const),
  }));
  const totals = (table.totals ?? []).map((total) =>
    paperRow(total.cells).map((cell) => ({ ...(cell as object), bold: true, fillColor: '#F2F5FA' }) as TableCell),
  );
  // The caption is a row of the head, so that it stays with its table and is repeated with it.
  const caption: TableCell[] = [
    { text: breakable(table.caption, paper), bold: true, fontSize: TEXT_SIZE, colSpan: table.columns.length, marginTop: 4 },
    ...table.columns.slice(1).map(() => ''),
  ];
  const less: Content[] =
    shown.length < table.rows.length ? [{ text: document.phrases.shownOf(shown.length, table.rows.length), italics: true, margin: [PADDING, 0, 0, 6] }] : [];
  return [
    {
      table: {
        headerRows: HEAD_ROWS,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        widths: [...widths],
        body: [caption, head, ...shown.map(paperRow), ...totals],
      },
      layout: tableLayout,
      fontSize: paper.fontSize,
      margin: [0, 2, 0, 6],
    },
    ...less,
  ];
}
