import type { SMTPServerOptions } from 'smtp-server';
import { MailCatcher, ownCertificate } from '../../../test/mail-catcher.js';
import type { ReportMail } from '../../application/delivery-ports.js';
import { SmtpSender, type SmtpSettings } from './smtp-sender.js';

const certificate = ownCertificate();
const mail: ReportMail = {
  to: 'ekonomichef@kommun.example',
  messageId: '<0123abcd@hemtag.invalid>',
  subject: 'Nyttorapport mars 2026 – preliminär, Åre kommun',
  text: 'Hemtagningsgrad 95,00 %',
  html: '<p>Hemtagningsgrad 95,00 %</p>',
  attachments: [{ filename: 'nyttorapport-åre-2026-03.pdf', contentType: 'application/pdf', content: Buffer.alloc(200_000, 7) }],
};

const catchers: MailCatcher[] = [];
async function caughtBy(options: SMTPServerOptions): Promise<{ readonly catcher: MailCatcher; readonly port: number }> {
  const made = new MailCatcher(options);
  catchers.push(made);
  return { catcher: made, port: await made.start() };
}

let catcher: MailCatcher;
let settings: SmtpSettings;
beforeEach(async () => {
  const started = await caughtBy({ ...certificate });
  ({ catcher } = started);
  const { port } = started;
  settings = { host: 'localhost', port, isImplicitTls: false, isPlain: false, authority: certificate.cert, from: 'Hemtag <nytta@kommun.example>' };
});
afterEach(async () => {
  for (const made of catchers.splice(0)) await made.stop();
});

const allowed = (): Promise<void> => Promise.resolve();
const refusal = (responseCode: number): Error => Object.assign(new Error('mailbox of somebody@kommun.example'), { responseCode });

test('a message arrives whole, over STARTTLS, with its own id and marked as sent by a machine', async () => {
  expect(await new SmtpSender(settings).send(mail, allowed)).toEqual({ kind: 'sent' });
  expect(catcher.caught).toHaveLength(1);
  const [caught] = catcher.caught;
  expect(caught).toMatchObject({
    subject: mail.subject,
    messageId: mail.messageId,
    envelopeTo: [mail.to],
    from: { address: 'nytta@kommun.example', name: 'Hemtag' },
  });
  expect(caught?.text?.trim()).toBe(mail.text);
  expect(caught?.attachments[0]?.filename).toBe('nyttorapport-åre-2026-03.pdf');
  expect(Buffer.from(caught?.attachments[0]?.content as ArrayBuffer).equals(Buffer.alloc(200_000, 7))).toBe(true);
  expect(caught?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
});

test('a server that nobody vouches for, and one that offers no encryption, get nothing', async () => {
  const { authority: _, ...stranger } = settings;
  expect(await new SmtpSender(stranger).send(mail, allowed)).toMatchObject({ kind: 'refused', isFinal: false });
  const { catcher: open, port } = await caughtBy({ hideSTARTTLS: true, disabledCommands: ['AUTH', 'STARTTLS'] });
  expect(await new SmtpSender({ ...settings, port }).send(mail, allowed)).toMatchObject({ kind: 'refused', isFinal: false });
  expect(await new SmtpSender({ ...settings, port, isPlain: true }).send(mail, allowed)).toEqual({ kind: 'sent' });
  expect([catcher.caught.length, open.caught.length]).toEqual([0, 1]);
});

test('nothing is on its way before the server has accepted the receiver', async () => {
  let isAsked = false;
  catcher.onRecipient = () => Promise.reject(refusal(550));
  const outcome = await new SmtpSender(settings).send(mail, () => {
    isAsked = true;
    return Promise.resolve();
  });
  expect([outcome, isAsked]).toEqual([{ kind: 'refused', isFinal: true, reason: 'the mail server answered 550' }, false]);
});

test('a login is sent, and a wrong one is for an operator to put right', async () => {
  const accounts = await caughtBy({
    ...certificate,
    disabledCommands: [],
    onAuth: ({ username, password }, _session, callback) => callback(password === 'right' ? null : refusal(535), { user: username }),
  });
  const at = (password: string): SmtpSender => new SmtpSender({ ...settings, port: accounts.port, login: { user: 'nytta', password } });
  expect(await at('wrong').send(mail, allowed)).toEqual({ kind: 'refused', isFinal: false, reason: 'the mail server answered 535' });
  expect(await at('right').send(mail, allowed)).toEqual({ kind: 'sent' });
});

test('the end of the message is held back: where it is not allowed the server keeps nothing', async () => {
  const seen: number[] = [];
  const refused = await new SmtpSender(settings).send(mail, () => {
    seen.push(catcher.caught.length);
    return Promise.reject(new Error('the lease is gone'));
  });
  expect(refused).toMatchObject({ kind: 'refused', isFinal: false });
  expect([seen, catcher.caught.length]).toEqual([[0], 0]);
});

test.each([[550, true], [451, false], [552, true]])('an answer %i is a refusal, final: %s, and its text is not repeated', async (code, isFinal) => {
  catcher.onKept = () => Promise.reject(refusal(code));
  expect(await new SmtpSender(settings).send(mail, allowed)).toEqual({ kind: 'refused', isFinal, reason: `the mail server answered ${code}` });
}); // prettier-ignore

test('no answer after the end is unknown, because the server may have it', async () => {
  let release = (): void => undefined;
  catcher.onKept = () => new Promise((fulfil) => (release = fulfil));
  const outcome = await new SmtpSender({ ...settings, silenceLimitMs: 300 }).send(mail, allowed);
  release();
  expect(outcome).toMatchObject({ kind: 'unknown' });
  expect(catcher.caught).toHaveLength(1);
});

test('no server is a refusal that another try may change', async () => {
  await catcher.stop();
  catchers.length = 0;
  const outcome = await new SmtpSender(settings).send(mail, allowed);
  expect(outcome).toEqual({ kind: 'refused', isFinal: false, reason: 'the mail server could not be used: ESOCKET' });
});
