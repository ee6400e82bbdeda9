import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(__dirname, '../dist/main.js');

export interface GatewayProcess {
  readonly url: string;
  readonly metricsUrl: string;
  readonly process: ChildProcess;
  /** Every line on standard output so far. */
  readonly lines: readonly string[];
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

interface Started {
  readonly event?: string;
  readonly port?: number;
  readonly metricsPort?: number;
}

const startedLine = (line: string): Started | null => {
  const parsed = line.startsWith('{') ? (JSON.parse(line) as Started) : {};
  return parsed.event === 'service.started' ? parsed : null;
};

/** The service as it is run in production, on free loopback ports. */
export async function startGateway(env: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', HEMTAG_PORT: '0', HEMTAG_METRICS_PORT: '0', HEMTAG_ECHO: 'on', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const started = new Promise<Started>((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line);
      const found = startedLine(line);
      if (found) resolve(found);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${String(code)}:\n${[...lines, ...errors].join('\n')}`)));
  });
  const { port, metricsPort } = await started;
  return {
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    process: child,
    lines,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

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
