import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A key and a certificate for localhost that live as long as the test. */
export function ownCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hemtag-certificate-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...names];
    execFileSync('openssl', args, { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface CaughtMail extends Email {
  readonly envelopeTo: readonly string[];
}

/** A real SMTP server on loopback that keeps what it took. */
export class MailCatcher {
  readonly caught: CaughtMail[] = [];
  /** Awaited before a recipient is accepted. */
  onRecipient: () => Promise<void> = () => Promise.resolve();
  /** Awaited when a message is kept and not yet answered; where it throws a response code, that is the answer and nothing is kept. */
  onKept: () => Promise<void> = () => Promise.resolve();
  private readonly server: SMTPServer;

  constructor(options: SMTPServerOptions) {
    this.server = new SMTPServer({
      disabledCommands: ['AUTH'],
      closeTimeout: 100,
      ...options,
      onRcptTo: (_address, _session, callback) => {
        this.onRecipient().then(
          () => callback(),
          (error: unknown) => callback(error as Error),
        );
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const envelopeTo = session.envelope.rcptTo.map(({ address }) => address);
          this.keep(Buffer.concat(chunks), envelopeTo).then(
            () => callback(),
            (error: unknown) => callback(error as Error),
          );
        });
      },
    });
    // A client that dies in the middle of a message is what some tests are about.
    this.server.on('error', () => undefined);
  }

  async start(port = 0): Promise<number> {
    await new Promise<void>((fulfil) => this.server.listen(port, '127.0.0.1', fulfil));
    return (this.server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((fulfil) => this.server.close(fulfil));
  }

  private async keep(raw: Buffer, envelopeTo: readonly string[]): Promise<void> {
    const mail = await PostalMime.parse(raw);
    this.caught.push({ ...mail, envelopeTo });
    try {
      await this.onKept();
    } catch (error) {
      this.caught.pop();
      throw error;
    }
  }
}
