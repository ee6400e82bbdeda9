import { LANGUAGE_TAGS } from '@hemtag/statements';
import { shownIn, type Block, type DocumentTable, type ReportDocument } from '../../application/document/report-document.js';
import { element, escapeMarkup } from '../../application/markup.js';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

// Mail programs drop style sheets, so that each element carries its own.
const CELL = 'border-bottom:1px solid #ccc;padding:4px 10px;vertical-align:top';
const sideOf = (table: DocumentTable, at: number): string => (table.columns[at]?.align === 'end' ? 'right' : 'left');

function tableMarkup(table: DocumentTable): string {
  const heads = table.columns.map(({ head }, at) => element('th', { scope: 'col', style: `${CELL};text-align:${sideOf(table, at)}` }, escapeMarkup(head)));
  const rows = [...table.rows].map((row) =>
    element(
      'tr',
      {},
      ...row.map((cell, at) => element('td', { style: `${CELL};text-align:${sideOf(table, at)}` }, element('bdi', {}, escapeMarkup(shownIn(cell))))),
    ),
  );
  const caption = element('caption', { style: 'text-align:left;font-weight:bold;padding:12px 10px 4px' }, escapeMarkup(table.caption));
  return element(
    'table',
    { style: 'border-collapse:collapse;font-size:14px' },
    caption,
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}

/** A line for each row, what it is about before what it says, since columns do not line up in a proportional typeface. */
function tableText(table: DocumentTable): string {
  const rows = [...table.rows].map((row) => row.map((cell, at) => `${table.columns[at]?.head ?? ''}: ${shownIn(cell)}`).join(' · '));
  return [table.caption.toUpperCase(), ...rows].join('\n');
}

function blockMarkup(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return element('h2', { style: 'font-size:16px' }, escapeMarkup(block.text));
    case 'paragraph':
    case 'notice':
      return element('p', {}, escapeMarkup(block.text));
    case 'table':
      return tableMarkup(block);
    case 'chart':
      return element('p', {}, escapeMarkup(block.chart.description));
  }
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'table':
      return tableText(block);
    case 'chart':
      return block.chart.description;
    case 'heading':
    case 'paragraph':
    case 'notice':
      return block.text;
  }
}

/** The mail that brings a report: its title, whether it can still change, and the summary, as text and as HTML that loads nothing. */
export function reportMail(document: ReportDocument): MailText {
  const summary = document.sections.find(({ id }) => id === 'summary')?.blocks ?? [];
  const head = [document.title, document.subtitle, ...(document.mark === null ? [] : [document.mark])];
  const body = [
    element('h1', { style: 'font-size:20px' }, escapeMarkup(document.title)),
    element('p', {}, escapeMarkup(document.subtitle)),
    ...(document.mark === null ? [] : [element('p', { style: 'font-weight:bold' }, escapeMarkup(document.mark))]),
    ...summary.map(blockMarkup),
    element('p', { style: 'color:#555;font-size:12px' }, escapeMarkup(document.origin)),
  ];
  const page = element('body', { style: 'font-family:sans-serif;font-size:15px;color:#222' }, ...body);
  return {
    subject: document.mark === null ? document.title : `${document.title} · ${document.mark}`,
    text: `${[...head, ...summary.map(blockText), document.origin].join('\n\n')}\n`,
    html: `<!doctype html>\n${element('html', { lang: LANGUAGE_TAGS[document.language] }, '<head><meta charset="utf-8"></head>', page)}\n`,
  };
}
