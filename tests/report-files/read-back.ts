import type { Language, Statement } from '@hemtag/statements';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pageFaults, paperFaults, workbookFaults, type Faults } from './compared.js';
import { expectedReport } from './expected/expected-report.js';
import { readPage } from './readers/read-page.js';
import { readPaper } from './readers/read-paper.js';
import { readWorkbook } from './readers/read-workbook.js';

export interface ReportFiles {
  readonly pdf: string;
  readonly xlsx: string;
  readonly html: string;
}
export interface ReadBack {
  /** Null where there is no pdftotext. */
  readonly pdf: Faults | null;
  readonly xlsx: Faults;
  readonly html: Faults;
  /** Members of the statement that the reader has no rule for. */
  readonly unread: readonly string[];
  readonly needless: readonly string[];
}

export const hasPdftotext = spawnSync('pdftotext', ['-v']).error === undefined;
export const NO_PDFTOTEXT = 'needs pdftotext (apt-get install poppler-utils)';

/**
 * Reads the files of a report and holds them against its statement, by rules that share nothing with the ones that laid them out.
 * @param text the statement's canonical JSON
 */
export async function readBack(text: string, language: Language, files: ReportFiles): Promise<ReadBack> {
  const expected = expectedReport(JSON.parse(text) as Statement, createHash('sha256').update(text).digest('hex'), language);
  const headings = expected.sections.map(({ heading }) => heading);
  return {
    pdf: hasPdftotext ? paperFaults(expected, readPaper(files.pdf, expected.title, headings)) : null,
    xlsx: workbookFaults(expected, await readWorkbook(files.xlsx)),
    html: pageFaults(expected, readPage(await readFile(files.html, 'utf8'))),
    unread: expected.unread,
    needless: expected.needless,
  };
}
