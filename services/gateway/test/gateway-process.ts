import { startServiceProcess, type ServiceProcess } from '@hemtag/testing';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const MAIN = join(__dirname, '../dist/main.js');

/** The gateway with the route that only parses switched on. */
export const startGateway = (env: Readonly<Record<string, string>>): Promise<ServiceProcess> =>
  startServiceProcess({ main: MAIN, env: { HEMTAG_ECHO: 'on', ...env } });

export interface Upstream {
  readonly url: string;
  readonly requests: { readonly method: string; readonly url: string; readonly actor: string | undefined; readonly body: string }[];
  /** Answers of `/health/ready`. */
  isReady: boolean;
  close(): Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Stands for a service behind the gateway: repeats what reached it. */
export async function startUpstream(): Promise<Upstream> {
  const requests: Upstream['requests'] = [];
  const server: Server = createServer((request, response) => {
    if (request.url === '/health/ready') {
      response.writeHead(upstream.isReady ? 200 : 503).end();
      return;
    }
    void textOf(request).then((body) => {
      const actor = request.headers['hemtag-actor'];
      requests.push({ method: request.method ?? '', url: request.url ?? '', actor: Array.isArray(actor) ? actor.join() : actor, body });
      response.writeHead(request.url?.includes('missing') ? 422 : 200, { 'content-type': 'application/json' }).end('{"from":"benefit"}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const upstream: Upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    isReady: true,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return upstream;
}
