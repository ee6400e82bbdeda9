import type { ApplyResponse, DeliveriesResponse, DeliveryRow, ReportSignatures } from '@hemtag/contracts';
import type { Statement } from '@hemtag/statements';
import { until } from '@hemtag/testing';
import { MailCatcher, ownCertificate } from '../test/mail-catcher.js';
import { openReportScene, TENANT, type ReportScene } from '../test/report-scene.js';

/* A report of some departments: each head of department gets what is his and nothing else, the finance director gets the whole. */

const certificate = ownCertificate();
const [DIRECTOR, SERVICE, CARE] = ['ekonomichef@kommun.example', 'chef@servicecenter.example', 'chef@omsorg.example'];
/** The scene's own initiative is of Servicecenter: 15 kr a letter. This one is of Omsorg: 2 kr a letter, of the same letters. */
const HOME_CARE = `
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: ${TENANT}, name: home-care}
spec:
  title: Kallelser
  department: Omsorg
  benefitOwner: role:care-manager
  controller: role:finance-controller
  goLive: 2025-01-01
  processChange: 2025-01-01
  currency: SEK
  costs: [{name: operation, kind: RUNNING, perYear: "1200", validFrom: 2025-01-01}]
  benefits:
    - name: summons
      title: Kallelser
      type: FINANCIAL
      evidence: BEDOMD
      meter: {subjects: ["message:letter"], units: [letter]}
      baseline: [{validFrom: 2025-01-01, volumePerYear: "140000", measuredTo: 2024-12-31}]
      value: [{validFrom: 2025-01-01, formula: unit-value, unitValue: "2.00"}]
      estimate: [{version: 1, validFrom: 2025-01-01, annualVolume: "60000"}]
`;
const plan = (name: string, address: string, departments: string): string => `
apiVersion: hemtag/v1
kind: ReportPlan
metadata: {tenant: ${TENANT}, name: ${name}}
spec: {departments: ${departments}, formats: [pdf, json], recipients: [{role: head of department, address: ${address}}]}
`;

let scene: ReportScene;
let catcher: MailCatcher;
let port: number;
const mailEnvironment = (): Record<string, string> => ({
  HEMTAG_SMTP_URL: `smtp://localhost:${port}`,
  HEMTAG_SMTP_AUTHORITY: certificate.cert,
  HEMTAG_MAIL_FROM: 'Hemtag <nytta@kommun.example>',
});
const apply = async (...manifests: readonly string[]): Promise<ApplyResponse> => {
  const files = [{ name: 'a.yaml', content: manifests.join('---') }];
  const { status, body } = await scene.benefit<ApplyResponse>('/v1/manifests', 'anna', { files });
  expect(status).toBe(200);
  return body;
};
const statement = async (id: string): Promise<Statement> => JSON.parse((await scene.file(id, 'json')).bytes.toString('utf8')) as Statement;
/** The id of the report of a department: of a month, without what is behind its version. */
const idOf = async (whole: string, word: string): Promise<string> => {
  const isIt = ({ id }: { readonly id: string }): boolean => id.startsWith(`${whole}-${word}-`);
  await until(async () => (await scene.list()).some(isIt));
  return (await scene.list()).find(isIt)?.id ?? '';
};
const attachedTo = (receiver: string): readonly string[] =>
  catcher.caught
    .filter(({ envelopeTo }) => envelopeTo.includes(receiver))
    .flatMap(({ attachments }) => attachments.flatMap(({ filename }) => (filename?.endsWith('.json') ? [filename.replace(/-[0-9a-f]{12}\.json$/, '')] : [])))
    .sort();
const sentTo = (receiver: string, count: number): Promise<void> => until(() => Promise.resolve(attachedTo(receiver).length >= count));
const deliveries = async (): Promise<readonly DeliveryRow[]> =>
  (await scene.get<DeliveriesResponse>(`/v1/reports/deliveries?tenant=${TENANT}`)).body.deliveries;

beforeAll(async () => {
  scene = await openReportScene();
  catcher = new MailCatcher({ ...certificate });
  port = await catcher.start();
  await scene.killReport();
  await scene.startReport(mailEnvironment());
  await apply(HOME_CARE, plan('whole', DIRECTOR, '[]'), plan('service', SERVICE, '[Servicecenter]'), plan('care', CARE, '[Omsorg]'));
  await scene.publish('2025-01-14', '4200');
});
afterAll(async () => {
  await scene?.dispose();
  await catcher?.stop();
});

test('a closed month goes to each department as its own report, and whole to whoever asks for the whole', async () => {
  await scene.close('2025-01');
  for (const receiver of [DIRECTOR, SERVICE, CARE]) await sentTo(receiver, 2);
  expect(attachedTo(DIRECTOR)).toEqual(['SE-2281-2025-01-v1-preliminary.json', 'SE-2281-2025-01-v1.json']);
  expect(attachedTo(SERVICE)).toEqual(['SE-2281-2025-01-v1-preliminary-servicecenter', 'SE-2281-2025-01-v1-servicecenter']);
  expect(attachedTo(CARE)).toEqual(['SE-2281-2025-01-v1-omsorg', 'SE-2281-2025-01-v1-preliminary-omsorg']);

  const own = await statement(await idOf('SE-2281-2025-01-v1', 'omsorg'));
  expect(own.header).toMatchObject({ departments: ['Omsorg'], state: 'FINAL', version: 1, replaces: null });
  // 4 200 letters at 2 kr, of 5 000 that were estimated; 100 kr of operation.
  expect(own.summary.totals).toMatchObject([{ type: 'FINANCIAL', unit: 'SEK', benefits: 1, period: { amounts: { gross: '8400.00', estimated: '10000.00' } } }]);
  expect(own.summary.nets).toMatchObject([{ initiatives: 1, period: { amounts: { runningCost: '100.00', net: '8300.00' } } }]);
  expect(JSON.stringify(own)).not.toMatch(/digital-post|Servicecenter|servicecenter/);
  expect(own.method.warnings).toContainEqual(expect.objectContaining({ code: 'OVERLAP', with: null }));
  expect(own.header.sources.map(({ name }) => name)).toEqual(['messaging-prod']);
  const service = await statement(await idOf('SE-2281-2025-01-v1', 'servicecenter'));
  expect(JSON.stringify(service)).not.toMatch(/home-care|Omsorg/);
  // 63 000 of Servicecenter and 8 400 of Omsorg.
  const whole = await statement('SE-2281-2025-01-v1');
  expect([service, whole].map(({ summary }) => summary.totals[0]?.period.amounts.gross)).toEqual(['63000.00', '71400.00']);
  // The month is the tenant's: what it keeps is the same hash in each of them.
  expect(own.header.months).toEqual(whole.header.months);
});

test('the mail and the files say of which department they are', async () => {
  const id = await idOf('SE-2281-2025-01-v1', 'omsorg');
  const mail = catcher.caught.find(({ attachments }) => attachments.some(({ filename }) => filename === `${id}.json`));
  expect(mail?.envelopeTo).toEqual([CARE]);
  expect(mail?.subject).toBe('Nyttorapport januari 2025 – Omsorg, Sundsvalls kommun');
  expect(mail?.text).toContain('avser endast Omsorg');
  expect(mail?.text).toMatch(/8\s400,00/);
  expect((await scene.file(id, 'html', '?language=en')).bytes.toString()).toContain('This report is of the departments named below only.');
  const rows = (await scene.file(id, 'csv')).bytes.toString().split('\r\n');
  expect([rows.length, rows[0]?.split(',').at(-1), rows[1]?.split(',').at(-1)]).toEqual([3, 'reportDepartments', 'Omsorg']);
  const exported = await (await fetch(`${scene.report.url}/v1/reports/${id}/export`)).text();
  expect(exported).toMatch(/,gross,SEK,8400\.00,,Omsorg\r\n/);
  expect(exported).not.toContain('digital-post');
  expect((await scene.list('&period=2025-01')).find((row) => row.id === id)).toMatchObject({ departments: ['Omsorg'], version: 1 });
  expect((await scene.status()).find((row) => row.id === id)).toMatchObject({ departments: ['Omsorg'], progress: 'done' });
});

test('a month that is closed anew is version 2 of each department, with the reason and what changed of it', async () => {
  await scene.step('2025-01', 'reopen', 'tusen brev saknades');
  await scene.publish('2025-01-20', '1000');
  await scene.close('2025-01');
  for (const receiver of [DIRECTOR, SERVICE, CARE]) await sentTo(receiver, 4);
  const id = await idOf('SE-2281-2025-01-v2', 'omsorg');
  const { header, corrections } = await statement(id);
  const [before] = (await scene.list()).filter(({ id: of }) => /^SE-2281-2025-01-v1-omsorg-/.test(of));
  expect(header.replaces).toEqual({ version: 1, fingerprint: before?.fingerprint, reason: 'tusen brev saknades' });
  // 1 000 letters at 2 kr.
  expect(corrections.changes).toMatchObject({
    fromVersion: 1,
    benefits: [{ initiative: { name: 'home-care' }, gross: { from: '8400.00', to: '10400.00', difference: '2000.00' } }],
    totals: [{ gross: { difference: '2000.00' } }],
  });
  expect((await scene.list()).find((row) => row.id === id)).toMatchObject({ version: 2, reason: 'tusen brev saknades' });
  expect(attachedTo(CARE).filter((name) => name.includes('-v2'))).toEqual(['SE-2281-2025-01-v2-omsorg', 'SE-2281-2025-01-v2-preliminary-omsorg']);
});

test('only who signed for the departments stands beside their report', async () => {
  await scene.publish('2025-02-11', '6000');
  const figures = ['digital-post:postage', 'home-care:summons'].map((of) => `${TENANT}:${of}:2025-02`);
  await scene.benefit('/v1/confirmations', 'karin', { figure: figures[0], amount: '90000', comment: 'stämmer' });
  await scene.benefit('/v1/confirmations', 'olle', { figure: figures[1], amount: '12000', comment: 'stämmer' });
  await scene.close('2025-02');
  const id = await idOf('SE-2281-2025-02-v1', 'omsorg');
  expect((await statement(id)).signOff).toMatchObject({ figures: 1, confirmed: 1, steps: [{ by: 'olle' }] });
  const { body } = await scene.get<ReportSignatures>(`/v1/reports/${id}/signatures`);
  expect(body.signatures.map(({ by, of }) => [by, of])).toEqual([['olle', figures[1]]]);
});

describe('on demand', () => {
  test('what was archived is the answer, whatever the order of the list; another list is another report', async () => {
    const id = await idOf('SE-2281-2025-02-v1', 'omsorg');
    expect(await scene.ask('2025-02', TENANT, ['Omsorg'])).toMatchObject({ status: 200, body: { id } });
    const both = await scene.ask('2025-02', TENANT, ['Servicecenter', 'Omsorg', 'Omsorg']);
    expect(both).toMatchObject({ status: 200, body: { departments: ['Omsorg', 'Servicecenter'], state: 'FINAL', version: 1 } });
    expect(both.body.id).toMatch(/^SE-2281-2025-02-v1-omsorg_servicecenter-/);
    expect((await scene.ask('2025-02', TENANT, ['Omsorg', 'Servicecenter'])).body.id).toBe(both.body.id);
    // Together they are all that there is, and that is still said to be of the two.
    const [parts, whole] = [await statement(both.body.id), await statement('SE-2281-2025-02-v1')];
    expect({ ...parts.summary }).toEqual({ ...whole.summary });
    expect(whole.header).not.toHaveProperty('departments');
  });

  test('a version before that nobody had is made first, as known on its closing', async () => {
    const both = await scene.ask('2025-01', TENANT, ['Omsorg', 'Servicecenter']);
    expect(both).toMatchObject({ status: 200, body: { version: 2, reason: 'tusen brev saknades' } });
    const before = await statement(await idOf('SE-2281-2025-01-v1', 'omsorg_servicecenter'));
    expect(before.summary.totals).toMatchObject([{ period: { amounts: { gross: '71400.00' } } }]);
    // 1 000 letters at 15 and at 2 kr.
    expect((await statement(both.body.id)).corrections.changes).toMatchObject({ fromVersion: 1, totals: [{ gross: { difference: '17000.00' } }] });
  });

  test('an open period is made as known now, of the departments only', async () => {
    const open = await scene.ask('2025-H1', TENANT, ['Omsorg']);
    expect(open).toMatchObject({ status: 200, body: { state: 'ON_DEMAND', departments: ['Omsorg'] } });
    // 5 200 and 6 000 letters at 2 kr.
    expect((await statement(open.body.id)).summary.totals).toMatchObject([{ period: { amounts: { gross: '22400.00' } } }]);
  });

  test('a department that no initiative has is refused with those that there are, and leaves nothing behind', async () => {
    const jobs = (await scene.status()).length;
    expect(await scene.ask('2025-02', TENANT, ['Omsorgen'])).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', pointer: '/departments', detail: expect.stringMatching(/did you mean Omsorg\? there are: Omsorg, Servicecenter$/) },
    });
    expect((await scene.status()).length).toBe(jobs);
  });
});

test('a plan of a department that there is not is told and not tried for ever; put right, it gets what it missed, once, after a downtime too', async () => {
  // What was closed before is dealt with by the list that was right.
  await sentTo(CARE, 6);
  const { warnings } = await apply(plan('care', CARE, '[Omsrog]'));
  expect(warnings.map(({ code, detail }) => [code, detail])).toEqual([
    ['UNKNOWN_DEPARTMENT', expect.stringMatching(/^no initiative has spec\.departments\[0\] of the report plan care: did you mean Omsorg\?/)],
  ]);
  await scene.step('2025-03', 'preliminary');
  const refused = async () => (await scene.status()).filter(({ departments: [of] }) => of === 'Omsrog');
  await until(async () => (await refused()).some(({ progress }) => progress === 'refused'));
  expect(await refused()).toMatchObject([
    { period: '2025-03', attempts: 1, fault: expect.stringMatching(/^NOT_FOUND: no initiative has this department: did you mean Omsorg\?/) },
  ]);
  expect(attachedTo(CARE)).toHaveLength(6);

  await scene.killReport();
  await apply(plan('care', CARE, '[Omsorg]'));
  await scene.step('2025-03', 'close');
  await scene.startReport(mailEnvironment());
  await sentTo(CARE, 8);
  await sentTo(DIRECTOR, 6);
  await sentTo(SERVICE, 6);
  expect(attachedTo(CARE).filter((name) => name.includes('2025-03'))).toEqual(['SE-2281-2025-03-v1-omsorg', 'SE-2281-2025-03-v1-preliminary-omsorg']);
  expect(await refused()).toMatchObject([{ attempts: 1 }]);
  const rows = await deliveries();
  expect(rows.filter(({ receiver, about }) => receiver === CARE && !about.includes('-omsorg-'))).toEqual([]);
  expect(rows.filter(({ receiver, about }) => receiver === DIRECTOR && /-(omsorg|servicecenter)/.test(about))).toEqual([]);
  expect(new Set(catcher.caught.map(({ messageId }) => messageId)).size).toBe(catcher.caught.length);
});

test('a department that is newer than the version before has nothing to be compared with', async () => {
  await apply(HOME_CARE.replaceAll('home-care', 'libraries').replace('Omsorg', 'Kultur'));
  await scene.step('2025-03', 'reopen', 'ny förvaltning');
  await scene.close('2025-03');
  const report = await scene.ask('2025-03', TENANT, ['Kultur']);
  expect(report).toMatchObject({ status: 200, body: { version: 2, state: 'FINAL', reason: null } });
  expect((await statement(report.body.id)).header.replaces).toBeNull();
  const [before] = (await scene.status()).filter(({ id }) => id.startsWith('SE-2281-2025-03-v1-kultur-'));
  expect(before).toMatchObject({ progress: 'refused', fault: expect.stringMatching(/^NOT_FOUND: /) });
});
