import { exampleStatement, renderInProcess, type RenderRun } from '@hemtag/bench';
import { LANGUAGES, type Language, type Statement } from '@hemtag/statements';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fullStatement } from './full-statement.js';
import { HOSTILE_NAMES } from './hostile-names.js';
import { brokenRules, NO_PDF_VALIDATOR, pdfValidator } from './readers/pdf-validator.js';

/* A report is kept for seven years and longer: its PDF must hold to PDF/A-2b (ISO 19005-2), whatever a statement says and whatever names are in it. */
const runs: RenderRun[] = [];
async function paperOf(statement: Statement, language: Language = 'sv'): Promise<string> {
  const run = await renderInProcess(statement, { language, formats: ['pdf'] });
  runs.push(run);
  return join(run.folder, 'report.pdf');
}
afterAll(() => Promise.all(runs.map((run) => run.dispose())));

(pdfValidator === null ? describe.skip : describe)(`${pdfValidator === null ? `${NO_PDF_VALIDATOR}: ` : ''}veraPDF`, () => {
  it('finds PDF/A-2b in every language, with any name, without a line and with ten thousand; and finds what is wrong', async () => {
    const files = new Map<string, string>();
    for (const language of LANGUAGES) files.set(language, await paperOf(fullStatement(), language));
    files.set('hostile names', await paperOf(exampleStatement({ benefits: HOSTILE_NAMES.length, titles: HOSTILE_NAMES })));
    files.set('nothing', await paperOf(exampleStatement({ benefits: 0, state: 'OPEN' })));
    files.set('10 000 benefits', await paperOf(exampleStatement({ benefits: 10_000 })));
    const wrong = join(runs[0]?.folder ?? '', 'wrong.pdf');
    const text = (await readFile(files.get('sv') ?? '')).toString('latin1');
    expect(text).toContain('/OutputIntents');
    await writeFile(wrong, text.replace('/OutputIntents', '/OutputIntentX'), 'latin1');

    const broken = await brokenRules(pdfValidator ?? '', [...files.values(), wrong]);
    expect(Object.fromEntries([...files.keys()].map((what, at) => [what, broken[at]]))).toEqual(Object.fromEntries([...files.keys()].map((what) => [what, []])));
    // Colours without the profile that says what they are.
    expect(broken.at(-1)).toEqual(expect.arrayContaining([expect.stringMatching(/^6\.2\.4\.3/)]));
  }, 240_000); // prettier-ignore
});
