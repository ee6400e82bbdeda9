import { wordsOf, type Language, type Statement, type Words } from '@hemtag/statements';
import { type Columns, expectedTable, type ExpectedTable, type TableRule } from './expected-table.js';
import { type Heads, headsIn } from './heads.js';
import { type Value, type Written, writtenIn } from './written.js';

/** What every rule of the reader is written with. */
export interface Reading {
  readonly statement: Statement;
  /** SHA-256 of the statement. */
  readonly fingerprint: string;
  readonly words: Words;
  readonly heads: Heads;
  readonly written: Written;
  readonly table: <Line>(
    id: string,
    lines: readonly Line[],
    columns: Columns<Line>,
    more?: Pick<TableRule<Line>, 'totals' | 'isBehindChart'>,
  ) => readonly ExpectedTable[];
  readonly type: (type: keyof Words['types'] | null) => Value;
}

export function readingOf(statement: Statement, fingerprint: string, language: Language): Reading {
  const words = wordsOf(language);
  const written = writtenIn(language, statement.header.timeZone);
  return {
    statement,
    fingerprint,
    words,
    written,
    heads: headsIn(language),
    table: (id, lines, columns, more) => expectedTable(id, { lines, columns, labels: words.labels, ...more }),
    type: (type) => written.text(type === null ? null : words.types[type]),
  };
}
