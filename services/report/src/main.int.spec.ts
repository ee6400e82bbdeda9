import { type ReportSignatures } from '@hemtag/contracts';
import type { Statement } from '@hemtag/statements';
import { hash } from 'node:crypto';
import { openReportScene, TENANT, type ReportScene } from '../test/report-scene.js';

let scene: ReportScene;
beforeAll(async () => {
  scene = await openReportScene();
  await scene.publish('2025-01-14', '4200');
  await scene.publish('2025-02-11', '6100');
});
afterAll(() => scene.dispose());

const statement = async (id: string): Promise<Statement> => JSON.parse((await scene.file(id, 'json')).bytes.toString('utf8')) as Statement;
const totalsOf = ({ summary }: Statement) =>
  summary.totals.map(({ type, unit, period, yearToDate }) => [type, unit, period.amounts.gross, yearToDate.amounts.gross]);

test('is ready without the benefit service being asked, and says what it has: nothing', async () => {
  expect(await scene.get('/health/ready')).toMatchObject({ status: 200 });
  expect(await scene.list()).toEqual([]);
  expect(await scene.get('/v1/reports?tenant=SE-9999')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', pointer: '/tenant' } });
});

test('a preliminary month gives a preliminary report, and closing it the final one, with the figures worked out by hand', async () => {
  await scene.step('2025-01', 'preliminary');
  const preliminary = await scene.made('SE-2281-2025-01-v1-preliminary');
  expect(preliminary).toMatchObject({ state: 'PRELIMINARY', version: 1, period: '2025-01', language: 'sv', reason: null });
  expect((await statement(preliminary.id)).header.state).toBe('PRELIMINARY');

  await scene.step('2025-01', 'close');
  const report = await scene.made('SE-2281-2025-01-v1');
  expect(report).toMatchObject({ state: 'FINAL', version: 1, reason: null });
  expect(report.files.map(({ format }) => format).sort()).toEqual(['csv', 'html', 'json', 'pdf', 'xlsx']);
  const stated = await statement(report.id);
  expect(stated.header).toMatchObject({ tenant: TENANT, state: 'FINAL', version: 1, currency: 'SEK' });
  // 4 200 letters at 15 kr, of 5 000 at 15 kr: 84 %.
  expect(totalsOf(stated)).toEqual([['FINANCIAL', 'SEK', '63000.00', '63000.00']]);
  expect(JSON.stringify(stated)).toContain('"84.00"');
  expect(stated.header.months).toEqual([{ month: '2025-01', state: 'CLOSED', version: 1, snapshotHash: report.snapshotHash }]);
});

test('each goal of the initiative has all of it, with the rule that goals are never added up, and export rows name both in one field', async () => {
  const id = 'SE-2281-2025-01-v1';
  const { goals = [] } = (await statement(id)).organisation;
  const shown = goals.map(({ goal, initiatives, totals }) => [goal, initiatives.map(({ name }) => name), totals.map(({ unit, period }) => [unit, period.amounts.gross])]);
  expect(shown).toEqual([
    ['3.2 Klimat', ['digital-post'], [['SEK', '63000.00']]],
    ['Enklare kontakt med kommunen', ['digital-post'], [['SEK', '63000.00']]],
  ]);
  const page = (await scene.file(id, 'html')).bytes.toString('utf8');
  for (const words of ['Per mål', 'Mål och deras initiativ', '3.2 Klimat', 'Mål summeras därför aldrig']) expect(page).toContain(words);
  const [head, ...rows] = (await scene.text(`/v1/reports/${id}/export`)).trim().split('\r\n');
  expect(head).toMatch(/,measure,unit,value,goals,reportDepartments$/);
  expect(rows).toContainEqual(expect.stringMatching(/,period,.*,digital-post,postage,FINANCIAL,gross,SEK,63000\.00,3\.2 Klimat \| Enklare kontakt med kommunen,$/));
}); // prettier-ignore

test('every file is what its fingerprint says, under its own name, and is not sent to whoever has it', async () => {
  const [report] = await scene.list('&period=2025-01');
  expect(report?.id).toBe('SE-2281-2025-01-v1');
  for (const { format, fingerprint, bytes, language } of report!.files) {
    const file = await scene.file(report!.id, format);
    expect([format, hash('sha256', file.bytes), file.bytes.length]).toEqual([format, fingerprint, bytes]);
    expect(file.headers.get('etag')).toBe(`"${fingerprint}"`);
    expect(file.headers.get('content-disposition')).toContain(`filename="SE-2281-2025-01-v1${language === null ? '' : '-sv'}.${format}"`);
    expect((await scene.file(report!.id, format, '', { 'if-none-match': `"${fingerprint}"` })).status).toBe(304);
  }
});

test('another language is rendered when it is asked for first, and kept', async () => {
  const first = await scene.file('SE-2281-2025-01-v1', 'html', '?language=en');
  expect(first.status).toBe(200);
  expect((await scene.list('&period=2025-01'))[0]?.files.filter(({ language }) => language === 'en').map(({ format }) => format)).toEqual(['html']);
  expect((await scene.file('SE-2281-2025-01-v1', 'html', '?language=en')).bytes.equals(first.bytes)).toBe(true);
  expect(first.bytes.equals((await scene.file('SE-2281-2025-01-v1', 'html')).bytes)).toBe(false);
});

test('late usage changes no byte of a closed report; the next month lists what it changed, and the lines add up', async () => {
  const before = await Promise.all((['pdf', 'xlsx', 'html', 'csv', 'json'] as const).map((format) => scene.file('SE-2281-2025-01-v1', format)));
  // 1 000 letters of January arrive late: 15 000 kr.
  await scene.publish('2025-01-20', '1000');
  const after = await Promise.all((['pdf', 'xlsx', 'html', 'csv', 'json'] as const).map((format) => scene.file('SE-2281-2025-01-v1', format)));
  expect(after.map(({ bytes }) => hash('sha256', bytes))).toEqual(before.map(({ bytes }) => hash('sha256', bytes)));

  await scene.close('2025-02');
  const february = await statement((await scene.made('SE-2281-2025-02-v1')).id);
  expect(february.corrections.adjustments).toMatchObject([
    { originalMonth: '2025-01', month: '2025-02', amount: '15000.00', asReported: '63000.00', restated: '78000.00', cause: 'LATE_USAGE', changedVolumes: 1 },
  ]);
  expect(february.corrections.totals).toMatchObject([{ type: 'FINANCIAL', unit: 'SEK', lines: 1, amount: '15000.00' }]);
});

test('a month that is closed anew is version 2 with the reason and what changed; version 1 stays byte for byte', async () => {
  const before = (await scene.file('SE-2281-2025-01-v1', 'pdf')).bytes;
  await scene.step('2025-01', 'reopen', 'tusen brev saknades');
  await scene.close('2025-01');
  const report = await scene.made('SE-2281-2025-01-v2');
  expect(report).toMatchObject({ state: 'FINAL', version: 2, reason: 'tusen brev saknades' });
  const stated = await statement(report.id);
  expect(stated.header.replaces).toMatchObject({ version: 1, reason: 'tusen brev saknades' });
  expect(stated.corrections.changes).toMatchObject({
    fromVersion: 1, toVersion: 2,
    benefits: [{ change: 'CHANGED', gross: { from: '63000.00', to: '78000.00', difference: '15000.00' } }],
  }); // prettier-ignore
  expect((await scene.file('SE-2281-2025-01-v1', 'pdf')).bytes.equals(before)).toBe(true);
  expect((await scene.list('&period=2025-01')).map(({ id }) => id)).toEqual([
    'SE-2281-2025-01-v2', 'SE-2281-2025-01-v2-preliminary', 'SE-2281-2025-01-v1', 'SE-2281-2025-01-v1-preliminary',
  ]); // prettier-ignore
});

test('what was signed before a closing stands in the report, what comes later beside it', async () => {
  const figure = `${TENANT}:digital-post:postage:2025-03`;
  await scene.publish('2025-03-11', '6650');
  await scene.benefit('/v1/confirmations', 'karin', { figure, amount: '99750', comment: 'stämmer' });
  await scene.close('2025-03');
  const report = await scene.made('SE-2281-2025-03-v1');
  const stated = await statement(report.id);
  expect(stated.signOff).toMatchObject({ figures: 1, confirmed: 1, reviewed: 0, isApproved: false });
  expect(stated.signOff.snapshots).toMatchObject([{ month: '2025-03', hash: report.snapshotHash, by: 'bo', approvedBy: null }]);

  await scene.benefit('/v1/confirmations/review', 'lars', { figure });
  await scene.benefit(`/v1/periods/2025-03/approve?tenant=${TENANT}`, 'eva', {});
  const { body } = await scene.get<ReportSignatures>(`/v1/reports/${report.id}/signatures`);
  expect(body.signatures).toMatchObject([
    { step: 'confirmed', by: 'karin', of: figure, comment: 'stämmer', isInReport: true },
    { step: 'reviewed', by: 'lars', of: figure, isInReport: false },
    { step: 'approved', by: 'eva', of: '2025-03', isInReport: false },
  ]);
  expect((await scene.file(report.id, 'json')).headers.get('etag')).toBe(`"${report.fingerprint}"`);
});

describe('on demand', () => {
  test('a closed month is the archived report; an open one is made as known now', async () => {
    expect(await scene.ask('2025-01')).toMatchObject({ status: 200, body: { id: 'SE-2281-2025-01-v2', state: 'FINAL' } });
    const open = await scene.ask('2025-06');
    expect(open).toMatchObject({ status: 200, body: { state: 'ON_DEMAND', version: null, period: '2025-06', snapshotHash: null } });
    expect((await statement(open.body.id)).header.state).toBe('OPEN');
  });

  test.each([
    // March to April: 99 750; a tertial is January to April.
    ['2025-T1', 'OPEN', '269250.00'],
    ['2025-H1', 'OPEN', '269250.00'],
    ['2025', 'OPEN', '269250.00'],
  ])('%s is composed of its months', async (period, state, gross) => {
    const report = await scene.ask(period);
    expect(report).toMatchObject({ status: 200, body: { state: 'ON_DEMAND', period } });
    const stated = await statement(report.body.id);
    // 5 200 + 6 100 + 6 650 letters at 15 kr.
    expect([stated.header.state, ...totalsOf(stated)]).toEqual([state, ['FINANCIAL', 'SEK', gross, gross]]);
    expect(stated.header.period.id).toBe(period);
  });

  test('a tertial whose months are all closed is final, with a version, and asking again gives the same bytes', async () => {
    await scene.close('2025-04');
    const first = await scene.ask('2025-T1');
    // January was closed twice.
    expect(first).toMatchObject({ status: 200, body: { id: 'SE-2281-2025-T1-v2', state: 'FINAL', version: 2, snapshotHash: null } });
    expect((await statement(first.body.id)).header.state).toBe('FINAL');
    expect((await scene.ask('2025-T1')).body.fingerprint).toBe(first.body.fingerprint);
  });

  test.each([
    ['2025-13', 400, 'INVALID_REQUEST', /2026-T1/],
    ['2025-T4', 400, 'INVALID_REQUEST', /2026-T1/],
    ['2199-01', 400, 'INVALID_REQUEST', /not begun/],
  ])('%s is refused with what to write instead', async (period, status, code, detail) => {
    expect(await scene.ask(period)).toMatchObject({ status, body: { code, detail: expect.stringMatching(detail) } });
  });

  test('an unknown tenant, report or format is not found', async () => {
    expect(await scene.ask('2025-01', 'SE-9999')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await scene.file('SE-2281-2024-01-v1', 'pdf')).status).toBe(404);
    expect((await scene.file('nonsense', 'pdf')).status).toBe(404);
    expect(await scene.get('/v1/reports/SE-2281-2025-01-v1.docx')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('pdf, xlsx, html, csv, json') },
    });
  });
});
