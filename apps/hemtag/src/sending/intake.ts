import type { IntakeResult } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { isUnavailable, noServer, problemOf, problemText } from '../answers.js';
import type { ApiAnswer, ApiClient, ApiResult } from '../api-client.js';
import { notReachable, refused, type Outcome } from '../outcome.js';
import { isRecord } from '../record.js';
import type { EventLine, RejectedLine } from './event-line.js';

const BATCH_MEDIA_TYPE = 'application/cloudevents-batch+json';
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** How long a batch is repeated while nothing answers, or something answers that it cannot. */
const OUTAGE_PATIENCE_MS = 60_000;
/** A rate limit is no outage: the server says when to come again. */
const RATE_LIMIT_PATIENCE_MS = 600_000;

/** What became of some events: the log has them or they were rejected; or sending is over for a reason that concerns all. */
export type Delivery =
  { readonly kind: 'settled'; readonly accepted: number; readonly rejected: readonly RejectedLine[] } | { readonly kind: 'stopped'; readonly outcome: Outcome };

export interface Intake {
  /** False until the server has answered once, whatever it said. */
  readonly hasAnswered: () => boolean;
  readonly deliver: (events: readonly EventLine[]) => Promise<Delivery>;
  /** Nothing is repeated any more. */
  readonly giveUp: () => void;
}

const settled = (accepted: number, rejected: readonly RejectedLine[]): Delivery => ({ kind: 'settled', accepted, rejected });
const stopped = (outcome: Outcome): Delivery => ({ kind: 'stopped', outcome });

const isRejectedItem = (value: unknown, items: number): value is IntakeResult['rejected'][number] =>
  isRecord(value) &&
  Number.isInteger(value.index) &&
  Number(value.index) >= 0 &&
  Number(value.index) < items &&
  [value.code, value.pointer, value.detail].every((text) => typeof text === 'string');

/** Null where the answer is not what the intake says about so many items. */
function intakeResultOf({ body }: ApiAnswer, items: number): IntakeResult | null {
  try {
    const value: unknown = JSON.parse(body);
    const fits =
      isRecord(value) && typeof value.accepted === 'number' && Array.isArray(value.rejected) && value.rejected.every((item) => isRejectedItem(item, items));
    return fits ? (value as unknown as IntakeResult) : null;
  } catch {
    return null;
  }
}

/** One event was refused as a whole body; what the answer says about the body holds for the event. */
function wholeBodyRejected({ position }: EventLine, answer: ApiAnswer): RejectedLine {
  const { code, pointer = '', detail } = problemOf(answer);
  const known = code ?? (answer.status === 413 ? 'TOO_LARGE' : 'INVALID_DATA');
  return { kind: 'rejected', position, code: known, pointer, detail: detail ?? `The server answered with status ${answer.status}.` };
}

type Verdict = 'settled' | 'divide' | 'repeat' | 'stop';

function verdictOf({ status }: ApiAnswer): Verdict {
  if (status >= 200 && status < 300) return 'settled';
  // The body as a whole was refused: halves find the event that is to blame.
  if (status === 400 || status === 413 || status === 422) return 'divide';
  return status === 408 || status === 429 || status >= 500 ? 'repeat' : 'stop';
}

interface Failure {
  readonly patienceMs: number;
  readonly pauseMs: number | null;
  readonly outcome: Outcome;
}

function failureOf(result: ApiResult, api: ApiClient): Failure {
  if (result.kind === 'no-answer') return { patienceMs: OUTAGE_PATIENCE_MS, pauseMs: null, outcome: noServer(api.url, result.reason) };
  const patienceMs = result.status === 429 ? RATE_LIMIT_PATIENCE_MS : OUTAGE_PATIENCE_MS;
  const final = isUnavailable(result.status) || result.status === 429 ? notReachable : refused;
  return { patienceMs, pauseMs: result.retryAfterMs, outcome: final(problemText(result)) };
}

export interface IntakeSurroundings {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly sleep: (durationMs: number) => Promise<void>;
}

/** The client's side of `POST /v1/events`: repeating is safe, because the log's readers count an event's id once. */
export function createIntake({ api, clock, sleep }: IntakeSurroundings): Intake {
  let answered = false;
  let over = false;

  const post = async (events: readonly EventLine[]): Promise<ApiResult> => {
    const body = `[${events.map(({ text }) => text).join(',')}]`;
    const result = await api.post('/v1/events', { contentType: BATCH_MEDIA_TYPE, body });
    answered ||= result.kind === 'answer';
    return result;
  };

  /** Repeats until the server has a verdict, or patience ends. */
  const postUntilDecided = async (events: readonly EventLine[]): Promise<ApiAnswer | Outcome> => {
    const since = clock();
    for (let backOffMs = FIRST_PAUSE_MS; ; backOffMs = Math.min(backOffMs * 2, LONGEST_PAUSE_MS)) {
      const result = await post(events);
      if (result.kind === 'answer' && verdictOf(result) !== 'repeat') return result;
      const { patienceMs, pauseMs, outcome } = failureOf(result, api);
      if (!answered || over || clock() - since >= patienceMs) return outcome;
      await sleep(Math.min(pauseMs ?? backOffMs, patienceMs));
    }
  };

  const divided = async (events: readonly EventLine[]): Promise<Delivery> => {
    const middle = Math.ceil(events.length / 2);
    const first = await deliver(events.slice(0, middle));
    if (first.kind === 'stopped') return first;
    const second = await deliver(events.slice(middle));
    return second.kind === 'stopped' ? second : settled(first.accepted + second.accepted, [...first.rejected, ...second.rejected]);
  };

  const taken = (events: readonly EventLine[], answer: ApiAnswer): Delivery => {
    const result = intakeResultOf(answer, events.length);
    if (result === null) return stopped(notReachable(`What answers at ${api.url} is not Hemtag.`));
    const rejected = result.rejected.flatMap(({ index, code, pointer, detail }): RejectedLine[] => {
      const position = events[index]?.position;
      return position ? [{ kind: 'rejected', position, code, pointer, detail }] : [];
    });
    return settled(result.accepted, rejected);
  };

  const deliver = async (events: readonly EventLine[]): Promise<Delivery> => {
    const [first] = events;
    if (first === undefined) return settled(0, []);
    const answer = await postUntilDecided(events);
    if (answer.kind !== 'answer') return stopped(answer);
    const verdict = verdictOf(answer);
    if (verdict === 'settled') return taken(events, answer);
    if (verdict !== 'divide') return stopped(refused(problemText(answer)));
    return events.length > 1 ? divided(events) : settled(0, [wholeBodyRejected(first, answer)]);
  };

  return {
    hasAnswered: () => answered,
    deliver,
    giveUp: () => {
      over = true;
    },
  };
}
