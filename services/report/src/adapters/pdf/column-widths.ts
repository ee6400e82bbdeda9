import type { DocumentTable } from '../../application/document/report-document.js';
import { textWidth, unbroken, type PaperWidth } from './breakable-text.js';

/** Points on each side of a column. */
export const PADDING = 3.5;

/** What the head of a column needs, so that its words are not broken in the middle. */
const headWidth = (head: string, fontSize: number): number =>
  Math.max(...head.split(/[\s\u00A0-]+/).flatMap((word) => unbroken(word).map(textWidth))) * fontSize;

/**
 * Points by the weights of the columns; what a head needs beyond its column's share is taken from the columns of text, whose lines can be broken, as far as their own heads
 * leave it.
 */
export function columnWidths(table: Pick<DocumentTable, 'columns'>, paper: PaperWidth): readonly number[] {
  const { columns } = table;
  const weights = columns.reduce((sum, column) => sum + column.weight, 0);
  const room = paper.width - columns.length * 2 * PADDING;
  const shares = columns.map((column) => ({ column, share: (room * column.weight) / weights, need: headWidth(column.head, paper.fontSize) }));
  const missing = shares.reduce((sum, { share, need }) => sum + Math.max(0, need - share), 0);
  const spare = shares.reduce((sum, { column, share, need }) => sum + (column.align === 'start' ? Math.max(0, share - need) : 0), 0);
  if (missing > spare) return shares.map(({ share }) => share);
  const kept = spare === 0 ? 1 : 1 - missing / spare;
  // A hair more than needed: what was worked out in fractions is compared once more.
  return shares.map(({ column, share, need }) => {
    if (share <= need) return need + 1e-6;
    return column.align === 'start' ? need + (share - need) * kept : share;
  });
}
