import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';

export const hasChromium = spawnSync('chromium', ['--version']).status === 0;
export const NO_CHROMIUM = 'needs Chromium (apt-get install chromium)';

const AXE = createRequire(__filename).resolve('axe-core/axe.min.js');
/** WCAG 2.2 A and AA, and what axe recommends beyond: order of headings, landmarks. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What is behind a text in a drawing axe does not know; a test of the charts holds their ink against white. */
const IN_DRAWING = /^color-contrast: <text /;
const RESULT = 'audit-result';
const BROWSER = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  ...['--window-size=3200,2000', '--virtual-time-budget=120000', '--dump-dom'],
]; // prettier-ignore

export interface Audit {
  /** `rule: element`, each a fault. */
  readonly violations: readonly string[];
  /** What axe could not decide, by rule. */
  readonly undecided: readonly string[];
  /** Rules that had something to look at. */
  readonly passed: readonly string[];
}

/**
 * What axe finds on a page, as the browser shows it, with everything unfolded. The page itself runs no script and says so in its policy, which is taken off for the audit.
 */
export async function auditPage(html: string): Promise<Audit> {
  const folder = await mkdtemp(join(tmpdir(), 'hemtag-audit-'));
  try {
    const run = `const told = (results) => results.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200)));
      axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} }, resultTypes: ['violations', 'incomplete'] }).then(({ violations, incomplete, passes }) => {
        const result = { violations: told(violations), undecided: told(incomplete), passed: passes.map(({ id }) => id) };
        document.documentElement.setAttribute('${RESULT}', encodeURIComponent(JSON.stringify(result)));
      });`;
    const audited = html
      .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
      .replaceAll('<details>', '<details open>')
      // Wide enough that nothing is scrolled out of sight, because axe does not judge what it cannot see.
      .replace('</head>', '<style>body{max-width:none !important}</style></head>')
      .replace('</body>', () => `<script src="${pathToFileURL(AXE).href}"></script><script>${run}</script></body>`);
    const file = join(folder, 'page.html');
    await writeFile(file, audited);
    const { stdout } = await promisify(execFile)('chromium', [...BROWSER, `--user-data-dir=${join(folder, 'profile')}`, pathToFileURL(file).href], {
      maxBuffer: 1 << 28,
    });
    const [, result] = new RegExp(`${RESULT}="([^"]*)"`).exec(stdout) ?? [];
    if (result === undefined) throw new Error('the browser ended before the audit did');
    const audit = JSON.parse(decodeURIComponent(result)) as Audit;
    return { ...audit, undecided: audit.undecided.filter((found) => !IN_DRAWING.test(found)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
