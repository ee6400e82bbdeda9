import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveriesResponse, DeliveryRow } from '@hemtag/contracts';
import { until } from '@hemtag/testing';
import { MailCatcher, ownCertificate } from '../test/mail-catcher.js';
import { ObjectStorage } from '../test/object-storage.js';
import { openReportScene, TENANT, type ReportScene } from '../test/report-scene.js';
import { BenefitApi } from './adapters/benefit/benefit-api.js';
import { publicHolidays } from './adapters/calendar/public-holidays.js';
import { reminderNow } from './application/remind.js';

/* Who gets a report: each receiver once for each version, whatever ends at a bad moment, and nothing is lost without being told. */

const certificate = ownCertificate();
const [DIRECTOR, CONTROLLER] = ['ekonomichef@kommun.example', 'controller@kommun.example'];
const PLAN = `
apiVersion: hemtag/v1
kind: ReportPlan
metadata: {tenant: ${TENANT}, name: monthly}
spec:
  formats: [pdf, json]
  recipients: [{role: finance director, address: ${DIRECTOR}}, {role: controller, address: ${CONTROLLER}}]
  targets: [archive, storage, nowhere]
`;

let scene: ReportScene;
let catcher: MailCatcher;
let port: number;
let storageUrl: string;
const folder = mkdtempSync(join(tmpdir(), 'hemtag-reports-'));
const ACCESS = { region: 'eu-north-1', accessKey: 'AKIAEXAMPLE' };
const storage = new ObjectStorage({ ...ACCESS, bucket: 'reports', secretKey: 'the-right-key' });
const environment = ({ secretKey = 'the-right-key' } = {}): Record<string, string> => ({
  HEMTAG_SMTP_URL: `smtp://localhost:${port}`,
  HEMTAG_SMTP_AUTHORITY: certificate.cert,
  HEMTAG_MAIL_FROM: 'Hemtag <nytta@kommun.example>',
  HEMTAG_REPORT_TARGETS: JSON.stringify({ archive: { folder }, storage: { s3: `${storageUrl}/reports/hemtag`, ...ACCESS, secretKey } }),
});
const deliveries = async (about?: string): Promise<readonly DeliveryRow[]> => {
  const { body } = await scene.get<DeliveriesResponse>(`/v1/reports/deliveries?tenant=${TENANT}`);
  return body.deliveries.filter((delivery) => about === undefined || delivery.about === about);
};
const ended = (about: string, without: readonly string[] = []): Promise<void> =>
  until(async () => {
    const found = await deliveries(about);
    return found.length === 4 && found.every(({ endedAt, receiver }) => endedAt !== null || without.includes(receiver));
  });
const caughtOf = (month: string): readonly string[] =>
  catcher.caught.filter(({ attachments }) => attachments.some(({ filename }) => filename?.includes(month))).flatMap(({ envelopeTo }) => envelopeTo);

beforeAll(async () => {
  scene = await openReportScene();
  catcher = new MailCatcher({ ...certificate });
  port = await catcher.start();
  storageUrl = await storage.start();
  await scene.killReport();
  await scene.startReport(environment({ secretKey: 'a-wrong-key' }));
  const applied = await scene.benefit('/v1/manifests', 'anna', { files: [{ name: 'plan.yaml', content: PLAN }] });
  expect(applied).toMatchObject({ status: 200 });
  await scene.publish('2025-01-14', '4200');
});
afterAll(async () => {
  await scene?.dispose();
  await catcher?.stop();
  await storage.stop();
  rmSync(folder, { recursive: true });
});

test('a closed month goes to everybody whom the plan names, with the archived bytes, and once', async () => {
  await scene.close('2025-01');
  await ended('SE-2281-2025-01-v1', ['storage']);
  await ended('SE-2281-2025-01-v1-preliminary', ['storage']);
  const sent = (await deliveries('SE-2281-2025-01-v1')).filter(({ receiver }) => receiver !== 'storage');
  expect(sent.map(({ channel, receiver, progress, attempts }) => [channel, receiver, progress, attempts]).sort()).toEqual([
    ['folder', 'archive', 'sent', 1],
    ['mail', CONTROLLER, 'sent', 1],
    ['mail', DIRECTOR, 'sent', 1],
  ]);
  const mails = catcher.caught.filter(({ attachments }) => attachments.some(({ filename }) => filename === 'SE-2281-2025-01-v1-sv.pdf'));
  expect(mails.flatMap(({ envelopeTo }) => envelopeTo).sort()).toEqual([CONTROLLER, DIRECTOR]);
  const [mail] = mails;
  expect(mail?.subject).toContain('januari 2025');
  // 4 200 letters at 15 kr.
  expect(mail?.text).toMatch(/63\s000,00/);
  const archived = await scene.file('SE-2281-2025-01-v1', 'pdf');
  const attached = mail?.attachments.find(({ filename }) => filename?.endsWith('.pdf'))?.content as ArrayBuffer;
  expect(Buffer.from(attached).equals(archived.bytes)).toBe(true);
  expect(readFileSync(join(folder, TENANT, 'SE-2281-2025-01-v1-sv.pdf')).equals(archived.bytes)).toBe(true);
  expect(readdirSync(join(folder, TENANT)).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(new Set(catcher.caught.map(({ messageId }) => messageId)).size).toBe(catcher.caught.length);
});

test('a bucket that refuses the key: it waits and says why, and has the archived bytes once the key is right', async () => {
  const id = 'SE-2281-2025-01-v1';
  const reason = 'NOT_READY: the storage answered 403 SignatureDoesNotMatch';
  await until(async () => (await deliveries(id)).some(({ receiver, fault }) => receiver === 'storage' && fault === reason));
  await scene.killReport();
  await scene.startReport(environment());
  await ended(id);
  await ended(`${id}-preliminary`);
  expect((await deliveries(id)).find(({ receiver }) => receiver === 'storage')).toMatchObject({ channel: 's3', progress: 'sent', fault: null });
  const { fingerprint } = (await scene.made(id)).files.find(({ format }) => format === 'pdf')!;
  expect(storage.objects.get(`hemtag/${TENANT}/${id}-sv.pdf`)).toMatchObject({ sha256: fingerprint, contentType: 'application/pdf' });
  expect([...storage.objects.keys()].sort()).toEqual(
    [`${id}-preliminary-sv.pdf`, `${id}-preliminary.json`, `${id}-sv.pdf`, `${id}.json`].map((name) => `hemtag/${TENANT}/${name}`),
  );
});

test('kill -9 before the server has it all: it keeps nothing, and the mail is sent once afterwards', async () => {
  let asked = 0;
  catcher.onRecipient = () => {
    asked += 1;
    return new Promise(() => undefined);
  };
  await scene.close('2025-02');
  await until(() => Promise.resolve(asked > 0));
  await scene.killReport();
  catcher.onRecipient = () => Promise.resolve();
  await scene.startReport(environment());
  await ended('SE-2281-2025-02-v1');
  await ended('SE-2281-2025-02-v1-preliminary');
  const all = [...(await deliveries('SE-2281-2025-02-v1')), ...(await deliveries('SE-2281-2025-02-v1-preliminary'))];
  expect(all.filter(({ channel }) => channel === 'mail').map(({ progress }) => progress)).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect([...caughtOf('2025-02')].sort()).toEqual([CONTROLLER, CONTROLLER, DIRECTOR, DIRECTOR]);
});

test('kill -9 when the server has it and has not said so: nobody sends it again by himself, and a person can', async () => {
  let kept = 0;
  let release = (): void => undefined;
  catcher.onKept = () => {
    kept += 1;
    return new Promise((fulfil) => (release = fulfil));
  };
  await scene.step('2025-03', 'preliminary');
  await until(() => Promise.resolve(kept > 0));
  await scene.killReport();
  catcher.onKept = () => Promise.resolve();
  release();
  await scene.startReport(environment());
  await ended('SE-2281-2025-03-v1-preliminary');
  expect([...caughtOf('2025-03')].sort()).toEqual([CONTROLLER, DIRECTOR]);
  const [lost, ...others] = (await deliveries('SE-2281-2025-03-v1-preliminary')).filter(({ progress }) => progress === 'unknown');
  expect(others).toEqual([]);
  expect(lost).toMatchObject({ channel: 'mail', fault: 'UNKNOWN: the service ended while this was handed over' });
  const metrics = await (await fetch(`${scene.report.metricsUrl}`)).text();
  expect(Number(/^hemtag_report_delivery_age_seconds\S* (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
  const again = `${scene.report.url}/v1/reports/deliveries/${lost?.id}/again?tenant=${TENANT}`;
  expect((await fetch(again, { method: 'POST' })).status).toBe(200);
  await until(() => Promise.resolve(caughtOf('2025-03').length === 3));
  await ended('SE-2281-2025-03-v1-preliminary');
  expect((await fetch(again, { method: 'POST' })).status).toBe(409);
});

test('the list page by page is the whole list, and a cursor that is none is refused', async () => {
  const pages: DeliveryRow[][] = [];
  let cursor = '';
  do {
    const { body } = await scene.get<DeliveriesResponse>(`/v1/reports/deliveries?tenant=${TENANT}&limit=5${cursor}`);
    pages.push([...body.deliveries]);
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
  } while (cursor !== '');
  // Two statements of January, two of February and the preliminary one of March go to four receivers each.
  expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5]);
  expect(pages.flat()).toEqual(await deliveries());
  expect(await scene.get(`/v1/reports/deliveries?tenant=${TENANT}&cursor=x`)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
});

test('a mail server that is away: everything waits and says why, and goes out when it is back', async () => {
  await catcher.stop();
  await scene.step('2025-03', 'close');
  await until(async () => (await deliveries('SE-2281-2025-03-v1')).some(({ fault }) => fault === 'NOT_READY: the mail server could not be used: ESOCKET'));
  const before = catcher.caught.length;
  catcher = new MailCatcher({ ...certificate });
  await catcher.start(port);
  await ended('SE-2281-2025-03-v1');
  expect(before).toBeGreaterThan(0);
  expect([...caughtOf('2025-03')].sort()).toEqual([CONTROLLER, DIRECTOR]);
});

const STEPS = `
apiVersion: hemtag/v1
kind: ReportPlan
metadata: {tenant: ${TENANT}, name: steps}
spec:
  recipients:
    - {role: benefit-owner, address: agare@kommun.example, knownAs: "role:servicecenter-manager"}
    - {role: benefit-owner, address: annan@kommun.example, knownAs: "role:archivist"}
    - {role: controller, address: granskare@kommun.example}
    - {role: finance-director, address: direktor@kommun.example}
`;

test('step by step each is reminded of what the benefit service says is open, and of nothing more', async () => {
  const source = new BenefitApi({ url: scene.reportEnvironment.HEMTAG_BENEFIT_URL! });
  // 100 letters at 15 kr.
  await scene.publish('2025-04-10', '100');
  const figure = 'SE-2281:digital-post:postage:2025-04';
  const acting = async (path: string, actor: string, body: object): Promise<void> => {
    expect(await scene.benefit(path, actor, body)).toMatchObject({ status: 200 });
  };
  await acting('/v1/manifests', 'anna', { files: [{ name: 'steps.yaml', content: STEPS }] });
  /** What each is told to do: the figures that are listed, and the commands. */
  const told = async (what: 'late' | 'approve' = 'late'): Promise<readonly (readonly string[] | null)[]> => {
    const all = [];
    for (const name of ['agare', 'annan', 'granskare', 'direktor']) {
      const of = {
        tenant: TENANT,
        plan: 'steps',
        receiver: `${name}@kommun.example`,
        language: 'sv',
        what,
        month: '2025-04',
        version: what === 'approve' ? 1 : null,
      } as const;
      const reminder = await reminderNow(of, { source, holidaysOf: publicHolidays, clock: Date.now });
      all.push(reminder && [...reminder.text.matchAll(/^- .*|(?<=^ {4}hemtag )\S+( \w+(?= 2025))?/gm)].map(([line]) => line));
    }
    return all;
  };
  const line = `- Digital post / Porto: ${figure}`;
  const closing = ['period preliminary', 'period close'];
  expect(await told()).toEqual([[line, 'confirm'], null, closing, ['approve']]);
  await acting('/v1/confirmations', 'erik', { figure, amount: '1500.00' });
  expect(await told()).toEqual([null, null, [line, 'review', ...closing], ['approve']]);
  await acting('/v1/confirmations/review', 'cecilia', { figure });
  await scene.step('2025-04', 'preliminary');
  expect(await told()).toEqual([null, null, ['period close'], ['approve']]);
  // Its amount changes: 120 letters.
  await scene.publish('2025-04-10', '120', 2);
  expect(await told()).toEqual([[`${line} (beloppet har ändrats sedan det bekräftades)`, 'confirm'], null, ['period close'], ['approve']]);
  await scene.step('2025-04', 'close');
  expect([await told(), await told('approve')]).toEqual([
    [null, null, null, null],
    [null, null, null, ['approve']],
  ]);
  await acting(`/v1/periods/2025-04/approve?tenant=${TENANT}`, 'dan', {});
  expect(await told('approve')).toEqual([null, null, null, null]);
});
