export { dashboardFaults, type FiledDashboard } from './checks/check-dashboards.js';
export { BOARD_NAMES, type BoardConfig, type BoardName, type BuiltBoard, type PlacedPanel } from './boards/board.js';
export { allBoards, DEFAULT_PLACE, FOLDERS, generatedFiles, type GeneratedFile, type Place } from './generate.js';
export { LANGUAGES, type Language } from './languages.js';
export { statement, type Query } from './queries/sql.js';
export type { SqlKind } from './queries/expression.js';
export type { PromTarget, SqlTarget, Target } from './queries/targets.js';
export { AMOUNT_UNIT, UNITS } from './units.js';
export { sqlString, type Variable, type VariableName } from './variables.js';
