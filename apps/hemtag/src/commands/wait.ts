import type { WaitResponse } from '@hemtag/contracts';
import { isUnavailable, noServer, problemText, refusalOf } from '../answers.js';
import type { ApiAnswer, ApiResult } from '../api-client.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, notReachable, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render } from '../output/rendering.js';
import { isRecord } from '../record.js';
import { print } from '../terminal.js';
import { heldPartitions, heldText } from './sources.js';

/** A request stays short, so that proxies do not cut it. */
const SLICE_MS = 10_000;
const ANSWER_MARGIN_MS = 30_000;
/** Between two questions, where the server did not wait by itself. */
const PAUSE_MS = 250;

const columns: readonly Column<WaitResponse>[] = [
  { header: 'done', cell: ({ done }) => (done ? 'yes' : 'no') },
  { header: 'remaining events', cell: (response) => response.remainingEvents, numeric: true },
  { header: 'remaining volumes', cell: (response) => response.remainingVolumes, numeric: true },
];

function waitResponseOf({ body }: ApiAnswer): WaitResponse | null {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) && typeof value.done === 'boolean' && typeof value.until === 'string' ? (value as unknown as WaitResponse) : null;
  } catch {
    return null;
  }
}

type Step =
  | { readonly kind: 'told'; readonly response: WaitResponse }
  /** Worth another question; `outcome` is how the command ends where time is up. */
  | { readonly kind: 'later'; readonly pauseMs: number; readonly outcome: Outcome }
  | { readonly kind: 'over'; readonly outcome: Outcome };

function stepOf(result: ApiResult, { url, answeredBefore }: { readonly url: string; readonly answeredBefore: boolean }): Step {
  if (result.kind === 'no-answer') {
    const outcome = noServer(url, result.reason);
    return answeredBefore ? { kind: 'later', pauseMs: PAUSE_MS, outcome } : { kind: 'over', outcome };
  }
  if (isUnavailable(result.status) || result.status === 429) {
    return { kind: 'later', pauseMs: result.retryAfterMs ?? PAUSE_MS, outcome: notReachable(problemText(result)) };
  }
  if (result.status !== 200) return { kind: 'over', outcome: refusalOf(result) };
  const response = waitResponseOf(result);
  return response === null ? { kind: 'over', outcome: notReachable(`What answers at ${url} is not Hemtag.`) } : { kind: 'told', response };
}

/** Says what remains, and where it waits for somebody: a partition that is held does not go on by itself. */
async function timedOut(context: CommandContext, { remainingEvents, remainingVolumes }: WaitResponse, timeoutMs: number): Promise<Outcome> {
  const held = remainingEvents > 0 ? await heldPartitions(context) : [];
  const remains = `Not everything is in the figures after ${timeoutMs / 1000} s: ${remainingEvents} events and ${remainingVolumes} volumes remain.`;
  return refused(remains, ...held.map(heldText));
}

/** `hemtag wait [--timeout S]`: asks in slices until everything that was accepted before the first question is in the figures. */
export async function wait(context: CommandContext, { timeoutMs }: { readonly timeoutMs: number }): Promise<Outcome> {
  const { api, terminal } = context;
  const deadline = terminal.clock() + timeoutMs;
  let until: string | null = null;
  let answeredBefore = false;
  for (;;) {
    const askedAt = terminal.clock();
    const sliceMs = Math.max(0, Math.min(SLICE_MS, deadline - askedAt));
    const query = { timeoutSeconds: String(Math.floor(sliceMs / 1000)), until };
    const result = await api.get('/v1/wait', { query, timeoutMs: sliceMs + ANSWER_MARGIN_MS });
    const step = stepOf(result, { url: api.url, answeredBefore });
    if (step.kind === 'over') return step.outcome;
    answeredBefore = true;
    if (step.kind === 'told') {
      until = step.response.until;
      if (step.response.done) {
        await print(terminal.output, render(listRendering(columns, { rows: [step.response], json: JSON.stringify(step.response) }), formatOf(context)));
        return DONE;
      }
    }
    const now = terminal.clock();
    if (now >= deadline) return step.kind === 'told' ? timedOut(context, step.response, timeoutMs) : step.outcome;
    const pauseMs = step.kind === 'later' ? step.pauseMs : Math.max(0, PAUSE_MS - (now - askedAt));
    await terminal.sleep(Math.min(pauseMs, deadline - now));
  }
}
