import type { CustomTableLayout, Content, TableCell } from 'pdfmake';
import { type Cell, firstRows, type DocumentTable, type ReportDocument, type Row } from '../../application/document/report-document.js';
import { printable } from './printable-text.js';

/** Points; every table is as wide as the page between its margins, whatever its texts are. */
export interface PaperWidth {
  readonly width: number;
  readonly fontSize: number;
}

/** More rows nobody reads on paper; the other formats have all of them. */
export const PAPER_ROWS = 300;
export const TEXT_SIZE = 9.5;
const HEAD_ROWS = 2;
const PADDING = 3.5;
/** Advance of a letter of Roboto in font sizes: what a word needs in the mean, and somewhat more, so that a piece of a name never reaches over its column. */
const MEAN_ADVANCE = 0.53;
const SAFE_ADVANCE = 0.62;
const BREAK = '\u200B';

export const tableLayout: CustomTableLayout = {
  hLineWidth: (line, node) => (line < HEAD_ROWS ? 0 : line === HEAD_ROWS || line === node.table.body.length ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (line, node) => (line === HEAD_ROWS || line === node.table.body.length ? '#444444' : '#CCCCCC'),
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 1.6,
  paddingBottom: () => 1.6,
};

export function columnWidths(table: DocumentTable, paper: PaperWidth): readonly number[] {
  const weights = table.columns.reduce((sum, column) => sum + column.weight, 0);
  const room = paper.width - table.columns.length * 2 * PADDING;
  return table.columns.map((column) => (room * column.weight) / weights);
}

/** Last parts of long compounds in our own words, before which they are broken with a hyphen. */
const COMPOUND =
  /(?<=\p{L}{4})(nytta|grad|kostnad|kostnader|omkostning|udgift|mängd|mengde|mængde|enhet|enhed|prognos|prognose|ansvarig|ansvarlig|planen|dagar|dager|dage|gevinst|beneficiary|releasing|mental|ständiga|stendige|stændige|chef|potential|volym|volum|område)(?=s?$|\P{L})/iu;

/** The pieces of a word that is longer than its column; only a compound gets a hyphen, a name never gets a character that it does not have. */
function brokenWord(word: string, columnLetters: number, safeLetters: number): string {
  const [first = '', ...rest] = word.split(COMPOUND);
  if (rest.length > 0 && first.length < columnLetters) return `${first}-${BREAK}${rest.join('')}`;
  return (word.match(new RegExp(`.{1,${safeLetters}}`, 'gsu')) ?? []).join(BREAK);
}

/** A text as paper takes it: what the fonts have, and a word longer than its column gets places where it may be broken. */
export function breakable(text: string, { width, fontSize }: PaperWidth): string {
  const columnLetters = Math.floor(width / (fontSize * MEAN_ADVANCE));
  const safeLetters = Math.max(3, Math.floor(width / (fontSize * SAFE_ADVANCE)));
  return printable(text).replace(/[^\s\u00A0\u202F-]+/g, (word) => (word.length <= columnLetters ? word : brokenWord(word, columnLetters, safeLetters)));
}

/** Roboto's digits are all equally wide; what groups and parts them is narrow. In font sizes. */
const numberWidth = (shown: string): number => [...shown].reduce((width, character) => width + (/\d|[−+%]/.test(character) ? 0.575 : 0.28), 0);

/** A number is never broken over two lines; one that is too long for its column is written smaller. */
function numberSize(shown: string, paper: PaperWidth): number {
  const needed = numberWidth(shown) * paper.fontSize;
  return needed <= paper.width ? paper.fontSize : (paper.fontSize * paper.width) / needed;
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
