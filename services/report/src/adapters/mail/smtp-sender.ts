import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { HandOver, MailSender, ReportMail } from '../../application/delivery-ports.js';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (usually port 465); without it the session is upgraded with STARTTLS. */
  readonly isImplicitTls: boolean;
  /** Only for a mail catcher on the same machine: nothing is encrypted. */
  readonly isPlain: boolean;
  /** PEM of the authority that signed the server's certificate, where it is not a public one. */
  readonly authority?: string;
  readonly login?: { readonly user: string; readonly password: string };
  /** `Hemtag <nytta@kommun.example>` */
  readonly from: string;
  /** How long the server may be silent; 60,000 by default. */
  readonly silenceLimitMs?: number;
}

const CONNECT_LIMIT_MS = 15_000;
const SILENCE_LIMIT_MS = 60_000;

/** The whole message at once; a file or an address in what was given is never opened. */
function compose(mail: ReportMail, from: string): Promise<Buffer> {
  const composer = new MailComposer({
    from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({ filename, contentType, content: Buffer.from(content) })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** The message, whose end is held back until `aboutToEnd` has resolved: without the end the server keeps nothing. */
function endingWhenAllowed(message: Buffer, aboutToEnd: () => Promise<void>): Readable {
  async function* parts(): AsyncGenerator<Buffer> {
    yield message;
    await aboutToEnd();
  }
  return Readable.from(parts(), { objectMode: false });
}

/** What the library tells of a failed session; the text is left out, because servers repeat addresses in it. */
interface SmtpFault {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}
const faultOf = (error: unknown): SmtpFault => (typeof error === 'object' && error !== null ? error : {});

/** Commands that speak of this message and its recipient; a refusal of any other one is about the session, which an operator puts right. */
const ABOUT_THE_MESSAGE: readonly (string | undefined)[] = ['MAIL FROM', 'RCPT TO', 'DATA'];
const isFinal = ({ responseCode = 0, command }: SmtpFault): boolean => responseCode >= 500 && ABOUT_THE_MESSAGE.includes(command);

const reasonOf = ({ responseCode, code }: SmtpFault): string =>
  responseCode === undefined ? `the mail server could not be used: ${code ?? 'an unknown fault'}` : `the mail server answered ${responseCode}`;

/** Sends over SMTP (RFC 5321), encrypted, one message a connection. */
export class SmtpSender implements MailSender {
  constructor(private readonly settings: SmtpSettings) {}

  async send(mail: ReportMail, aboutToEnd: () => Promise<void>): Promise<HandOver> {
    const message = await compose(mail, this.settings.from);
    const transport = createTransport(this.options());
    let isHandedOver = false;
    const body = endingWhenAllowed(message, async () => {
      await aboutToEnd();
      isHandedOver = true;
    });
    try {
      await transport.sendMail({ envelope: { from: this.settings.from, to: [mail.to] }, raw: body });
      return { kind: 'sent' };
    } catch (error) {
      const fault = faultOf(error);
      // A reply says that the server does not have it, whenever it comes.
      if (isHandedOver && fault.responseCode === undefined) return { kind: 'unknown', reason: reasonOf(fault) };
      return { kind: 'refused', isFinal: isFinal(fault), reason: reasonOf(fault) };
    } finally {
      body.destroy();
      transport.close();
    }
  }

  private options() {
    const { host, port, isImplicitTls, isPlain, authority, login, silenceLimitMs = SILENCE_LIMIT_MS } = this.settings;
    return {
      host,
      port,
      secure: isImplicitTls,
      requireTLS: !isPlain,
      ignoreTLS: isPlain,
      connectionTimeout: CONNECT_LIMIT_MS,
      greetingTimeout: CONNECT_LIMIT_MS,
      dnsTimeout: CONNECT_LIMIT_MS,
      socketTimeout: silenceLimitMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(authority !== undefined && { tls: { ca: authority } }),
      ...(login && { auth: { user: login.user, pass: login.password } }),
    };
  }
}
