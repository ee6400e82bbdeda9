import { LANGUAGE_TAGS } from '@hemtag/statements';
import pdfmake, { type Content } from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type Block, type ReportDocument, type Section } from '../../application/document/report-document.js';
import { escapeMarkup } from '../../application/markup.js';
import { PDF_FONTS } from './pdf-fonts.js';
import { printable } from './printable-text.js';
import { breakable, type PaperWidth } from './breakable-text.js';
import { paperTable, TEXT_SIZE } from './pdf-table.js';

const MARGIN = 40;
const UPRIGHT: PaperWidth = { width: 595.28 - 2 * MARGIN, fontSize: 8 };
const WIDE: PaperWidth = { width: 841.89 - 2 * MARGIN, fontSize: 7.2 };

const fontFiles = new Set<string>(Object.values(PDF_FONTS.Roboto));
pdfmake.setFonts(PDF_FONTS);
// The document names no file and no address; should a text ever be taken for one, it is refused here.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));

function paperBlock(block: Block, section: Section, document: ReportDocument): Content {
  const paper = section.isWide ? WIDE : UPRIGHT;
  const text = (words: string): string => breakable(words, { ...paper, fontSize: TEXT_SIZE });
  switch (block.kind) {
    case 'heading':
      return {
        text: text(block.text),
        fontSize: 11,
        bold: true,
        margin: [0, 10, 0, 3],
        outline: true,
        outlineText: block.text,
        outlineParentId: section.id,
      };
    case 'paragraph':
      return { text: text(block.text), margin: [0, 2, 0, 4], lineHeight: 1.15 };
    case 'notice':
      return {
        table: { widths: ['*'], body: [[{ text: text(block.text), bold: true, fillColor: '#FFF7E5', margin: [4, 3, 4, 3] }]] },
        layout: { hLineWidth: () => 0, vLineWidth: (line) => (line === 0 ? 3 : 0), vLineColor: () => '#C98A00' },
        margin: [0, 4, 0, 6],
      };
    case 'chart':
      return {
        stack: [
          { text: text(block.chart.title), bold: true, fontSize: 10, margin: [0, 8, 0, 3] },
          { svg: printable(block.chart.svg), width: block.chart.width },
          { text: text(`${document.phrases.chartInWords}: ${block.chart.description}`), fontSize: 8, color: '#444444', margin: [0, 3, 0, 6] },
        ],
        unbreakable: true,
      };
    case 'table':
      return paperTable(block, document, paper);
  }
}

function paperSection(section: Section, at: number, before: Section | undefined, document: ReportDocument): Content[] {
  const isTurned = (section.isWide ?? false) !== (before?.isWide ?? false);
  const heading: Content = {
    text: `${at + 1}. ${section.heading}`,
    id: section.id,
    fontSize: 14,
    bold: true,
    color: '#1B5299',
    margin: [0, at === 0 ? 4 : 14, 0, 4],
    outline: true,
    outlineText: `${at + 1}. ${section.heading}`,
    ...(section.startsPage || isTurned ? { pageBreak: 'before' as const } : {}),
    ...(isTurned ? { pageOrientation: section.isWide ? ('landscape' as const) : ('portrait' as const) } : {}),
  };
  const shown = section.blocks.filter((block) => block.kind !== 'table' || !block.isDetail);
  return [heading, ...shown.map((block) => paperBlock(block, section, document))];
}

function definitionOf(document: ReportDocument): TDocumentDefinitions {
  const { phrases, mark } = document;
  const instant = new Date(document.instant);
  const wide = { ...UPRIGHT, fontSize: TEXT_SIZE };
  return {
    version: '1.7',
    // Fonts embedded, colours defined, no transparency that a long-term reader would miss. The library writes no structure tags; the HTML file is the accessible form.
    subset: 'PDF/A-2b',
    language: LANGUAGE_TAGS[document.language],
    displayTitle: true,
    info: { title: document.title, subject: document.subtitle, creator: 'Hemtag', producer: 'Hemtag', creationDate: instant, modDate: instant },
    pageSize: 'A4',
    pageMargins: [MARGIN, 56, MARGIN, 48],
    defaultStyle: { font: 'Roboto', fontSize: TEXT_SIZE, color: '#222222' },
    header: () => ({
      columns: [
        { text: breakable(document.title.slice(0, 110), wide), fontSize: 8, color: '#444444' },
        mark === null ? { text: '' } : { text: mark, fontSize: 8, bold: true, color: '#8A5F00', alignment: 'right' },
      ],
      columnGap: 12,
      margin: [MARGIN, 24, MARGIN, 0],
    }),
    footer: (page, pages) => ({
      columns: [
        { text: document.origin, fontSize: 6.5, color: '#555555' },
        { text: phrases.page(page, pages), fontSize: 8, alignment: 'right', width: 80 },
      ],
      margin: [MARGIN, 14, MARGIN, 0],
    }),
    content: [
      { text: breakable(document.title, { ...wide, fontSize: 20 }), fontSize: 20, bold: true, margin: [0, 0, 0, 2] },
      { text: breakable(document.subtitle, wide), color: '#444444', margin: [0, 0, 0, 6] },
      ...(mark === null ? [] : [paperBlock({ kind: 'notice', text: mark }, { id: 'mark', heading: '', sheet: '', blocks: [] }, document)]),
      ...document.sections.flatMap((section, at) => paperSection(section, at, document.sections[at - 1], document)),
    ],
  };
}

/** What pdfkit offers below pdfmake, as far as it is used here. */
interface PdfWriter extends AsyncIterable<Uint8Array> {
  readonly info: Record<string, unknown>;
  endMetadata(): void;
  end(): void;
}

/** Everything but printable ASCII as a number reference. */
const asciiMarkup = (text: string): string => escapeMarkup(text).replace(/[^\u0020-\u007E]/gu, (character) => `&#${character.codePointAt(0)};`);

/**
 * The report as PDF 1.7, after the rules of PDF/A-2b. The same document gives the same bytes: its dates and its identifier come from the statement.
 * @returns the pieces of the file
 */
export async function* pdfFile(document: ReportDocument): AsyncIterable<Uint8Array> {
  const writer = (await pdfmake.createPdf(definitionOf(document)).getStream()) as unknown as PdfWriter;
  const endMetadata = writer.endMetadata.bind(writer);
  // pdfkit copies title and subject into its XML metadata as they are, where a name with < or & would break it. The plain texts are written by then.
  writer.endMetadata = () => {
    for (const key of ['Title', 'Subject']) writer.info[key] = asciiMarkup(String(writer.info[key]));
    endMetadata();
  };
  writer.end();
  yield* writer;
}
