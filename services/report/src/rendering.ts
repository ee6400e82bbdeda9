import type { Language, Statement } from '@hemtag/statements';
import { benefitCsv } from './adapters/csv/benefit-csv.js';
import { htmlPage } from './adapters/html/html-page.js';
import { pdfFile } from './adapters/pdf/pdf-file.js';
import { xlsxFile } from './adapters/xlsx/xlsx-file.js';
import { layOut } from './application/document/lay-out.js';
import { wordingOf } from './application/document/wording.js';
import type { RenderedFormat } from './application/ports.js';
import { sha256 } from './sha256.js';

export interface RenderingOptions {
  readonly language: Language;
  readonly format: RenderedFormat;
}

/** Text in pieces of about this many characters, so that a row is not a piece of its own. */
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

/**
 * The file piece by piece. The same statement in the same language and format gives the same bytes, at any time and in any process.
 * @param content the statement's canonical JSON, whose SHA-256 is printed as its fingerprint
 */
export async function* renderedPieces(content: Uint8Array, { language, format }: RenderingOptions): AsyncIterable<Uint8Array> {
  const statement = JSON.parse(new TextDecoder().decode(content)) as Statement;
  if (format === 'csv') {
    yield* encoded(benefitCsv(statement));
    return;
  }
  const document = layOut(statement, sha256(content), wordingOf(language));
  switch (format) {
    case 'pdf':
      yield* pdfFile(document);
      return;
    case 'xlsx':
      yield await xlsxFile(document);
      return;
    case 'html':
      yield* encoded(htmlPage(document));
      return;
  }
}

/** The whole file, as the archive keeps it, in memory of its own, which can be handed to another thread. */
export async function renderedBytes(content: Uint8Array, options: RenderingOptions): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of renderedPieces(content, options)) {
    pieces.push(piece);
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
