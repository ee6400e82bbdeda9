import type { Board, Panel } from './board.js';
import { expanded, type TimeRange } from './macros.js';
import { interpolated, type SetVariables } from './template.js';

/** One statement of one panel as it goes to the database. */
export interface PanelQuery {
  readonly panel: Panel;
  readonly refId: string;
  readonly format: string;
  readonly sql: string;
  /** The variables of the panel: of a repeated row or panel one value each. */
  readonly variables: SetVariables;
}

/** One set of variables for each value over which something is repeated. */
function repeated(variables: SetVariables, by: string | undefined): readonly SetVariables[] {
  const variable = by === undefined ? undefined : variables[by];
  if (by === undefined || variable === undefined) return [variables];
  return variable.values.map((value, index) => ({
    ...variables,
    [by]: { values: [value], texts: [variable.texts[index] ?? value], isList: variable.isList },
  }));
}

/** The panels with their variables; a row owns every panel up to the next one. */
function shownPanels(board: Board, variables: SetVariables): readonly (readonly [Panel, SetVariables])[] {
  let ofRow: readonly SetVariables[] = [variables];
  return board.panels.flatMap((panel) => {
    if (panel.type === 'row') {
      ofRow = repeated(variables, panel.repeat);
      return ofRow.flatMap((set) => (panel.panels ?? []).map((inner) => [inner, set] as const));
    }
    return ofRow.flatMap((set) => repeated(set, panel.repeat).map((own) => [panel, own] as const));
  });
}

/** Every SQL statement that a board sends when it is shown with these variables over this range. */
export const panelQueries = (board: Board, variables: SetVariables, range: TimeRange): readonly PanelQuery[] =>
  shownPanels(board, variables).flatMap(([panel, set]) =>
    (panel.targets ?? []).flatMap(({ refId, rawSql, format = 'table', hide = false }) =>
      rawSql === undefined || hide ? [] : [{ panel, refId, format, sql: expanded(interpolated(rawSql, set), range), variables: set }],
    ),
  );
