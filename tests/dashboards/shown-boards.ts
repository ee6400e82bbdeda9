import {
  firstOrAll,
  isList,
  panelQueries,
  setVariables,
  type BuiltBoard,
  type Choose,
  type GrafanaBoard,
  type Option,
  type PanelQuery,
  type TimeRange,
} from '@hemtag/dashboards';
import type pg from 'pg';
import type { Answered } from './answer-faults.js';
import { answerTo } from './answers.js';
import { YEAR } from './mixed-town.js';

/** One way of looking at a board. */
export interface Look {
  readonly what: string;
  readonly choose: Choose;
  readonly range: TimeRange;
}

const one = (value: string): readonly Option[] => [{ text: value, value }];
const WHOLE: TimeRange = { from: `${YEAR}-01-01T00:00:00+01:00`, to: new Date(Date.now() + 3_600_000).toISOString() };
const NOTHING: TimeRange = { from: '2031-01-01T00:00:00Z', to: '2031-12-31T00:00:00Z' };
const EMPTY_YEAR = '2031';

const NAMED = ['tenant', 'year', 'month'];
const chosen =
  (values: Readonly<Record<string, string>>, otherwise: Choose): Choose =>
  (variable, options) => {
    const value = values[variable.name];
    if (value === undefined) return otherwise(variable, options);
    return options.some((option) => option.value === value) ? options.filter((option) => option.value === value) : one(value);
  };
/** The last option of everything: a single department, type or initiative, and the largest scale of money. */
const lastOnly: Choose = (variable, options) => (NAMED.includes(variable.name) ? firstOrAll(variable, options) : options.slice(-1));
/** The first and the last of what may be several. */
const several: Choose = (variable, options) =>
  isList(variable) && options.length > 2 ? [options.at(0), options.at(-1)].filter((of) => of !== undefined) : firstOrAll(variable, options);

/** All, one and several values of everything, a year with figures and one without, for one municipality; boards over all of them have none to choose. */
export const looksOf = (tenant: string): readonly Look[] => {
  const full = { tenant, year: YEAR, month: `${YEAR}-06` };
  return [
    { what: `${tenant} ${YEAR}, all`, choose: chosen(full, firstOrAll), range: WHOLE },
    { what: `${tenant} ${YEAR}, one of each`, choose: chosen(full, lastOnly), range: WHOLE },
    { what: `${tenant} ${YEAR}, several`, choose: chosen(full, several), range: WHOLE },
    { what: `${tenant} ${EMPTY_YEAR}`, choose: chosen({ tenant, year: EMPTY_YEAR, month: `${EMPTY_YEAR}-01` }, firstOrAll), range: NOTHING },
  ];
};

/** Opens a board and runs every statement of every panel that is shown; gives the answers panel by panel. */
export async function show(client: pg.Client, board: BuiltBoard, { choose, range }: Look): Promise<readonly (readonly Answered[])[]> {
  const json = board.json as unknown as GrafanaBoard;
  const variables = await setVariables(json, choose, range, async (sql) => (await answerTo(client, sql)).rows);
  const declaredBy = ({ panel, refId }: PanelQuery): Answered['declared'] => {
    const target = board.panels.find(({ id }) => id === panel.id)?.targets.find((of) => of.refId === refId);
    return target?.kind === 'sql' ? target.columns : [];
  };
  const answered: Answered[] = [];
  for (const query of panelQueries(json, variables, range)) answered.push({ query, declared: declaredBy(query), answer: await answerTo(client, query.sql) });
  const shown = Map.groupBy(answered, ({ query }) => `${query.panel.id} ${JSON.stringify(query.variables)}`);
  return [...shown.values()];
}
