import type { ReportRow } from '@hemtag/contracts';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttpServerFake, type HttpServerFake, type Respond } from '../../test/http-server.fake.js';
import { registerOf, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
let folder: string;
beforeEach(async () => {
  server = await startHttpServerFake();
  folder = mkdtempSync(join(tmpdir(), 'hemtag-report-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (words: string, isTerminal = false) => runCommand(words, { url: server.url, isTerminal });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const march: ReportRow = {
  id: 'SE-2281-2026-03-v1', tenant: 'SE-2281', period: '2026-03', departments: [], state: 'FINAL', version: 1, fingerprint: 'ab', knownOn: '2026-04-13T08:00:00.000Z',
  madeAt: '2026-04-13T08:00:01.000Z', reason: null, snapshotHash: 'cd', language: 'sv', files: [],
}; // prettier-ignore
/** Every file says its address and its language. */
const reporting: Respond = ({ method, path, query }) => {
  if (method === 'POST') return { status: 200, body: march };
  const text = `${path} ${query.language ?? 'none'}`;
  return { status: 200, body: text, headers: { etag: `"${sha256(text)}"` } };
};

test('writes every format under a name that says what it is, and lists the files with their fingerprints', async () => {
  server.respond = reporting;
  const { exitCode, output } = await run(`report 2026-03 --tenant SE-2281 --out ${folder}/march --format csv`);
  expect(exitCode).toBe(0);
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ tenant: 'SE-2281', period: '2026-03' });
  expect(readdirSync(join(folder, 'march')).sort()).toEqual([
    'SE-2281-2026-03-v1-sv.csv', 'SE-2281-2026-03-v1-sv.html', 'SE-2281-2026-03-v1-sv.pdf', 'SE-2281-2026-03-v1-sv.xlsx', 'SE-2281-2026-03-v1.json',
  ]); // prettier-ignore
  const pdf = '/v1/reports/SE-2281-2026-03-v1.pdf sv';
  expect(readFileSync(join(folder, 'march/SE-2281-2026-03-v1-sv.pdf'), 'utf8')).toBe(pdf);
  expect(output.split('\n').slice(0, 2)).toEqual([
    'file,format,language,bytes,fingerprint',
    `${folder}/march/SE-2281-2026-03-v1-sv.pdf,pdf,sv,${pdf.length},${sha256(pdf)}`,
  ]);
});

test('asks for the language that was named, and says the same as JSON', async () => {
  server.respond = registerOf([tenant('SE-2281')], reporting);
  const { exitCode, output } = await run(`report 2026-T1 --language no --out ${folder}`);
  expect(exitCode).toBe(0);
  const told = JSON.parse(output) as { readonly id: string; readonly files: readonly { readonly file: string; readonly language: string | null }[] };
  expect(told.files.map(({ file, language }) => [file.slice(folder.length + 1), language])).toContainEqual(['SE-2281-2026-03-v1-no.xlsx', 'no']);
  expect(server.seen.filter(({ path }) => path.startsWith('/v1/reports/')).map(({ query }) => query.language)).toEqual(['no', 'no', 'no', 'no', undefined]);
});

test('names each department that the report is to be of', async () => {
  const ofTwo = { ...march, id: 'SE-2281-2026-03-v1-omsorg_skola-7f3a9c21b04d', departments: ['Omsorg', 'Skola'] };
  server.respond = (request) => (request.method === 'POST' ? { status: 200, body: ofTwo } : reporting(request));
  const { exitCode, output } = await run(`report 2026-03 --tenant SE-2281 --out ${folder} --department Skola --department Omsorg`);
  expect(exitCode).toBe(0);
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ tenant: 'SE-2281', period: '2026-03', departments: ['Skola', 'Omsorg'] });
  expect(JSON.parse(output)).toMatchObject({ id: ofTwo.id, departments: ['Omsorg', 'Skola'] });
  expect(readdirSync(folder)).toContain('SE-2281-2026-03-v1-omsorg_skola-7f3a9c21b04d-sv.pdf');
});

test('goes on where a large report is still being made', async () => {
  let asked = 0;
  server.respond = (request) => {
    if (request.method === 'POST') asked += 1;
    const isBeingMade = request.method === 'POST' && asked < 3;
    return isBeingMade ? { status: 503, body: { code: 'NOT_READY', detail: 'still being made' }, headers: { 'retry-after': '5' } } : reporting(request);
  };
  const { exitCode, sleptMs } = await run(`report 2026-03 --tenant SE-2281 --out ${folder}`);
  expect({ exitCode, sleptMs }).toEqual({ exitCode: 0, sleptMs: [5000, 5000] });
});

test('bytes that are not those of the tag are not written', async () => {
  server.respond = (request) => (request.method === 'POST' ? { status: 200, body: march } : { status: 200, body: 'half of i', headers: { etag: '"0"' } });
  const { exitCode, errors } = await run(`report 2026-03 --tenant SE-2281 --out ${folder}`);
  expect({ exitCode, errors }).toEqual({
    exitCode: 1,
    errors: ['What came of SE-2281-2026-03-v1.pdf is not what the server sent; nothing of it was written.'],
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('says why nothing can be written, and leaves nothing behind', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  server.respond = reporting;
  const { exitCode, errors } = await run(`report 2026-03 --tenant SE-2281 --out ${folder}/a-file`);
  expect(exitCode).toBe(1);
  expect(errors).toEqual([expect.stringContaining('a part of the path is no folder')]);
  expect(readdirSync(folder)).toEqual(['a-file']);
});

test.each([
  [{ status: 404, body: { code: 'NOT_FOUND', detail: 'no such tenant' } }, 1, 'NOT_FOUND: no such tenant'],
  [{ status: 409, body: { code: 'REPORT_REFUSED', detail: 'figures differ' } }, 1, 'REPORT_REFUSED: figures differ'],
  [{ status: 503, body: { code: 'NOT_READY', detail: 'the benefit service does not answer' } }, 3, 'NOT_READY: the benefit service does not answer'],
])('%j ends with %i', async (answer, exitCode, error) => {
  server.respond = () => answer;
  expect(await run('report 2026-03 --tenant SE-2281')).toMatchObject({ exitCode, errors: [error] });
});

test.each(['report', 'report 2026-13', 'report 2026-T4', 'report March', 'report 2026 --language de'])('%s is wrong usage', async (words) => {
  expect(await run(`${words} --tenant SE-2281`)).toMatchObject({ exitCode: 2 });
  expect(server.seen).toEqual([]);
});

test('several tenants have to be told apart', async () => {
  server.respond = registerOf([tenant('SE-2281'), tenant('SE-0186')], reporting);
  expect(await run('report 2026-03')).toMatchObject({ exitCode: 2, errors: ['Name the tenant with --tenant: SE-0186, SE-2281.'] });
});
