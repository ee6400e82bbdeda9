import { RequestSigner } from 'aws4';
import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StorageSettings {
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}
export interface StoredObject {
  readonly content: string;
  readonly contentType: string | undefined;
  readonly sha256: string;
}
interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly location?: string;
}

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\S+, SignedHeaders=(\S+), Signature=[0-9a-f]{64}$/;
const headerOf = ({ headers }: IncomingMessage, name: string): string => [headers[name]].flat()[0] ?? '';

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Whether the signature is the one that another library than the sender's works out, from what was signed and what arrived. */
function isSignedWith({ region, accessKey, secretKey }: StorageSettings, request: IncomingMessage): boolean {
  const given = headerOf(request, 'authorization');
  const names = AUTHORIZATION.exec(given)?.[2]?.split(';') ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, headerOf(request, name)]));
  const { method = '', url: path = '' } = request;
  const asked = { service: 's3', region, method, host: headerOf(request, 'host'), path, headers, doNotModifyHeaders: true };
  const signer = new RequestSigner(asked, { accessKeyId: accessKey, secretAccessKey: secretKey });
  signer.datetime = headerOf(request, 'x-amz-date');
  return signer.authHeader() === given;
}

/** A storage on loopback that keeps what is put into its one bucket, where the signature and both checksums are right. */
export class ObjectStorage {
  readonly objects = new Map<string, StoredObject>();
  puts = 0;
  /** Instead of what it would do: this answer, or none at all. */
  answer: Answer | 'silence' | null = null;
  private readonly server: Server;

  constructor(private readonly settings: StorageSettings) {
    this.server = createServer((request, response) => void this.take(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((fulfil) => this.server.listen(0, '127.0.0.1', fulfil));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((fulfil) => this.server.close(() => fulfil()));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    this.puts += 1;
    if (this.answer === 'silence') return;
    const { status, code, location } = this.answer ?? this.keep(request, body);
    const told = code === null ? '' : `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Resource>/secret/place</Resource></Error>`;
    response.writeHead(status, { 'content-type': 'application/xml', ...(location !== undefined && { location }) }).end(told);
  }

  private keep(request: IncomingMessage, body: Buffer): Answer {
    const { bucket, accessKey } = this.settings;
    const [, signer, signed = ''] = AUTHORIZATION.exec(headerOf(request, 'authorization')) ?? [];
    if (signer !== accessKey) return { status: 403, code: 'InvalidAccessKeyId' };
    const isWhole = ['host', 'x-amz-content-sha256', 'x-amz-checksum-sha256', 'x-amz-date'].every((name) => signed.split(';').includes(name));
    if (!isWhole || !isSignedWith(this.settings, request)) return { status: 403, code: 'SignatureDoesNotMatch' };
    const path = decodeURIComponent(request.url ?? '');
    if (!path.startsWith(`/${bucket}/`)) return { status: 404, code: 'NoSuchBucket' };
    const sha256 = hash('sha256', body);
    if (headerOf(request, 'x-amz-content-sha256') !== sha256) return { status: 400, code: 'XAmzContentSHA256Mismatch' };
    if (headerOf(request, 'x-amz-checksum-sha256') !== hash('sha256', body, 'base64')) return { status: 400, code: 'BadDigest' };
    this.objects.set(path.slice(bucket.length + 2), { content: body.toString('utf8'), contentType: request.headers['content-type'], sha256 });
    return { status: 200, code: null };
  }
}
