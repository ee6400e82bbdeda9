import { BOARDS } from './boards/boards.js';
import { buildBoard, type BuiltBoard } from './boards/board.js';
import type { DashboardShape } from './checks/read-dashboard.js';
import { LANGUAGES, type Language } from './languages.js';
import { wireframe } from './wireframe.js';

/** Folders of Grafana. Two languages never share one, because equal titles in a folder stop a provider. */
export const FOLDERS: Readonly<Record<Language, string>> = { sv: 'Hemtag', en: 'Hemtag (English)' };

export interface Place {
  readonly gatewayUrl: string;
  readonly timeZone: string;
}
/** What the committed boards are made for: `npm start` on one's own machine. */
export const DEFAULT_PLACE: Place = { gatewayUrl: 'http://localhost:8080', timeZone: 'Europe/Stockholm' };

/** Every board in every language, with its queries and what their answers look like. */
export const allBoards = (place: Place = DEFAULT_PLACE): readonly BuiltBoard[] =>
  LANGUAGES.flatMap((language) => BOARDS.map((board) => buildBoard(board, { language, ...place })));

export interface GeneratedFile {
  /** Below `generated/`. */
  readonly path: string;
  readonly folder: string;
  readonly json: unknown;
  readonly content: string;
}
/** The layout of every board as a picture, for who has no Grafana: in English, because the languages differ in words only. Below `generated/`. */
export const wireframes = (boards: readonly BuiltBoard[]): readonly { readonly path: string; readonly content: string }[] =>
  boards.filter(({ language }) => language === 'en').map(({ name, json }) => ({ path: `layout/${name}.svg`, content: wireframe(json as unknown as DashboardShape) })); // prettier-ignore
export const generatedFiles = (boards: readonly BuiltBoard[]): readonly GeneratedFile[] =>
  boards.map(({ name, language, json }) => ({
    path: `${language}/${name}.json`,
    folder: FOLDERS[language],
    json,
    content: `${JSON.stringify(json, null, 2)}\n`,
  }));
