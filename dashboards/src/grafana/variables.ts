import type { Board, Variable } from './board.js';
import { expanded, type TimeRange } from './macros.js';
import { interpolated, type SetVariable, type SetVariables } from './template.js';

export interface Option {
  readonly text: string;
  readonly value: string;
}

/** Runs one statement and gives its rows, by column. */
export type RunSql = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Which options of a variable somebody chooses, by position; `all` is the entry All, or every option where there is none. */
export type Choose = (variable: Variable, options: readonly Option[]) => readonly Option[];

export const isList = ({ multi = false, includeAll = false }: Variable): boolean => multi || includeAll;

/** What a board shows when it is opened: everything where All can be chosen, else the first option. */
export const firstOrAll: Choose = (variable, options) => (variable.includeAll ? options : options.slice(0, 1));

/** `kr : 1,tkr : 1000`, or plain values. */
const customOptions = (query: string): readonly Option[] =>
  query.split(/(?<!\\),/).map((entry) => {
    const [, text, value] = /^\s*(.+?)\s+:\s+(.+?)\s*$/.exec(entry) ?? [undefined, entry.trim(), entry.trim()];
    return { text: text ?? '', value: value ?? '' };
  });

const textOf = (query: Variable['query']): string => (typeof query === 'string' ? query : (query?.rawSql ?? query?.query ?? ''));

function optionsOfRows(rows: readonly Readonly<Record<string, unknown>>[]): readonly Option[] {
  const found = rows.map((row) => {
    const [only] = Object.values(row);
    const { __text = only, __value = only } = row;
    return { text: String(__text), value: String(__value) };
  });
  return found.filter(({ value }, index) => found.findIndex((other) => other.value === value) === index);
}

/** The options of a variable under what is set before it; a variable that is no list of options has none. */
async function optionsOf(variable: Variable, set: SetVariables, range: TimeRange, run: RunSql): Promise<readonly Option[] | null> {
  if (variable.type === 'custom') return customOptions(textOf(variable.query));
  if (variable.type === 'constant') return [{ text: textOf(variable.query), value: textOf(variable.query) }];
  if (variable.type !== 'query') return null;
  return optionsOfRows(await run(expanded(interpolated(textOf(variable.query), set), range)));
}

/** A single variable without an option is an empty text; a list without one is empty, and `IN ()` is an error of the database. */
function asSet(variable: Variable, options: readonly Option[]): SetVariable {
  if (options.length === 0 && !isList(variable)) return { values: [''], texts: [''], isList: false };
  return { values: options.map(({ value }) => value), texts: options.map(({ text }) => text), isList: isList(variable) };
}

/** Sets every variable of a board, one after the other, because the options of one depend on those before it. */
export async function setVariables(board: Board, choose: Choose, range: TimeRange, run: RunSql): Promise<SetVariables> {
  let set: SetVariables = {};
  for (const variable of board.templating.list) {
    const options = await optionsOf(variable, set, range, run);
    if (options === null) continue;
    set = { ...set, [variable.name]: asSet(variable, choose(variable, options)) };
  }
  return set;
}
