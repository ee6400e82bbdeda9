import { ACTOR_HEADER } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { isRecord } from './record.js';
import { systemErrorCode } from './system-error.js';

export interface ApiAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly body: string;
  /** What `Retry-After` asks for; null where it is missing or not understood. */
  readonly retryAfterMs: number | null;
}

/** No whole answer came: nothing is known about what the server did with the request. */
export interface NoAnswer {
  readonly kind: 'no-answer';
  readonly reason: string;
}

/** A file, whole: the bytes and the strong tag that they have. */
export interface ApiFile {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  /** Without its quotes; null where the server gave none. */
  readonly tag: string | null;
}

export type ApiResult = ApiAnswer | NoAnswer;
export type Query = Readonly<Record<string, string | null>>;

export interface ApiClient {
  readonly url: string;
  readonly get: (path: string, request?: { readonly query?: Query; readonly timeoutMs?: number }) => Promise<ApiResult>;
  /** A good answer as the bytes that it is, any other one as text. */
  readonly download: (path: string, request: { readonly query: Query }) => Promise<ApiFile | ApiResult>;
  readonly post: (path: string, request: { readonly query?: Query; readonly contentType: string; readonly body: string }) => Promise<ApiResult>;
}

export interface ApiClientOptions {
  readonly url: string;
  readonly token: string | null;
  readonly actor: string | null;
  readonly clock: Clock;
}

const REQUEST_TIMEOUT_MS = 60_000;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection lost',
  UND_ERR_SOCKET: 'connection lost',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'unknown host',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
};

/** The reason in words where fetch failed on the network; null where the fault is the program's own. */
function networkReason(error: unknown): string | null {
  if (!isRecord(error)) return null;
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.name !== 'TypeError' || !isRecord(error.cause)) return null;
  const code = systemErrorCode(error.cause);
  return code === null ? String(error.cause.message) : (REASONS[code] ?? code);
}

function retryAfterMs(header: string | null, clock: Clock): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const instant = Date.parse(header);
  return Number.isNaN(instant) ? null : Math.max(0, instant - clock());
}

function queryText(query: Query = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null) given.set(name, value);
  return given.size === 0 ? '' : `?${given.toString()}`;
}

export function createApiClient({ url, token, actor, clock }: ApiClientOptions): ApiClient {
  const base = url.replace(/\/+$/, '');
  const headers = {
    accept: 'application/json, application/problem+json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
    // A header holds ASCII; names hold more.
    ...(actor !== null && { [ACTOR_HEADER]: encodeURIComponent(actor) }),
  };
  const answerOf = async (response: Response): Promise<ApiAnswer> => ({
    kind: 'answer',
    status: response.status,
    body: await response.text(),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), clock),
  });
  const fileOf = async (response: Response): Promise<ApiFile | ApiAnswer> => {
    if (!response.ok) return answerOf(response);
    const tag = /^"([^"]*)"$/.exec(response.headers.get('etag') ?? '')?.[1] ?? null;
    return { kind: 'file', bytes: new Uint8Array(await response.arrayBuffer()), tag };
  };
  const fetched = async <Answer>(
    target: string,
    { init, timeoutMs, read }: { readonly init: RequestInit; readonly timeoutMs: number; readonly read: (response: Response) => Promise<Answer> },
  ): Promise<Answer | NoAnswer> => {
    try {
      // A redirect would carry the request to a server that nobody named.
      return await read(await fetch(`${base}${target}`, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }));
    } catch (error) {
      const reason = networkReason(error);
      if (reason === null) throw error;
      return { kind: 'no-answer', reason };
    }
  };
  const request = (target: string, init: RequestInit, timeoutMs: number): Promise<ApiResult> => fetched(target, { init, timeoutMs, read: answerOf });
  return {
    url: base,
    get: (path, { query, timeoutMs = REQUEST_TIMEOUT_MS } = {}) => request(`${path}${queryText(query)}`, { headers }, timeoutMs),
    download: (path, { query }) => fetched(`${path}${queryText(query)}`, { init: { headers }, timeoutMs: REQUEST_TIMEOUT_MS, read: fileOf }),
    post: (path, { query, contentType, body }) =>
      request(`${path}${queryText(query)}`, { method: 'POST', headers: { ...headers, 'content-type': contentType }, body }, REQUEST_TIMEOUT_MS),
  };
}
