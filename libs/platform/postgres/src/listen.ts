import { Client } from 'pg';

import type { DatabaseLog } from './database-log.js';
import { SILENCE_LIMIT_MS, socketWithSilenceLimit } from './silence-limit.js';

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  /** Called for every notification, and after each connect, because what was announced in between is lost. */
  readonly onNotify: (payload: string | null) => void;
  readonly log: DatabaseLog;
  /** Before the first new attempt; doubled up to 5 s. */
  readonly reconnectDelayMs?: number;
  /** A connection on which the server said nothing for this long is given up; it is asked for a sign of life three times as often. 35 s by default. */
  readonly silenceLimitMs?: number;
}

export interface Listening {
  close(): Promise<void>;
}

const MAX_DELAY_MS = 5_000;
const CHANNEL = /^[a-z_][a-z0-9_]{0,62}$/;

async function connect(options: ListenOptions, onLost: (client: Client) => void): Promise<Client> {
  const client = new Client({
    connectionString: options.url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: `hemtag-listen-${options.channel}`,
    stream: () => socketWithSilenceLimit(options.silenceLimitMs),
  });
  client.on('error', () => onLost(client));
  client.on('end', () => onLost(client));
  client.on('notification', (message) => options.onNotify(message.payload ?? null));
  try {
    await client.connect();
    await client.query(`LISTEN ${options.channel}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Listens on a channel until closed and reconnects by itself. Resolves after the first connect; rejects when that one fails. */
export async function listen(options: ListenOptions): Promise<Listening> {
  if (!CHANNEL.test(options.channel)) throw new Error('not the name of a channel');
  const firstDelayMs = options.reconnectDelayMs ?? 100;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let current: Client | null = null;
  // Who only listens would never learn that nobody speaks any more.
  let asked: Client | null = null;
  const ask = async (client: Client): Promise<void> => {
    asked = client;
    await client.query('SELECT').catch(() => undefined);
    if (asked === client) asked = null;
  };
  const pulse = setInterval(() => void (current && current !== asked && ask(current)), (options.silenceLimitMs ?? SILENCE_LIMIT_MS) / 3);
  pulse.unref();

  const onLost = (client: Client): void => {
    if (closed || client !== current) return;
    current = null;
    options.log.warn({ channel: options.channel }, 'database.listen_lost');
    schedule(firstDelayMs);
  };
  const open = async (): Promise<void> => {
    const client = await connect(options, onLost);
    if (closed) return client.end();
    current = client;
    options.onNotify(null);
  };
  const schedule = (delayMs: number): void => {
    timer = setTimeout(() => {
      open().catch(() => {
        if (!closed) schedule(Math.min(delayMs * 2, MAX_DELAY_MS));
      });
    }, delayMs);
  };

  try {
    await open();
  } catch (error) {
    clearInterval(pulse);
    throw error;
  }
  return {
    close: async () => {
      closed = true;
      clearInterval(pulse);
      if (timer) clearTimeout(timer);
      await current?.end().catch(() => undefined);
    },
  };
}
