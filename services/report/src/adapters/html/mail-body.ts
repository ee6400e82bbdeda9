import { LANGUAGE_TAGS } from '@hemtag/statements';
import { type Block, type DocumentTable, type ReportDocument, type Row, shownIn } from '../../application/document/report-document.js';
import { element, escapeMarkup } from '../../application/markup.js';

export interface MailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Mail programs drop style sheets, so each element carries its own. */
const FONT = 'font-family:Arial,Helvetica,sans-serif;color:#222222';
const CELL = 'padding:4px 8px;border-bottom:1px solid #cccccc;text-align:left;vertical-align:top';
const NUMBER = 'padding:4px 8px;border-bottom:1px solid #cccccc;text-align:right;white-space:nowrap;vertical-align:top';

function tableMarkup(table: DocumentTable): string {
  const styleOf = (at: number): string => (table.columns[at]?.align === 'end' ? NUMBER : CELL);
  const heads = table.columns.map((column, at) => element('th', { scope: 'col', style: styleOf(at) }, escapeMarkup(column.head)));
  const rowOf = (row: Row): string =>
    element(
      'tr',
      {},
      ...row.map((cell, at) => element(at === 0 ? 'th' : 'td', { ...(at === 0 ? { scope: 'row' } : {}), style: styleOf(at) }, escapeMarkup(shownIn(cell)))),
    );
  return element(
    'table',
    { style: `border-collapse:collapse;font-size:14px;margin:12px 0;${FONT}` },
    element('caption', { style: 'text-align:left;font-weight:bold;padding:4px 0' }, escapeMarkup(table.caption)),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...Array.from(table.rows, rowOf)),
  );
}

/** A row as a line: what the first column says, then each of the others behind its head. */
function tableText(table: DocumentTable): string {
  const lineOf = (row: Row): string => row.map((cell, at) => (at === 0 ? shownIn(cell) : `${table.columns[at]?.head ?? ''}: ${shownIn(cell)}`)).join('; ');
  return [table.caption, ...Array.from(table.rows, (row) => `- ${lineOf(row)}`)].join('\n');
}

const blockMarkup = (block: Block): string =>
  block.kind === 'table'
    ? tableMarkup(block)
    : block.kind === 'chart'
      ? ''
      : element('p', { style: `margin:8px 0;${block.kind === 'notice' ? 'font-weight:bold;' : ''}${FONT}` }, escapeMarkup(block.text));
const blockText = (block: Block): string => (block.kind === 'table' ? tableText(block) : block.kind === 'chart' ? block.chart.description : block.text);

/** The summary as a mail in both forms; the files are attached by whoever sends it. A subject is one line, whatever a name holds. */
export function mailBody(document: ReportDocument): MailBody {
  const summary = document.sections.find(({ id }) => id === 'summary');
  const blocks = summary?.blocks ?? [];
  const mark = document.mark === null ? [] : [document.mark];
  const html = [
    `<!doctype html>\n<html lang="${LANGUAGE_TAGS[document.language]}"><head><meta charset="utf-8"><title>${escapeMarkup(document.title)}</title></head><body style="${FONT}"><div role="main">`,
    element('h1', { style: `font-size:20px;${FONT}` }, escapeMarkup(document.title)),
    element('p', { style: FONT }, escapeMarkup(document.subtitle)),
    ...mark.map((text) => element('p', { style: `border-left:6px solid #C98A00;padding:6px 10px;font-weight:bold;${FONT}` }, escapeMarkup(text))),
    element('h2', { style: `font-size:16px;${FONT}` }, escapeMarkup(summary?.heading ?? '')),
    ...blocks.map(blockMarkup),
    element('p', { style: `font-size:12px;${FONT}` }, escapeMarkup(document.origin)),
    '</div></body></html>\n',
  ].join('\n');
  const text = [document.title, document.subtitle, ...mark, ...blocks.map(blockText), document.origin].join('\n\n');
  return { subject: document.mark === null ? document.title : `${document.title} (${document.subtitle.split(' · ')[1] ?? ''})`, text: `${text}\n`, html };
}
