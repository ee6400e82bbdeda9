import type { ReportLanguage } from '@hemtag/contracts';
import type { Statement } from '@hemtag/statements';
import type { RenderedFormat } from './application/ports.js';

/** Changes with everything that changes the bytes of a file; kept beside them. */
export const RENDERER_VERSION = '1';

export interface RenderedFile {
  /** Canonical JSON. */
  readonly statement: Uint8Array;
  readonly format: RenderedFormat;
  readonly language: ReportLanguage;
}

/** The bytes of a statement in one format and language. */
export async function renderFile({ statement, format, language }: RenderedFile): Promise<Uint8Array> {
  const read = JSON.parse(Buffer.from(statement).toString('utf8')) as Statement;
  return Buffer.from(`${format} ${language} ${read.header.tenant} ${read.header.period.id}\n`);
}
