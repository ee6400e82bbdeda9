import { Readable } from 'node:stream';
import addressparser from 'nodemailer/lib/addressparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
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
  // Without reading ahead: the end is asked for when the session has taken what comes before it.
  return Readable.from(parts(), { objectMode: false, highWaterMark: 1 });
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
    let isHandedOver = false;
    const body = endingWhenAllowed(message, async () => {
      await aboutToEnd();
      isHandedOver = true;
    });
    try {
      await this.session(mail.to, body);
      return { kind: 'sent' };
    } catch (error) {
      const fault = faultOf(error);
      // A reply says that the server does not have it, whenever it comes.
      if (isHandedOver && fault.responseCode === undefined) return { kind: 'unknown', reason: reasonOf(fault) };
      return { kind: 'refused', isFinal: isFinal(fault), reason: reasonOf(fault) };
    } finally {
      body.destroy();
    }
  }

  /** Connects, signs in and sends; the body is not touched before the server has asked for it. Rejects with what went wrong first. */
  private session(to: string, body: Readable): Promise<void> {
    const { login, from } = this.settings;
    const connection = new SMTPConnection(this.options());
    const envelope = { from: addressparser(from)[0]?.address ?? from, to: [to] };
    return new Promise<void>((resolve, reject) => {
      // What settles first counts: closing is told as an end of its own.
      const end = (error: unknown): void => {
        if (error === null) {
          resolve();
          connection.quit();
        } else {
          reject(error as Error);
          connection.close();
        }
      };
      const whole = (next: () => void) => (error?: Error | null) => {
        if (error) end(error);
        else next();
      };
      const sendBody = (): void =>
        connection.send(
          envelope,
          body,
          whole(() => end(null)),
        );
      const signIn = (): void => {
        if (login === undefined) sendBody();
        else connection.login({ user: login.user, credentials: { user: login.user, pass: login.password } }, whole(sendBody));
      };
      connection.on('error', end);
      connection.once('end', () => end(new Error('the connection ended')));
      connection.connect(whole(signIn));
    });
  }

  private options() {
    const { host, port, isImplicitTls, isPlain, authority, silenceLimitMs = SILENCE_LIMIT_MS } = this.settings;
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
      ...(authority !== undefined && { tls: { ca: authority } }),
    };
  }
}
