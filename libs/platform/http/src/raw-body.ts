import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { HttpProblem } from './http-problem.js';

const inflate = promisify(gunzip);

export interface RawBodyLimits {
  /** Largest body, as sent and after decompression. */
  readonly maxBytes: number;
  /** From the end of the headers to the end of the body. */
  readonly timeoutMs: number;
}

// Closing on a client that still sends resets the connection, and many clients never see the answer then. So a body that is too large is read to its
// end and thrown away, up to this many times the limit; beyond it the connection is closed at once.
const DISCARDED_FACTOR = 4;

const tooLarge = (maxBytes: number): HttpProblem =>
  new HttpProblem('BODY_TOO_LARGE', `the body may hold at most ${maxBytes / 1024 / 1024} MiB, also after decompression`, { headers: { connection: 'close' } });

async function receive(request: IncomingMessage, { maxBytes, timeoutMs }: RawBodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > DISCARDED_FACTOR * maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else if (bytes > DISCARDED_FACTOR * maxBytes) late.abort(tooLarge(maxBytes));
    else chunks.length = 0;
  };
  try {
    request.on('data', onData);
    await once(request, 'end', { signal: late.signal });
  } catch (error) {
    request.pause();
    if (!late.signal.aborted)
      throw new HttpProblem('INVALID_REQUEST', 'the connection was lost before the body had arrived', { headers: { connection: 'close' } });
    if (late.signal.reason instanceof HttpProblem) throw late.signal.reason;
    if (!request.complete) {
      throw new HttpProblem('INVALID_REQUEST', `the body did not arrive within ${timeoutMs / 1000} s`, { status: 408, headers: { connection: 'close' } });
    }
    throw error;
  } finally {
    clearTimeout(timer);
    request.off('data', onData);
  }
  if (bytes > maxBytes) throw tooLarge(maxBytes);
  return Buffer.concat(chunks, bytes);
}

async function decompress(encoding: string, body: Buffer, maxBytes: number): Promise<Buffer> {
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new HttpProblem('UNSUPPORTED_MEDIA_TYPE', 'of content encodings only gzip is taken', { headers: { 'accept-encoding': 'gzip' } });
  }
  try {
    return await inflate(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new HttpProblem('MALFORMED_BODY', 'the body is not what its content encoding gzip says');
  }
}

/** Hands bodies of any content type, or of none, to the controllers as the bytes that they are; gzip is taken off within the same limit. */
export function useRawBodies(app: NestFastifyApplication, limits: RawBodyLimits): void {
  const instance = app.getHttpAdapter().getInstance();
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', async (_request: unknown, payload: IncomingMessage): Promise<Buffer> => {
    const encoding = (payload.headers['content-encoding'] ?? '').trim().toLowerCase();
    return decompress(encoding, await receive(payload, limits), limits.maxBytes);
  });
}
