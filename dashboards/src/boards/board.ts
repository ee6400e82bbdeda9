import type { Language } from '../languages.js';
import type { Json, Panel } from '../panels/panel.js';
import type { Target } from '../queries/targets.js';
import { variableJson, type Variable, type VariableName } from '../variables.js';

/** The boards there are. Links name them, so that none leads nowhere. */
export const BOARD_NAMES = ['benefit-overview', 'initiative', 'beyond-money', 'portfolio', 'data-quality', 'pipeline-health', 'intake', 'reports'] as const;
export type BoardName = (typeof BOARD_NAMES)[number];

/** What a board is a function of. */
export interface BoardConfig {
  readonly language: Language;
  /** Where the gateway is reached by whoever looks at a board: for links to the explanation of a figure. */
  readonly gatewayUrl: string;
  /** The time zone in which the boards of operations show time; figures are decided in each tenant's own. */
  readonly timeZone: string;
}

/** Panels side by side, as high as the highest. */
export type Line = readonly Panel[];
/** Lines below a heading; with `repeat` once for each value of the variable, with its text as heading. */
export interface Section {
  readonly title: string | null;
  readonly repeat?: VariableName;
  readonly lines: readonly Line[];
}

export interface BoardContent {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly Variable[];
  readonly sections: readonly Section[];
  /** Boards that follow the time picker; without it, the variables decide and the picker is hidden. */
  readonly time?: { readonly from: string; readonly to: string; readonly refresh: string };
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

export interface Board {
  readonly name: BoardName;
  readonly content: (config: BoardConfig) => BoardContent;
}

/** A panel as it was placed, with its queries. */
export interface PlacedPanel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly targets: readonly Target[];
}
export interface BuiltBoard {
  readonly name: BoardName;
  readonly language: Language;
  readonly uid: string;
  readonly variables: readonly Variable[];
  readonly panels: readonly PlacedPanel[];
  readonly json: Json;
}

export const uidOf = (board: BoardName, language: Language): string => `hemtag-${board}-${language}`;
/** A link to a board that keeps the given variables; `more` adds values from a row. */
export const boardUrl = (board: BoardName, language: Language, keep: readonly VariableName[], more = ''): string =>
  `/d/${uidOf(board, language)}?${keep.map((name) => `\${${name}:queryparam}`).join('&')}${more}`;

interface Placed {
  readonly panels: readonly (PlacedPanel & { readonly json: Json })[];
  readonly y: number;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function placeLine(line: Line, { panels, y }: Placed): Placed {
  let x = 0;
  const placed = line.map(({ json, size, targets }, index) => {
    const id = panels.length + index + 1;
    const gridPos = { ...size, x, y };
    x += size.w;
    return { id, title: textOf(json['title']), type: textOf(json['type']), targets, json: { id, gridPos, ...json } };
  });
  return { panels: [...panels, ...placed], y: y + Math.max(0, ...line.map(({ size }) => size.h)) };
}

function placeSection({ title, repeat, lines }: Section, before: Placed): Placed {
  if (title === null) return lines.reduce<Placed>((placed, line) => placeLine(line, placed), before);
  const id = before.panels.length + 1;
  const row = {
    id,
    type: 'row',
    title,
    collapsed: false,
    panels: [],
    gridPos: { h: 1, w: 24, x: 0, y: before.y },
    ...(repeat === undefined ? {} : { repeat }),
  };
  const heading = { id, title, type: 'row', targets: [], json: row };
  return lines.reduce<Placed>((placed, line) => placeLine(line, placed), { panels: [...before.panels, heading], y: before.y + 1 });
}

const linkJson = ({ title, url }: BoardContent['links'][number]): Json => ({
  type: 'link', title, url, icon: 'external link', tooltip: title, tags: [], asDropdown: false, targetBlank: false, includeVars: false, keepTime: false,
}); // prettier-ignore

/** The classic dashboard shape, written out: the SDK's builder of it is deprecated in favour of a shape that file provisioning does not read. */
export function buildBoard({ name, content }: Board, config: BoardConfig): BuiltBoard {
  const { language } = config;
  const board = content(config);
  const { panels } = board.sections.reduce<Placed>((placed, section) => placeSection(section, placed), { panels: [], y: 0 });
  const uid = uidOf(name, language);
  return {
    name, language, uid,
    variables: board.variables,
    panels: panels.map(({ json: _json, ...panel }) => panel),
    json: {
      uid, title: board.title, description: board.description, tags: ['hemtag', language, ...board.tags], schemaVersion: 42, version: 1,
      editable: false, graphTooltip: 1, fiscalYearStartMonth: 0, timezone: config.timeZone, weekStart: 'monday',
      time: board.time === undefined ? { from: 'now/y', to: 'now/y' } : { from: board.time.from, to: board.time.to },
      refresh: board.time?.refresh ?? '5m',
      timepicker: { hidden: board.time === undefined },
      annotations: { list: [] },
      links: board.links.map(linkJson),
      templating: { list: board.variables.map((of) => variableJson(of, language)) },
      panels: panels.map(({ json }) => json),
    },
  }; // prettier-ignore
}
