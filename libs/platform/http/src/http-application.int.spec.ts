import 'reflect-metadata';

import { connect, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import { Controller, Get, HttpException, Module, Post, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

import type { HealthCheck } from './health-check.js';
import { HealthModule } from './health.module.js';
import { configureHttp } from './http-application.js';
import { HttpProblem } from './http-problem.js';
import { useRawBodies } from './raw-body.js';

const SECRET = 'Zebra7391';

@Controller()
class ProbeController {
  @Get('fault')
  fault(): never {
    throw new Error(`database said ${SECRET}`);
  }

  @Get('forbidden')
  forbidden(): never {
    throw new HttpException(SECRET, 403);
  }

  @Get('refused')
  refused(): never {
    throw new HttpProblem('INVALID_QUANTITY', 'quantity must be above 0', { pointer: '/data/quantity', headers: { 'retry-after': '7' } });
  }

  @Get('slow')
  async slow(): Promise<object> {
    reached();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { done: true };
  }

  @Post('size')
  size(@Req() request: FastifyRequest): { readonly bytes: number | null } {
    return { bytes: Buffer.isBuffer(request.body) ? request.body.length : null };
  }
}

let reached = (): void => undefined;
const checks = { kafka: true, database: true, isSilent: false };
const named: readonly HealthCheck[] = [
  { name: 'kafka', isReady: () => (checks.isSilent ? new Promise(() => undefined) : Promise.resolve(checks.kafka)) },
  { name: 'database', isReady: () => (checks.database ? Promise.resolve(true) : Promise.reject(new Error(SECRET))) },
];

@Module({ imports: [HealthModule.with({ checks: named, timeoutMs: 100 })], controllers: [ProbeController] })
class ProbeModule {}

describe('the HTTP side of a service', () => {
  let app: NestFastifyApplication;
  let base: string;
  const logged: string[] = [];

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(ProbeModule, new FastifyAdapter(), { logger: false, bodyParser: false });
    configureHttp(app, { logger: { error: (_fields: object, event?: string) => void logged.push(event ?? '') } });
    useRawBodies(app, { maxBytes: 1024, timeoutMs: 200 });
    await app.listen(0, '127.0.0.1');
    base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  });
  // The last test closes; this is for the case that it was not reached.
  afterAll(() => app.close());
  beforeEach(() => {
    Object.assign(checks, { kafka: true, database: true, isSilent: false });
    logged.length = 0;
  });

  const problem = async (path: string, init?: RequestInit): Promise<Record<string, unknown>> => {
    const response = await fetch(base + path, init);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ type: 'about:blank', status: response.status });
    expect(JSON.stringify(body)).not.toContain(SECRET);
    return body;
  };

  it('answers an unknown address with NOT_FOUND', async () => {
    expect(await problem('/nowhere')).toMatchObject({ status: 404, code: 'NOT_FOUND', title: 'Not Found' });
    expect(await problem('/size')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('keeps the inside of an unexpected error in the log', async () => {
    expect(await problem('/fault')).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
    expect(logged).toEqual(['http.request_failed']);
    expect(await problem('/forbidden')).toMatchObject({ status: 403, code: 'INVALID_REQUEST' });
  });

  it('answers a problem with its code, pointer and headers', async () => {
    expect(await problem('/refused')).toEqual({
      type: 'about:blank', title: 'Unprocessable Entity', status: 422, code: 'INVALID_QUANTITY', detail: 'quantity must be above 0', pointer: '/data/quantity',
    }); // prettier-ignore
    expect((await fetch(`${base}/refused`)).headers.get('retry-after')).toBe('7');
  });

  describe('bodies', () => {
    const size = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<unknown> => {
      const response = await fetch(`${base}/size`, { method: 'POST', body, headers });
      return response.ok
        ? ((await response.json()) as { readonly bytes: number }).bytes
        : `${response.status} ${((await response.json()) as { readonly code: string }).code}`;
    };

    it('come as bytes, with any content type or none', async () => {
      expect(await size(Buffer.alloc(3))).toBe(3);
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/cloudevents+json; charset=UTF-8'])
        expect(await size(Buffer.from('{x'), { 'content-type': type })).toBe(2);
      expect(await size(Buffer.alloc(0))).toBeNull();
    });

    it('may hold so much and no more', async () => {
      expect(await size(Buffer.alloc(1024))).toBe(1024);
      expect(await size(Buffer.alloc(1025))).toBe('413 BODY_TOO_LARGE');
    });

    it('may hold no more without an announced length either', async () => {
      const stream = new ReadableStream({
        start(controller) {
          for (let sent = 0; sent < 20; sent += 1) controller.enqueue(Buffer.alloc(100));
          controller.close();
        },
      });
      const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
      expect((await fetch(`${base}/size`, init)).status).toBe(413);
    });

    it('may be gzip, within the same limit', async () => {
      const gzip = { 'content-encoding': 'gzip' };
      expect(await size(gzipSync(Buffer.alloc(1024)), gzip)).toBe(1024);
      expect(await size(gzipSync(Buffer.alloc(1025)), gzip)).toBe('413 BODY_TOO_LARGE');
      expect(await size(gzipSync(Buffer.alloc(500_000)), gzip)).toBe('413 BODY_TOO_LARGE');
      expect(await size(Buffer.from('no gzip'), gzip)).toBe('400 MALFORMED_BODY');
      expect(await size(Buffer.from('x'), { 'content-encoding': 'br' })).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    });

    it.each([
      ['an announced length', 'Content-Length: 2000', 'x'.repeat(1500), 'x'.repeat(500)],
      ['chunks', 'Transfer-Encoding: chunked', `5dc\r\n${'x'.repeat(1500)}\r\n`, '3\r\nxyz\r\n0\r\n\r\n'],
    ])('that are too large are read to their end, because who still sends may never see the answer: %s', async (_what, header, begin, rest) => {
      const socket: Socket = connect({ port: Number(new URL(base).port), host: '127.0.0.1' });
      let answer = '';
      const answered = new Promise((resolve) => socket.on('data', (chunk) => resolve((answer += String(chunk)))));
      socket.write(`POST /size HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n${begin}`);
      // In the time of some other requests an answer would have come.
      for (let other = 0; other < 5; other += 1) await fetch(`${base}/health/live`);
      expect(answer).toBe('');
      socket.write(rest);
      await answered;
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      socket.destroy();
    });

    it('that are many times too large are not read to their end', async () => {
      const socket: Socket = connect({ port: Number(new URL(base).port), host: '127.0.0.1' });
      socket.write('POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 4097\r\n\r\n');
      const received: Buffer[] = [];
      for await (const chunk of socket) received.push(chunk as Buffer);
      expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 413 /);
    });

    it('that do not arrive are not waited for', async () => {
      const socket: Socket = connect({ port: Number(new URL(base).port), host: '127.0.0.1' });
      socket.write('POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
      const received: Buffer[] = [];
      for await (const chunk of socket) received.push(chunk as Buffer);
      const answer = Buffer.concat(received).toString();
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer.toLowerCase()).toContain('connection: close');
      expect(answer).toContain('"code":"INVALID_REQUEST"');
    });
  });

  describe('health', () => {
    it('is live whatever the checks say', async () => {
      checks.kafka = false;
      expect(await (await fetch(`${base}/health/live`)).json()).toEqual({ status: 'live' });
    });

    it('is ready where all checks hold', async () => {
      const response = await fetch(`${base}/health/ready`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'ready', checks: ['kafka', 'database'] });
    });

    it('names the checks that fail, throw or do not answer', async () => {
      checks.kafka = false;
      expect(await problem('/health/ready')).toMatchObject({ status: 503, code: 'NOT_READY', detail: 'not ready: kafka', errors: [{ check: 'kafka' }] });
      checks.database = false;
      checks.isSilent = true;
      expect(await problem('/health/ready')).toMatchObject({ status: 503, errors: [{ check: 'kafka' }, { check: 'database' }] });
    });
  });

  it('closes as soon as the last request is answered, although its connection is kept alive', async () => {
    const closing = new Promise<void>((resolve) => {
      reached = () => resolve(app.close());
    });
    const answer = await fetch(`${base}/slow`);
    expect({ status: answer.status, body: await answer.json(), connection: answer.headers.get('connection') }).toEqual({
      status: 200,
      body: { done: true },
      connection: 'close',
    });
    await closing;
    await expect(fetch(`${base}/health/live`)).rejects.toThrow();
  });
});
