import type { Problem } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import type { ApiAnswer, ApiClient, ApiResult } from './api-client.js';
import { notReachable, refused, type Outcome } from './outcome.js';
import { isRecord } from './record.js';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The parts of problem+json that an answer really has. */
export function problemOf({ body }: ApiAnswer): Partial<Problem> {
  const value = parse(body);
  if (!isRecord(value)) return {};
  return {
    ...(typeof value.code === 'string' && { code: value.code as Problem['code'] }),
    ...(typeof value.detail === 'string' && { detail: value.detail }),
    ...(typeof value.pointer === 'string' && { pointer: value.pointer }),
    ...(Array.isArray(value.errors) && { errors: value.errors.filter(isRecord) }),
  };
}

/** `INVALID_REQUEST: from is no month (/from)`, or the bare status where the answer says nothing more. */
export function problemText(answer: ApiAnswer): string {
  const { code, detail, pointer } = problemOf(answer);
  const text = [code, detail].filter((part) => part !== undefined).join(': ') || `The server answered with status ${answer.status}.`;
  return pointer ? `${text} (${pointer})` : text;
}

export const noServer = (url: string, reason: string): Outcome =>
  notReachable(`Hemtag is not reachable at ${url} (${reason}). Start it with \`npm start\`, or name its address in HEMTAG_URL.`);

/** 502, 503, 504: the gateway or what stands before it is there, what should answer is not (yet). */
export const isUnavailable = (status: number): boolean => status === 502 || status === 503 || status === 504;

/** The outcome of an answer that is no success. */
export function refusalOf(answer: ApiAnswer): Outcome {
  return isUnavailable(answer.status) ? notReachable(problemText(answer)) : refused(problemText(answer));
}

/** What tells an answer of Hemtag from anything else: a list, or another member. */
type Mark<T> = { readonly list: keyof T & string } | { readonly has: keyof T & string };

const isMarked = <T>(value: Readonly<Record<string, unknown>>, mark: Mark<T>): boolean =>
  'list' in mark ? Array.isArray(value[mark.list]) : value[mark.has] !== undefined;

/** The body of a successful answer with a list or member of this name, as its contract says; or the outcome that ends the command. */
export function contentOf<T>(result: ApiResult, { api, ...mark }: { readonly api: ApiClient } & Mark<T>): Result<T, Outcome> {
  if (result.kind === 'no-answer') return err(noServer(api.url, result.reason));
  if (result.status < 200 || result.status >= 300) return err(refusalOf(result));
  const value = parse(result.body);
  return isRecord(value) && isMarked<T>(value, mark as Mark<T>) ? ok(value as T) : err(notReachable(`What answers at ${api.url} is not Hemtag.`));
}
