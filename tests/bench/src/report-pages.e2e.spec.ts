import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LANGUAGES } from '@hemtag/statements';
import { greymap, inkInMargins, overlappingWords, wordPages, type PagePicture, type WordPage } from './page-geometry.js';
import { renderInProcess } from './render-process.js';
import { exampleStatement } from './report-statement.js';

const poppler = spawnSync('pdftoppm', ['-v']).error === undefined;
/** Of the margins of 40 points, as few dots as show a hair line. */
const DOTS_PER_INCH = 72;
const MARGIN = 39;

interface Printed {
  readonly pages: readonly WordPage[];
  readonly pictures: readonly PagePicture[];
}

async function printed(...order: Parameters<typeof renderInProcess>): Promise<Printed> {
  const [statement, options] = order;
  const run = await renderInProcess(statement, { ...options, formats: ['pdf'] });
  try {
    const file = join(run.folder, 'report.pdf');
    const pages = wordPages(execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }));
    execFileSync('pdftoppm', ['-gray', '-r', String(DOTS_PER_INCH), file, join(run.folder, 'page')]);
    const names = (await readdir(run.folder)).filter((name) => name.endsWith('.pgm'));
    return { pages, pictures: await Promise.all(names.map(async (name) => greymap(await readFile(join(run.folder, name))))) };
  } finally {
    await run.dispose();
  }
}

const HOSTILE = ['<script>alert(1)</script>', 'x'.repeat(300), 'Ett långt namn '.repeat(20).trim(), 'abc\u202Etxt.exe\u2067'];

(poppler ? describe : describe.skip)(`${poppler ? '' : 'needs pdftotext and pdftoppm (apt-get install poppler-utils): '}the printed pages`, () => {
  it.each([
    ...LANGUAGES.map((language) => [`of ten benefits in ${language}`, exampleStatement({ benefits: 10 }), language] as const),
    ['of names that are longer than a line', exampleStatement({ benefits: 8, titles: HOSTILE }), 'sv'] as const,
  ])('%s stay within their margins, and no word is printed over another', async (_, statement, language) => {
    const { pages, pictures } = await printed(statement, { language });
    expect(pages.length).toBeGreaterThan(5);
    expect(pictures).toHaveLength(pages.length);
    expect(pictures.map((picture) => inkInMargins(picture, MARGIN))).toEqual(pages.map(() => 0));
    expect(pages.flatMap(overlappingWords)).toEqual([]);
  });
});
