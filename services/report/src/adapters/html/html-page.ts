import { createHash } from 'node:crypto';
import { LANGUAGE_TAGS } from '@hemtag/statements';
import { type Block, type Cell, type DocumentTable, type ReportDocument, type Row, type Section, shownIn } from '../../application/document/report-document.js';
import { element, escapeMarkup } from '../../application/markup.js';
import { PAGE_STYLE } from './page-style.js';

/** Nothing may be loaded or run: the page is its own text, and the one style that it names by its hash. */
const CONTENT_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** Text of a cell; a name keeps its own direction of writing and cannot turn that of its neighbours. */
const cellText = (cell: Cell): string => (cell.kind === 'text' ? element('bdi', {}, escapeMarkup(cell.text)) : escapeMarkup(shownIn(cell)));

function tableRow(table: DocumentTable, row: Row): string {
  const cells = row.map((cell, at) => {
    const className = table.columns[at]?.align === 'end' ? 'n' : undefined;
    // A head with nothing beside it would be the head of nothing.
    return at === 0 && row.length > 1 ? element('th', { scope: 'row' }, cellText(cell)) : element('td', { class: className }, cellText(cell));
  });
  return `${element('tr', {}, ...cells)}\n`;
}

/** Handed out row by row: ten thousand rows are never one string. */
function* tableMarkup(table: DocumentTable, sectionId: string): Iterable<string> {
  const captionId = `${sectionId}-${table.id}`;
  yield `<div class="scroll" role="region" tabindex="0" aria-labelledby="${captionId}"><table>\n`;
  yield element('caption', { id: captionId }, escapeMarkup(table.caption));
  const heads = table.columns.map((column) => element('th', { scope: 'col', class: column.align === 'end' ? 'n' : undefined }, escapeMarkup(column.head)));
  yield `${element('thead', {}, element('tr', {}, ...heads))}\n<tbody>\n`;
  for (const row of table.rows) yield tableRow(table, row);
  yield '</tbody>\n';
  if (table.totals && table.totals.length > 0) yield element('tfoot', {}, ...table.totals.map((total) => tableRow(table, total.cells)));
  yield '</table></div>\n';
}

function* blockMarkup(block: Block, section: Section, document: ReportDocument): Iterable<string> {
  switch (block.kind) {
    case 'heading':
      yield `${element('h3', {}, escapeMarkup(block.text))}\n`;
      return;
    case 'paragraph':
      yield `${element('p', {}, escapeMarkup(block.text))}\n`;
      return;
    case 'notice':
      yield `${element('p', { class: 'notice' }, escapeMarkup(block.text))}\n`;
      return;
    case 'chart': {
      const words = `${document.phrases.chartInWords}: ${block.chart.description}`;
      const caption = element('figcaption', {}, element('strong', {}, escapeMarkup(block.chart.title)), '. ', escapeMarkup(words));
      yield `${element('figure', {}, block.chart.svg, caption)}\n`;
      return;
    }
    case 'table':
      if (block.isDetail) yield `<details><summary>${escapeMarkup(document.phrases.chartFigures)}: ${escapeMarkup(block.caption)}</summary>\n`;
      yield* tableMarkup(block, section.id);
      if (block.isDetail) yield '</details>\n';
      return;
  }
}

/** The whole statement as one accessible page without script, in pieces. */
export function* htmlPage(document: ReportDocument): Iterable<string> {
  const { phrases } = document;
  yield '<!doctype html>\n';
  yield `<html lang="${LANGUAGE_TAGS[document.language]}">\n<head>\n<meta charset="utf-8">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(CONTENT_POLICY)}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n';
  yield `<title>${escapeMarkup(document.title)}</title>\n<style>${PAGE_STYLE}</style>\n</head>\n<body>\n`;
  yield `<a class="skip" href="#main">${escapeMarkup(phrases.skipToContent)}</a>\n<header>\n`;
  yield `${element('h1', {}, escapeMarkup(document.title))}\n${element('p', {}, escapeMarkup(document.subtitle))}\n`;
  if (document.mark !== null) yield `${element('p', { class: 'mark' }, escapeMarkup(document.mark))}\n`;
  yield `</header>\n<nav aria-label="${escapeMarkup(phrases.contents)}">\n<ol>\n`;
  for (const section of document.sections) yield `${element('li', {}, element('a', { href: `#${section.id}` }, escapeMarkup(section.heading)))}\n`;
  yield '</ol>\n</nav>\n<main id="main">\n';
  for (const [at, section] of document.sections.entries()) {
    yield `<section aria-labelledby="${section.id}">\n<h2 id="${section.id}">${at + 1}. ${escapeMarkup(section.heading)}</h2>\n`;
    for (const block of section.blocks) yield* blockMarkup(block, section, document);
    yield '</section>\n';
  }
  yield `</main>\n<footer><p>${escapeMarkup(document.origin)}</p></footer>\n</body>\n</html>\n`;
}
