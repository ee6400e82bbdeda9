import { exampleStatement, renderInProcess } from '@hemtag/bench';
import { fingerprintText, LANGUAGES, LANGUAGE_TAGS, type Language, type Statement } from '@hemtag/statements';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fullStatement } from './full-statement.js';
import { HOSTILE_NAMES } from './hostile-names.js';
import { auditPage, hasChromium, NO_CHROMIUM } from './readers/audit-page.js';

/*
 * The HTML file is the rendition for assistive technology, so what axe-core finds in a browser is a fault: WCAG 2.2 A and AA with colour contrast, order of headings,
 * landmarks. No tool finds everything; what it cannot decide is a fault here as well.
 */
const PROGRAM = pathToFileURL(resolve(__dirname, '../../services/report/dist/statement-texts.js')).href;
const LIMIT_MS = 120_000;

async function pageOf(statement: Statement, language: Language): Promise<string> {
  const run = await renderInProcess(statement, { language, formats: ['html'] });
  const html = await readFile(join(run.folder, 'report.html'), 'utf8');
  await run.dispose();
  return html;
}
const mailOf = (statement: Statement, language: Language): string =>
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `import { mailWords } from '${PROGRAM}'; import { readFileSync } from 'node:fs'; process.stdout.write(mailWords(readFileSync(0), '${language}').html);`],
    { input: fingerprintText(statement), encoding: 'utf8', maxBuffer: 1 << 26 },
  ); // prettier-ignore

/** What the page of a report must have had, so that the rules for it were asked. */
const ASKED = [
  'color-contrast',
  'heading-order',
  'html-has-lang',
  'page-has-heading-one',
  'region',
  'scope-attr-valid',
  'svg-img-alt',
  'td-headers-attr',
  'th-has-data-cells',
];
const clean = { violations: [], undecided: [] };

(hasChromium ? describe : describe.skip)(`${hasChromium ? '' : `${NO_CHROMIUM}: `}for assistive technology`, () => {
  it.each(LANGUAGES)('the page in %s has no fault', async (language) => {
    const html = await pageOf(fullStatement(), language);
    expect(html).toContain(`<html lang="${LANGUAGE_TAGS[language]}">`);
    const { passed, ...found } = await auditPage(html);
    expect(found).toEqual(clean);
    expect(passed).toEqual(expect.arrayContaining(ASKED));
  }, LIMIT_MS); // prettier-ignore

  it('the page of a final report with names that want to be more than names has no fault', async () => {
    const { passed, ...found } = await auditPage(await pageOf(exampleStatement({ benefits: HOSTILE_NAMES.length, titles: HOSTILE_NAMES }), 'sv'));
    expect(found).toEqual(clean);
    expect(passed).toEqual(expect.arrayContaining(ASKED));
  }, LIMIT_MS); // prettier-ignore

  it('the mail has no fault', async () => {
    const { passed, ...found } = await auditPage(mailOf(fullStatement(), 'da'));
    expect(found).toEqual(clean);
    expect(passed).toEqual(expect.arrayContaining(['color-contrast', 'heading-order', 'html-has-lang', 'page-has-heading-one']));
  }, LIMIT_MS); // prettier-ignore

  it('and what is wrong is found', async () => {
    const html = await pageOf(exampleStatement({ benefits: 2 }), 'en');
    const { violations } = await auditPage(
      html
        .replace('<html lang="en">', '<html>')
        .replace('<h2 id="summary">', '<h4 id="summary">')
        .replace(/role="img" aria-labelledby="[^"]*"/, 'role="img"')
        .replace(/<title id="cumulative-1-title">[^<]*<\/title><desc[^>]*>[^<]*<\/desc>/, '')
        .replace('scope="col"', 'scope="colour"')
        .replace('color:#222;', 'color:#aaa;'),
    );
    const rules = new Set(violations.map((violation) => violation.split(':')[0]));
    expect([...rules].sort()).toEqual(['color-contrast', 'heading-order', 'html-has-lang', 'scope-attr-valid', 'svg-img-alt']);
  }, LIMIT_MS); // prettier-ignore
});
