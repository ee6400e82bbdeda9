import type { ReportLanguage } from '@hemtag/contracts';
import type { Statement } from '@hemtag/statements';
import { benefitCsv } from './adapters/csv/benefit-csv.js';
import { htmlPage } from './adapters/html/html-page.js';
import { pdfFile } from './adapters/pdf/pdf-file.js';
import { xlsxFile } from './adapters/xlsx/xlsx-file.js';
import { layOut } from './application/document/lay-out.js';
import { wordingOf } from './application/document/wording.js';
import type { RenderedFormat } from './application/ports.js';
import { sha256 } from './sha256.js';

/** Changes with everything that changes the bytes of a file; kept beside them. */
export const RENDERER_VERSION = '1';

export interface RenderedFile {
  /** Canonical JSON. */
  readonly statement: Uint8Array;
  readonly format: RenderedFormat;
  readonly language: ReportLanguage;
}

/** Text in pieces of about this many characters: a row is too small for a piece of its own, ten thousand rows are too large. */
const PIECE = 65_536;

function* encoded(texts: Iterable<string>): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield encoder.encode(piece);
    piece = '';
  }
  yield encoder.encode(piece);
}

/** The file piece by piece. The same statement in the same language and format gives the same bytes, at any time and in any process. */
export async function* renderedPieces({ statement, format, language }: RenderedFile): AsyncIterable<Uint8Array> {
  const read = JSON.parse(Buffer.from(statement).toString('utf8')) as Statement;
  if (format === 'csv') return yield* encoded(benefitCsv(read));
  const document = layOut(read, sha256(statement), wordingOf(language));
  switch (format) {
    case 'pdf':
      return yield* pdfFile(document);
    case 'xlsx':
      return yield await xlsxFile(document);
    case 'html':
      return yield* encoded(htmlPage(document));
  }
}

/** The bytes of a statement in one format and language. */
export async function renderFile(file: RenderedFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of renderedPieces(file)) pieces.push(piece);
  return Buffer.concat(pieces);
}
