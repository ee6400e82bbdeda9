import { exampleLines, hemtag, readExpected, startStack, type Stack } from '@hemtag/launcher';
import type { FiguresResponse, ReportFormat, ReportsResponse } from '@hemtag/contracts';
import { freeLoopbackPort, openRuntime, type LocalRuntime } from '@hemtag/local-runtime';
import { LANGUAGES, type Language, type Statement } from '@hemtag/statements';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { hasPdftotext, readBack } from '../report-files/read-back.js';
import { brokenRules, NO_PDF_VALIDATOR, pdfValidator } from '../report-files/readers/pdf-validator.js';

/*
 * The example municipalities as they are reported: every tenant's year on demand, and every month of one tenant closed and reported, held against the public command
 * `hemtag figures`. What comes late changes no byte of what was reported and stands in the next report.
 */

const CHECKOUT = resolve(__dirname, '../..');
const LIMIT_MS = 600_000;
const TENANT = 'SE-2281';
const MONTHS = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);
const LATE = 1_000;

let dataDir: string;
let runtime: LocalRuntime;
let stack: Stack;

async function done(args: readonly string[], input?: Iterable<string>): Promise<string> {
  const { exitCode, stdout } = await hemtag(args, { url: stack.url, ...(input === undefined ? {} : { input: Readable.from(input) }) });
  if (exitCode !== 0) throw new Error(`hemtag ${args.join(' ')} ended with ${exitCode}: ${stdout}`);
  return stdout;
}
const figuresOf = async (tenant: string, from: string, to: string): Promise<FiguresResponse> =>
  JSON.parse(await done(['figures', '--tenant', tenant, '--from', from, '--to', to, '--format', 'json'])) as FiguresResponse;

/** Every PDF that was written. */
const papers = new Set<string>();

interface Told {
  readonly id: string;
  readonly state: string;
  readonly files: readonly { readonly file: string; readonly format: ReportFormat; readonly fingerprint: string }[];
}
interface Reported extends Told {
  readonly statement: Statement;
  readonly pdf: string;
  /** What the files say otherwise than the statement, by format. */
  readonly read: Awaited<ReturnType<typeof readBack>>;
}
const languageOf = (tenant: string): Language => (tenant.startsWith('DK') ? 'da' : 'sv');
async function report(tenant: string, period: string, language = languageOf(tenant)): Promise<Reported> {
  const asked = language === languageOf(tenant) ? [] : ['--language', language];
  const told = JSON.parse(await done(['report', period, '--tenant', tenant, '--out', join(dataDir, tenant), '--format', 'json', ...asked])) as Told;
  const fileOf = (format: ReportFormat): string => told.files.find((file) => file.format === format)?.file ?? '';
  for (const { file, fingerprint } of told.files)
    expect([
      file,
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ]).toEqual([file, fingerprint]);
  const text = await readFile(fileOf('json'), 'utf8');
  papers.add(fileOf('pdf'));
  const read = await readBack(text, language, { pdf: fileOf('pdf'), xlsx: fileOf('xlsx'), html: fileOf('html') });
  return { ...told, statement: JSON.parse(text) as Statement, pdf: fileOf('pdf'), read };
}
async function step(month: string, to: string, actor: string): Promise<void> {
  const answer = await fetch(`${stack.url}/v1/periods/${month}/${to}?tenant=${TENANT}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hemtag-actor': actor },
    body: '{}',
  });
  expect({ month, to, status: answer.status, body: await answer.json() }).toMatchObject({ status: 200 });
}
async function close(month: string): Promise<void> {
  await step(month, 'preliminary', 'Anna');
  await step(month, 'close', 'Bo');
}

/** The files say what the statement says, in every value of every table. */
const AS_STATED = expect.objectContaining({ html: [], xlsx: [], pdf: hasPdftotext ? [] : null, unread: [] });

/** The lines of the benefit table, in the words of the figures. */
const stated = ({ benefits }: Statement) =>
  benefits.lines.map(({ initiative, benefit, unit, period }) => [initiative.name, benefit.name, unit, period.estimated, period.gross, period.adjusted]).sort();
const figured = ({ benefits }: FiguresResponse) =>
  benefits.map(({ initiative, benefit, amount }) => [initiative, benefit, amount.unit, amount.estimated, amount.gross, amount.adjusted]).sort();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hemtag-reports-'));
  const opened = await openRuntime({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  runtime = opened.value;
  const started = await startStack({ checkout: CHECKOUT, runtime, port: await freeLoopbackPort(), env: process.env, durable: false, say: () => undefined });
  if (!started.ok) throw new Error(started.error.message);
  stack = started.value;
  await done(['apply', '-f', join(CHECKOUT, 'examples/register')]);
  await done(['send', '-', '--format', 'json'], exampleLines());
  await done(['wait', '--timeout', '120']);
}, LIMIT_MS);
afterAll(async () => {
  await runtime?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test(
  "every tenant's year is reported as the figures have it",
  async () => {
    const cases = await readExpected(CHECKOUT);
    const years = [...new Set(cases.map(({ tenant, year }) => `${tenant} ${year}`))];
    for (const [tenant = '', year = ''] of years.map((one) => one.split(' '))) {
      const { statement, state, read } = await report(tenant, year);
      expect([tenant, state, statement.header.state]).toEqual([tenant, 'ON_DEMAND', 'OPEN']);
      expect([tenant, read]).toEqual([tenant, AS_STATED]);
      expect(stated(statement)).toEqual(figured(await figuresOf(tenant, `${year}-01`, `${year}-12`)));
    }
  },
  LIMIT_MS,
);

test(
  'every month of a closed year is reported as it was closed; what comes late changes none of it and adds up in the next report',
  async () => {
    for (const month of MONTHS.slice(0, 10)) await close(month);
    const reports = new Map<string, Reported>();
    for (const month of MONTHS.slice(0, 10)) {
      const made = await report(TENANT, month);
      expect([made.id, made.statement.header.state]).toEqual([`${TENANT}-${month}-v1`, 'FINAL']);
      expect(stated(made.statement)).toEqual(figured(await figuresOf(TENANT, month, month)));
      reports.set(month, made);
    }

    const late = Array.from({ length: LATE }, (_, index) => ({
      specversion: '1.0', id: `late-${index}`, source: '/se/2281/messaging/prod', type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter',
      time: '2025-03-15T10:00:00Z', datacontenttype: 'application/json',
      data: { quantity: 1, unit: 'letter', outcome: 'success', channel: 'digital-mail' },
    })); // prettier-ignore
    await done(
      ['send', '-', '--format', 'json'],
      late.map((event) => `${JSON.stringify(event)}\n`),
    );
    await done(['wait', '--timeout', '120']);
    expect((await report(TENANT, '2025-03')).files).toEqual(reports.get('2025-03')?.files);

    await close('2025-11');
    await close('2025-12');
    const { statement } = await report(TENANT, '2025-11');
    for (const language of LANGUAGES) expect([language, (await report(TENANT, '2025-11', language)).read]).toEqual([language, AS_STATED]);
    // 1 000 letters at 15 kr.
    expect(statement.corrections.adjustments).toMatchObject([{ originalMonth: '2025-03', amount: '15000.00', cause: 'LATE_USAGE' }]);
    const [march] = (await figuresOf(TENANT, '2025-03', '2025-03')).figures.filter(({ benefit }) => benefit === 'postage-and-handling');
    const difference = Number(march?.amount.gross) - Number(march?.amount.asReported);
    expect(difference).toBe(15_000);
    expect(stated((await report(TENANT, '2025-12')).statement)).toEqual(figured(await figuresOf(TENANT, '2025-12', '2025-12')));

    const year = await report(TENANT, '2025');
    expect([year.id, year.statement.header.state]).toEqual([`${TENANT}-2025-v1`, 'FINAL']);
    expect(year.read).toEqual(AS_STATED);
    const listed = (await (await fetch(`${stack.url}/v1/reports?tenant=${TENANT}`)).json()) as ReportsResponse;
    expect(listed.reports.filter(({ state }) => state === 'FINAL')).toHaveLength(13);
  },
  LIMIT_MS,
);

(pdfValidator === null ? test.skip : test)(
  `${pdfValidator === null ? `${NO_PDF_VALIDATOR}: ` : ''}veraPDF finds PDF/A-2b in the reports of years, and in those of November in each language`,
  async () => {
    const judged = [...papers].filter((file) => !/-2025-(0\d|10|12)-v/.test(file));
    expect(judged.length).toBeGreaterThanOrEqual(8);
    expect(await brokenRules(pdfValidator ?? '', judged)).toEqual(judged.map(() => []));
  },
  LIMIT_MS,
);

(hasPdftotext ? describe : describe.skip)('with pdftotext (Debian: poppler-utils)', () => {
  /** Digits of a number as Swedish text writes it, whatever the blanks between them. */
  const digits = (text: string): string => text.replaceAll(/\s/gu, '');
  test(
    'the PDF of a month holds every amount of the figures',
    async () => {
      const { pdf } = await report(TENANT, '2025-03');
      const text = digits(spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout);
      const { benefits } = await figuresOf(TENANT, '2025-03', '2025-03');
      // March was closed before the late letters came.
      const amounts = benefits.flatMap(({ benefit, amount }) => [amount.estimated, benefit === 'postage-and-handling' ? amount.asReported : amount.gross]);
      const missing = amounts.filter(
        (amount) => amount !== null && !text.includes(amount.replace('.', ',').replace('-', '−')) && !text.includes(amount.replace('.', ',')),
      );
      expect(missing).toEqual([]);
      expect(text).toContain('Sundsvallskommun');
    },
    LIMIT_MS,
  );
});
