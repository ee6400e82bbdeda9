import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatNumber, LANGUAGES, reconcileStatement, wordsOf, type Statement } from '@hemtag/statements';
import exceljs from 'exceljs';
import { renderInProcess, type RenderRun } from './render-process.js';
import { exampleStatement } from './report-statement.js';

const has = (program: string): boolean => {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const [hasPdftotext, hasSoffice] = [has('pdftotext'), has('soffice')];
/** What a reader of extracted text sees: all blanks alike. */
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');
const runs: RenderRun[] = [];
const rendered = async (...order: Parameters<typeof renderInProcess>): Promise<RenderRun> => {
  const run = await renderInProcess(...order);
  runs.push(run);
  return run;
};
afterAll(() => Promise.all(runs.map((run) => run.dispose())));

const statement = exampleStatement({ benefits: 50 });
const few = exampleStatement({ benefits: 10 });
const hashesOf = ({ files }: RenderRun): readonly string[] => files.map(({ format, sha256 }) => `${format} ${sha256}`);
/** Node modules as text, run before the program. */
const preload = (source: string): readonly string[] => ['--import', `data:text/javascript,${encodeURIComponent(source)}`];

const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://127.0.0.1:9/x","y")',
  '+1+1',
  '-2-3',
  '@SUM(A1)',
  '\t=1+1',
  'file:///etc/passwd',
  'http://127.0.0.1:9/a.png',
  'abc\u202Etxt.exe\u2067',
  'x'.repeat(300),
  'Ett långt namn '.repeat(20).trim(),
  '"]]><!-- & \'',
];

it('is about a statement that adds up', () => expect(reconcileStatement(statement)).toEqual([]));

describe('the same statement', () => {
  it('gives the same bytes in another process, a year later and in another time zone', async () => {
    const later = preload(
      `const D = Date; globalThis.Date = class extends D { constructor(...a) { if (a.length) super(...a); else super(D.now() + 31557600000); } static now() { return D.now() + 31557600000; } }; process.env.TZ = 'America/New_York';`,
    );
    const [first, second] = [await rendered(few), await rendered(few, { nodeArgs: later })];
    expect(hashesOf(second)).toEqual(hashesOf(first));
    expect(new Set(hashesOf(first)).size).toBe(4);
  });
});

describe('the workbook, read back', () => {
  let workbook: exceljs.Workbook;
  let folder: string;
  beforeAll(async () => {
    ({ folder } = await rendered(statement, { formats: ['xlsx'] }));
    workbook = new exceljs.Workbook();
    await workbook.xlsx.readFile(join(folder, 'report.xlsx'));
  });

  const linesFrom = (sheet: exceljs.Worksheet, head: number, count: number): readonly exceljs.Row[] =>
    Array.from({ length: count }, (_, at) => sheet.getRow(head + 1 + at));
  const headRow = (sheet: exceljs.Worksheet): number => Number(/\d+/.exec(sheet.autoFilter as string)?.[0]);

  it('has a sheet for each of the eleven sections', () => expect(workbook.worksheets).toHaveLength(11));
  it('has the numbers of the statement as numbers, and sums of them with the right value in store', () => {
    const sheet = workbook.getWorksheet('3 Nyttor') as exceljs.Worksheet;
    const head = headRow(sheet);
    const heads = (sheet.getRow(head).values as readonly string[]).slice(1);
    const column = (label: string): number => heads.indexOf(label) + 1;
    const { labels } = wordsOf('sv');
    const lines = linesFrom(sheet, head, 50);
    expect(lines.map((row) => row.getCell(column(labels.gross)).value)).toEqual(statement.benefits.lines.map(({ period }) => Number(period.gross)));
    expect(lines.map((row) => row.getCell(column(labels.counted)).value)).toEqual(statement.benefits.lines.map(({ quantity }) => Number(quantity.counted)));
    statement.summary.totals.forEach((total, at) => {
      const cell = sheet.getRow(head + 51 + at).getCell(column(labels.gross)).value as { readonly formula: string; readonly result: number };
      expect(cell.formula).toContain('SUMPRODUCT');
      expect(cell.result).toBe(Number(total.period.amounts.gross));
      const sum = lines
        .filter((row) => row.getCell(column(labels.type)).value === wordsOf('sv').types[total.type])
        .reduce((cents, row) => cents + Math.round(Number(row.getCell(column(labels.gross)).value) * 100), 0);
      expect(sum / 100).toBe(cell.result);
    });
  });

  (hasSoffice ? it : it.skip)(
    `${hasSoffice ? '' : 'needs LibreOffice (apt-get install libreoffice-calc-nogui): '}is recalculated by LibreOffice to the same totals`,
    async () => {
      // Without the stored values every total is the program's own work.
      for (const sheet of workbook.worksheets) {
        sheet.eachRow((row) =>
          row.eachCell((cell) => {
            if (cell.type === exceljs.ValueType.Formula) cell.value = { formula: cell.formula } as exceljs.CellFormulaValue;
          }),
        );
      }
      await writeFile(join(folder, 'bare.xlsx'), Buffer.from(await workbook.xlsx.writeBuffer()));
      execFileSync(
        'soffice',
        ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', 'xlsx', '--outdir', join(folder, 'again'), join(folder, 'bare.xlsx')],
        {
          stdio: 'ignore',
        },
      );
      const again = new exceljs.Workbook();
      await again.xlsx.readFile(join(folder, 'again/bare.xlsx'));
      const results: number[] = [];
      const sheet = again.getWorksheet('3 Nyttor') as exceljs.Worksheet;
      sheet.eachRow((row) =>
        row.eachCell((cell) => void (cell.type === exceljs.ValueType.Formula && results.push(Math.round(Number(cell.result) * 100) / 100))),
      );
      const { totals } = statement.summary;
      const members = (amounts: Statement['summary']['totals'][number]['period']['amounts']): readonly (string | null)[] => [
        amounts.estimated,
        amounts.gross,
        amounts.adjusted,
        amounts.confirmed,
        amounts.harvested,
      ];
      const expected = [
        ...totals.flatMap(({ period }) => members(period.amounts)),
        ...totals.flatMap(({ yearToDate, forecast }) => [...members(yearToDate.amounts), forecast.amount, forecast.plan]),
      ];
      expect(results.slice(0, expected.filter((value) => value !== null).length)).toEqual(expected.filter((value) => value !== null).map(Number));
    },
  );
});

(hasPdftotext ? describe : describe.skip)(`${hasPdftotext ? '' : 'needs pdftotext (apt-get install poppler-utils): '}the PDF, read back`, () => {
  const textOf = (run: RenderRun): string =>
    plain(execFileSync('pdftotext', ['-layout', join(run.folder, 'report.pdf'), '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }));

  it.each(LANGUAGES)('holds every amount of the benefits and of the totals as %s writes it', async (language) => {
    const text = textOf(await rendered(statement, { language, formats: ['pdf'] }));
    const { lines } = statement.benefits;
    const amounts = [
      ...lines,
      ...statement.summary.totals.map(({ period, yearToDate }) => ({ period: period.amounts, yearToDate: yearToDate.amounts })),
    ].flatMap(({ period, yearToDate }) => [period, yearToDate].flatMap((of) => [of.estimated, of.gross, of.adjusted, of.confirmed, of.harvested, of.rate]));
    const missing = amounts.filter((value) => value !== null && !text.includes(plain(formatNumber(value, language))));
    expect(missing).toEqual([]);
    const words = wordsOf(language);
    for (const heading of Object.values(words.sections)) expect(text).toContain(heading);
    expect(text).toMatch(new RegExp(words.page(1, 99).replace('99', '\\d+')));
  });
  it('calls nothing a saving but what the statement calls so', async () => {
    const open = exampleStatement({ benefits: 2, state: 'PRELIMINARY' });
    const unsaved: Statement = {
      ...open,
      summary: { ...open.summary, totals: open.summary.totals.map((total) => ({ ...total, calledSaving: null })) },
    };
    const text = textOf(await rendered(unsaved, { formats: ['pdf'] }));
    // The only place left is the note that says what may be called so.
    expect(text.match(/besparing/gi)).toHaveLength(2);
    expect(text).toContain('PRELIMINÄR');
  });
});

describe('names that want to be more than names', () => {
  const hostile = exampleStatement({ benefits: 24, titles: HOSTILE });
  let run: RenderRun;
  beforeAll(async () => {
    // Every way out of the process is closed with an error, and so is reading what is no part of the program.
    const watch = preload(`import net from 'node:net'; import dns from 'node:dns'; import fs from 'node:fs';
      const stop = () => { throw new Error('a request left the process'); };
      net.Socket.prototype.connect = stop; net.connect = net.createConnection = stop; dns.lookup = stop; globalThis.fetch = stop;
      const read = fs.readFileSync; fs.readFileSync = (path, ...rest) => { if (/passwd/.test(String(path))) stop(); return read(path, ...rest); };`);
    run = await rendered(hostile, { nodeArgs: watch });
  });

  it('are text in the page, which has no script, no style attribute and no address', async () => {
    const html = await readFile(join(run.folder, 'report.html'), 'utf8');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toMatch(/<script|<img|<link|<iframe|\sstyle=|\son\w+=["']|javascript:/i);
    expect([...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address]) => address).filter((address) => !address?.startsWith('#'))).toEqual([]);
    expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });
  it('are strings in the workbook', async () => {
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.readFile(join(run.folder, 'report.xlsx'));
    const texts = new Set<string>();
    workbook.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          if (cell.type === exceljs.ValueType.String) texts.add(cell.value as string);
          if (cell.type === exceljs.ValueType.Formula) expect(cell.formula).toMatch(/^SUM(PRODUCT)?\(/);
          expect(cell.type).not.toBe(exceljs.ValueType.Hyperlink);
        }),
      ),
    );
    for (const title of HOSTILE.slice(0, 5)) expect(texts).toContain(title);
    expect(texts).toContain('x'.repeat(300));
  });
  it('have an apostrophe in CSV where a spreadsheet would calculate', () => {
    // Titles are not in it; names are, and those of the register hold none of this.
    expect(readFileSync(join(run.folder, 'report.csv'), 'utf8')).not.toMatch(/(^|,)"?[=+@]/m);
  });
});

describe('the page', () => {
  let html: string;
  beforeAll(async () => {
    html = await readFile(join((await rendered(statement, { formats: ['html'] })).folder, 'report.html'), 'utf8');
  });

  it('names its language, its parts and its content policy', () => {
    expect(html).toContain('<html lang="sv">');
    expect(html).toContain('default-src &#39;none&#39;; style-src &#39;sha256-');
    expect(html.match(/<main /g)).toHaveLength(1);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<h2 /g)).toHaveLength(11);
  });
  it('gives every table a caption and its heads a scope', () => {
    expect(html.match(/<caption /g)).toHaveLength(html.match(/<table>/g)?.length ?? 0);
    expect(html.match(/<th(?=[ >])(?![^>]*scope=)/g)).toBeNull();
  });
  it('tells every chart in words', () => {
    expect(html.match(/<figcaption>/g)).toHaveLength(html.match(/<svg /g)?.length ?? 0);
    expect(html.match(/<desc /g)).toHaveLength(html.match(/<svg /g)?.length ?? 0);
  });
  it('uses no id twice', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('shows the largest 300 of 1 000 benefits on paper and all of them elsewhere, within bounds', async () => {
  const many = exampleStatement({ benefits: 1_000 });
  const run = await rendered(many);
  expect(run.peakMemoryMib).toBeLessThan(500);
  const rows = readFileSync(join(run.folder, 'report.csv'), 'utf8').trimEnd().split('\r\n');
  expect(rows).toHaveLength(1_001);
  const html = readFileSync(join(run.folder, 'report.html'), 'utf8');
  expect(html).toContain('Porto och hantering 1000<');
  if (!hasPdftotext) return;
  const text = plain(execFileSync('pdftotext', ['-layout', join(run.folder, 'report.pdf'), '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }));
  expect(text).toContain('300 av 1000');
  for (const { period } of many.summary.totals) expect(text).toContain(plain(formatNumber(period.amounts.gross ?? '', 'sv')));
});
