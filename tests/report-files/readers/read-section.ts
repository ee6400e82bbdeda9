/** What was read of a table, cell by cell. */
export interface ReadTable<Cell = string> {
  readonly id: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly totals: readonly (readonly Cell[])[];
}
export interface ReadSection<Cell> {
  readonly heading: string;
  readonly tables: readonly ReadTable<Cell>[];
  /** Paragraphs and what stands below charts. */
  readonly texts: readonly string[];
}
