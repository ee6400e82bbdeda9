import type { Name } from '@hemtag/statements';
import { textIn } from '@hemtag/statements';
import { harmlessText } from './harmless-text.js';
import type { Cell } from './report-document.js';
import type { Wording } from './wording.js';

/** Makes the cells of one language; null everywhere becomes a dash. */
export interface Cells {
  readonly none: Cell;
  text(value: string | null): Cell;
  name(name: Name): Cell;
  /** A decimal text, with as many decimals as it has. */
  number(value: string | null): Cell;
  count(value: number | null): Cell;
  /** A year, which is not grouped. */
  year(value: number | null): Cell;
  day(value: string | null): Cell;
  month(value: string | null): Cell;
  instant(value: string | null): Cell;
}

const decimalsOf = (value: string): number => value.split('.')[1]?.length ?? 0;

/** The title in the language; what it is called in the register where it has none. */
export const nameIn = (wording: Wording, name: Name): string => harmlessText(textIn(name.title, wording.language, name.name));

export function cellsOf(wording: Wording, timeZone: string): Cells {
  const none: Cell = { kind: 'none', shown: wording.phrases.texts.none };
  const number = (value: string | null): Cell => (value === null ? none : { kind: 'number', value, decimals: decimalsOf(value), shown: wording.number(value) });
  const text = (value: string | null): Cell => (value === null || value === '' ? none : { kind: 'text', text: harmlessText(value) });
  return {
    none,
    text,
    name: (name) => text(nameIn(wording, name)),
    number,
    count: (value) => number(value === null ? null : String(value)),
    year: (value) => text(value === null ? null : String(value)),
    day: (value) => (value === null ? none : { kind: 'day', value, shown: wording.day(value) }),
    month: (value) => text(value === null ? null : wording.month(value)),
    instant: (value) => text(value === null ? null : wording.instant(value, timeZone)),
  };
}
