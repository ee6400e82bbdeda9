/** Null is an empty cell. */
export type Cell = string | number | boolean | null | undefined;

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => Cell;
  /** Numbers stand under each other at the right in a table. */
  readonly numeric?: boolean;
}

export const cellText = (cell: Cell): string => (cell === null || cell === undefined ? '' : String(cell));
