import type { Language } from '@hemtag/statements';
import type { Chart } from '../charts/chart.js';

/**
 * A statement laid out in one language: what stands where, in which words. Every format is made from this, so that no format says anything else than
 * another. Names that came from outside are plain text here; each format makes them harmless in its own way.
 */
export interface ReportDocument {
  readonly language: Language;
  readonly title: string;
  /** Tenant, period, version, state; below the title. */
  readonly subtitle: string;
  /** Stands on every page while the figures can still change; null when they are final. */
  readonly mark: string | null;
  /** Small print at the foot of each page: from which statement this was made. */
  readonly origin: string;
  /** The instant of the statement (RFC 3339), which the files carry as their own; nothing in a file says when it was rendered. */
  readonly instant: string;
  readonly sections: readonly Section[];
  readonly phrases: DocumentPhrases;
}

/** Words of the page itself, in the language of the document. */
export interface DocumentPhrases {
  readonly contents: string;
  readonly skipToContent: string;
  readonly chartInWords: string;
  readonly chartFigures: string;
  readonly page: (page: number, pages: number) => string;
  /** Above a table of which only the first rows are shown. */
  readonly shownOf: (shown: number, all: number) => string;
}

export interface Section {
  /** Letters, digits and hyphens. */
  readonly id: string;
  readonly heading: string;
  /** Name of its sheet: at most 31 characters, none of []:*?/\. */
  readonly sheet: string;
  /** Has a table too wide for an upright page. */
  readonly isWide?: boolean;
  /** Begins a page on paper. */
  readonly startsPage?: boolean;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Something that the reader must not miss. */
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | DocumentTable;

export interface DocumentTable {
  readonly kind: 'table';
  /** Letters and digits, beginning with a letter; names the table's cells in a workbook. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: Rows;
  readonly totals?: readonly TotalRow[];
  /** The rows that paper shows where these are too many for it; by default the first ones. */
  readonly paperRows?: Rows;
  /** Has the figures behind a chart: left out on paper, folded up on a page. */
  readonly isDetail?: boolean;
}

export interface Column {
  readonly head: string;
  readonly align: 'start' | 'end';
  /** Share of the width on paper, against the other columns. */
  readonly weight: number;
}

/** Rows that are made when they are asked for, so that ten thousand of them are never there at once. */
export interface Rows extends Iterable<Row> {
  readonly length: number;
}

/** The first of them; all where there are fewer. */
export function* firstRows(rows: Rows, count: number): Iterable<Row> {
  let left = count;
  for (const row of rows) {
    if (left <= 0) return;
    yield row;
    left -= 1;
  }
}

/** One cell for each column. */
export type Row = readonly Cell[];

/** The sum of the rows that say the same as it in the columns of `over`; it is never over different types, units or currencies. */
export interface TotalRow {
  readonly cells: Row;
  /** Numbers of the columns that this row shares with the rows it is the sum of. */
  readonly over: readonly number[];
  /** Numbers of the columns whose cell is a sum. */
  readonly sums: readonly number[];
  /** The row above says what rounding line by line leaves over, and is part of the sum. */
  readonly includesRowAbove?: boolean;
}

export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  /** An exact decimal, such as -1234.50, and how the language writes it. */
  | { readonly kind: 'number'; readonly value: string; readonly decimals: number; readonly shown: string }
  /** A day, such as 2026-07-08. */
  | { readonly kind: 'day'; readonly value: string; readonly shown: string }
  /** Nothing to say; `shown` is a dash or the reason. */
  | { readonly kind: 'none'; readonly shown: string };

/** What a reader sees in a cell. */
export const shownIn = (cell: Cell): string => (cell.kind === 'text' ? cell.text : cell.shown);
