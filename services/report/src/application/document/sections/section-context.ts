import type { Statement, TotalAmounts, TypeTotal } from '@hemtag/statements';
import type { Cells } from '../cells.js';
import type { Block } from '../report-document.js';
import type { CellsByHead, TotalOf } from '../table-of.js';
import type { Wording } from '../wording.js';

/** What every section is made with. */
export interface SectionContext {
  readonly statement: Statement;
  /** SHA-256 of the statement. */
  readonly fingerprint: string;
  readonly wording: Wording;
  readonly cells: Cells;
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const notice = (text: string): Block => ({ kind: 'notice', text });

/** A table where it has lines, else the sentence that says that there are none. */
export const orElse = (table: Block & { readonly kind: 'table' }, text: string): Block => (table.rows.length > 0 ? table : paragraph(text));
export const whereAny = (table: Block & { readonly kind: 'table' }): readonly Block[] => (table.rows.length > 0 ? [table] : []);

/** The members of an amount as cells under the heads of the period's tables. */
export const amountCells = (cells: Cells, { estimated, gross, adjusted, confirmed, harvested }: TotalAmounts['rounding']): CellsByHead => ({
  estimated: cells.number(estimated),
  gross: cells.number(gross),
  adjusted: cells.number(adjusted),
  confirmed: cells.number(confirmed),
  harvested: cells.number(harvested),
});

/** A total of lines by type and unit, over the period or the year to date. */
export const typeTotal = ({ cells, wording }: SectionContext, total: TypeTotal, range: 'period' | 'yearToDate'): TotalOf => ({
  over: { type: cells.text(wording.words.types[total.type]), unit: cells.text(total.unit) },
  sums: amountCells(cells, total[range].amounts),
  rounding: amountCells(cells, total[range].rounding),
  beside: { rate: cells.number(total[range].amounts.rate) },
});
