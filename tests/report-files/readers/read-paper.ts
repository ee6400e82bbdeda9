import { execFileSync } from 'node:child_process';

/**
 * Text of a PDF for comparing: without the blanks that lines are broken at, and without the hyphens between letters, because long compounds get one where they are broken.
 * A minus stays, because what follows it is a digit. The arrow is written with two signs on paper, whose fonts have none.
 */
export const squeezed = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\s\u200B]+/gu, '')
    .replaceAll(/(?<=\p{L})-(?=\p{L})/gu, '')
    .replaceAll('→', '->');

/** The running head stands last in the text of a page, before its foot. */
function withoutMargins(page: string, title: string): string {
  const at = page.lastIndexOf(title);
  return at < 0 ? page : page.slice(0, at);
}

export interface Paper {
  /** By the order of the headings that were asked for. */
  readonly sections: readonly string[];
  readonly pages: number;
}

/**
 * The text of each section in the order in which it was drawn, so that the cells of a row, and the lines of a cell, follow each other.
 * @param title of the report, which stands on every page
 */
export function readPaper(file: string, title: string, headings: readonly string[]): Paper {
  const text = execFileSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const pages = text.split('\f').filter((page) => page.trim() !== '');
  const head = squeezed(title.slice(0, 110));
  const whole = pages.map((page) => withoutMargins(squeezed(page), head)).join('');
  const starts: number[] = [];
  for (const [at, heading] of headings.entries()) {
    const wanted = squeezed(`${at + 1}. ${heading}`);
    const found = whole.indexOf(wanted, starts.at(-1) ?? 0);
    if (found < 0) throw new Error(`the PDF has no section «${at + 1}. ${heading}»`);
    starts.push(found + wanted.length);
  }
  return { sections: starts.map((start, at) => whole.slice(start, starts[at + 1])), pages: pages.length };
}
