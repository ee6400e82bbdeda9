import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * Below the range from which systems take the ports of outgoing connections. A server that restarts under running clients must get its port
 * back, and one of their own connection attempts could have been given a port of that range meanwhile.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 31_999;
const MAX_ATTEMPTS = 200;

/** Ports that were free a moment ago, all different. Another process may still take one before it is used. */
export async function freeLoopbackPorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  for (let attempt = 0; attempt < MAX_ATTEMPTS && ports.size < count; attempt += 1) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT + 1);
    if (await isFreePort(port)) ports.add(port);
  }
  if (ports.size < count) throw new Error(`found no ${count} free ports on ${LOOPBACK} between ${LOWEST_PORT} and ${HIGHEST_PORT}`);
  return [...ports];
}

export async function freeLoopbackPort(): Promise<number> {
  const [port] = await freeLoopbackPorts(1);
  if (port === undefined) throw new Error('no port was found');
  return port;
}

export function isFreePort(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => server.close(() => answer(true)));
  });
}
