import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, or `cut` for a connection that ends without one. */
export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } | 'cut';
export type Respond = (request: SeenRequest) => Reply | Promise<Reply>;

export interface HttpServerFake {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** What the next requests get. */
  respond: Respond;
  readonly close: () => Promise<void>;
}

/** A loopback server on a free port that remembers what it was asked. Bodies that are no text are answered as JSON. */
export async function startHttpServerFake(): Promise<HttpServerFake> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const fake = { respond: (() => ({ status: 404 })) as Respond };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const body = Buffer.concat(chunks).toString();
      const one = { method: request.method ?? '', path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers, body };
      seen.push(one);
      const replying = new Promise<Reply>((resolve) => resolve(fake.respond(one)));
      // A fault of the test shows as the server's, so that no request waits for ever.
      void replying
        .catch((fault: unknown): Reply => ({ status: 500, body: { detail: String(fault) } }))
        .then((reply) => {
          if (reply === 'cut') return request.socket.destroy();
          const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {});
          return response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(text);
        });
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

/** A loopback address at which nothing listens: it was free a moment ago. */
export async function unusedUrl(): Promise<string> {
  const server = await startHttpServerFake();
  await server.close();
  return server.url;
}
