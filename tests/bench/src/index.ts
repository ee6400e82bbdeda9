export { FILE_FORMATS, type FileFormat, renderInProcess, type RenderRun } from './render-process.js';
export { exampleStatement, type StatementOptions } from './report-statement.js';
