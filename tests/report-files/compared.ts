import type { ExpectedReport, ExpectedSection, ExpectedSentence, ExpectedTable } from './expected/expected-report.js';
import type { Value } from './expected/written.js';
import type { Paper } from './readers/read-paper.js';
import { squeezed } from './readers/read-paper.js';
import type { ReadSection, ReadTable } from './readers/read-section.js';
import type { SheetValue } from './readers/read-workbook.js';

/** Faults of one file, each with its section, table and row. */
export type Faults = readonly string[];

const blanksAlike = (text: string): string => text.replaceAll(/[\s\u00A0]+/gu, ' ');
const told = (cells: readonly unknown[]): string => cells.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell))).join(' | ');

function hasSentence(texts: readonly string[], pieces: ExpectedSentence): boolean {
  return texts.some((text) => {
    let from = 0;
    for (const piece of pieces) {
      const at = text.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return true;
  });
}

/** How one format keeps the value of a cell, for comparing. */
interface Kept<Cell> {
  readonly expected: (value: Value) => string;
  readonly read: (cell: Cell) => string;
}

function rowFaults<Cell>(where: string, expected: readonly (readonly Value[])[], read: readonly (readonly Cell[])[], kept: Kept<Cell>): Faults {
  const faults = expected.flatMap((row, at) => {
    const [wanted, found] = [row.map(kept.expected), (read[at] ?? []).map(kept.read)];
    return wanted.length === found.length && wanted.every((cell, column) => cell === found[column])
      ? []
      : [`${where} ${at + 1}: expected ${told(wanted)}; found ${told(found)}`];
  });
  return expected.length === read.length ? faults : [...faults, `${where}s: expected ${expected.length}, found ${read.length}`];
}

function tableFaults<Cell>(where: string, expected: ExpectedTable, read: ReadTable<Cell> | undefined, kept: Kept<Cell>): Faults {
  if (read === undefined) return [`${where}: no such table`];
  const heads = read.heads.map(blanksAlike);
  return [
    ...(told(heads) === told(expected.heads) ? [] : [`${where} heads: expected ${told(expected.heads)}; found ${told(heads)}`]),
    ...rowFaults(`${where} row`, expected.rows, read.rows, kept),
    ...rowFaults(`${where} total`, expected.totals, read.totals, kept),
  ];
}

function sectionFaults<Cell>(expected: ExpectedSection, read: ReadSection<Cell> | undefined, kept: Kept<Cell>): Faults {
  const where = `«${expected.heading}»`;
  if (read === undefined || !read.heading.endsWith(expected.heading)) return [`${where}: expected here, found ${read?.heading ?? 'nothing'}`];
  const texts = read.texts.map(blanksAlike);
  const ids = expected.tables.map(({ id }) => id);
  return [
    ...expected.tables.flatMap(
      (table) =>
      tableFaults(`${where} ${table.id}`, table, read.tables.find(({ id }) => id === table.id), kept), // prettier-ignore
    ),
    ...read.tables.filter(({ id }) => !ids.includes(id)).map(({ id }) => `${where} ${id}: a table that the statement does not ask for`),
    ...expected.sentences.filter((sentence) => !hasSentence(texts, sentence.map(blanksAlike))).map((sentence) => `${where}: no text has ${told(sentence)}`),
  ];
}

const ON_PAGE: Kept<string> = { expected: ({ shown }) => blanksAlike(shown), read: blanksAlike };
const dayOf = (value: SheetValue): string =>
  value instanceof Date ? `day ${value.toISOString().slice(0, 10)}` : typeof value === 'string' ? `text ${blanksAlike(value)}` : `${typeof value} ${value}`;
/** A number as the number that it is, never as a text that looks like it; an empty text is an empty cell. */
const IN_SHEET: Kept<SheetValue> = { expected: ({ sheet }) => dayOf(sheet === '' ? null : sheet), read: dayOf };

export const pageFaults = ({ sections }: ExpectedReport, read: readonly ReadSection<string>[]): Faults =>
  sections.flatMap((section, at) => sectionFaults(section, read[at], ON_PAGE));
export const workbookFaults = ({ sections }: ExpectedReport, read: readonly ReadSection<SheetValue>[]): Faults =>
  sections.flatMap((section, at) => sectionFaults(section, read[at], IN_SHEET));

/** Heads, then each row directly behind the one before it, with nothing between them but the caption and heads that a new page repeats. */
function paperTableFaults(where: string, table: ExpectedTable, text: string, from: number): { readonly faults: Faults; readonly to: number } {
  const heads = squeezed(table.heads.join(' '));
  const rows = [...table.rows, ...table.totals].map((row) => squeezed(row.map(({ shown }) => shown).join(' ')));
  const startsAt = (at: number): number => text.indexOf(heads + (rows[0] ?? ''), at);
  const start = startsAt(from);
  if (start < 0) return { faults: [`${where}: no heads with the first row behind them: ${heads} ${rows[0] ?? ''}`], to: from };
  let at = start + heads.length;
  let isLost = false;
  const faults: string[] = [];
  for (const [number, row] of rows.entries()) {
    // A new page has the caption again, which is what stood before the heads the first time.
    const again = text.indexOf(heads, at);
    const isRepeated = again >= 0 && text.slice(0, start).endsWith(text.slice(at, again)) && text.startsWith(row, again + heads.length);
    const next = text.startsWith(row, at) ? at : isRepeated ? again + heads.length : -1;
    // Behind a row that is not there the reader looks for the next one wherever it is.
    const found: number = next < 0 && isLost ? text.indexOf(row, at) : next;
    isLost = found < 0;
    if (isLost) faults.push(`${where} row ${number + 1}: expected ${row}; found ${text.slice(at, at + row.length)}`);
    else at = found + row.length;
  }
  return { faults, to: at };
}

/** The figures behind charts are drawn on paper and told in words, and stand in no table. */
export function paperFaults({ sections }: ExpectedReport, paper: Paper): Faults {
  return sections.flatMap((section, at) => {
    const text = paper.sections[at] ?? '';
    const faults: string[] = [];
    let from = 0;
    for (const table of section.tables.filter(({ isBehindChart }) => !isBehindChart)) {
      const found = paperTableFaults(`«${section.heading}» ${table.id}`, table, text, from);
      faults.push(...found.faults);
      from = found.to;
    }
    const missing = section.sentences.filter((sentence) => !hasSentence([text], sentence.map(squeezed)));
    return [...faults, ...missing.map((sentence) => `«${section.heading}»: no text has ${told(sentence)}`)];
  });
}
