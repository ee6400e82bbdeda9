import { pendingUpTo, recordsBehind, TOPICS, type Offsets, type WaitResponse } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { z } from 'zod';

import type { LogEnds, PipelineProgress } from './ports.js';

const offset = z.string().regex(/^\d{1,19}$/);
const offsets = z.record(z.string().regex(/^\d{1,9}$/), offset);
const State = z.discriminatedUnion('stage', [
  z.strictObject({ stage: z.literal('events'), offsets }),
  z.strictObject({ stage: z.literal('outbox'), lastId: offset.nullable() }),
  z.strictObject({ stage: z.literal('volumes'), offsets }),
  z.strictObject({ stage: z.literal('figures'), lastId: offset.nullable() }),
  z.strictObject({ stage: z.literal('done') }),
]);
/** What is waited for next. Each stage is fixed when the one before it is reached: stored events, published volumes, stored volumes, published figures. */
type State = z.infer<typeof State>;

const POLL_MS = 50;

export type WaitAnswer = { readonly kind: 'answer'; readonly response: WaitResponse } | { readonly kind: 'invalid-until' } | { readonly kind: 'not-ready' };
export interface WaitRequest {
  /** From an earlier answer; null begins with everything that is in the log now. */
  readonly until: string | null;
  readonly timeoutMs: number;
  /** Ends the wait early, as if the time had run out. */
  readonly signal: AbortSignal;
}
export interface WaitPorts {
  readonly ends: LogEnds;
  readonly progress: PipelineProgress;
  readonly clock: Clock;
}
interface Step {
  readonly state: State;
  readonly remaining: bigint;
}

const encode = (state: State): string => Buffer.from(JSON.stringify(state)).toString('base64url');

function decode(until: string): State | null {
  try {
    const parsed = State.safeParse(JSON.parse(Buffer.from(until, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const asText = (ends: Offsets): Record<string, string> =>
  Object.fromEntries([...ends].filter(([, end]) => end > 0n).map(([partition, end]) => [String(partition), String(end)]));

const offsetsOf = (texts: Readonly<Record<string, string>>): Offsets =>
  new Map(Object.entries(texts).map(([partition, end]) => [Number(partition), BigInt(end)]));
const textOf = (id: bigint | null): string | null => (id === null ? null : String(id));
const idOf = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

/** Waits until every event that the log held at the first call is in the figures. */
export class WaitForFigures {
  constructor(private readonly ports: WaitPorts) {}

  async wait(request: WaitRequest): Promise<WaitAnswer> {
    const deadline = this.ports.clock() + request.timeoutMs;
    let state = request.until === null ? await this.begin() : decode(request.until);
    if (state === null) return { kind: request.until === null ? 'not-ready' : 'invalid-until' };
    for (;;) {
      const step = await this.step(state);
      if (step === null) return { kind: 'not-ready' };
      const hasMoved = step.state.stage !== state.stage;
      state = step.state;
      if (state.stage === 'done') break;
      if (hasMoved) continue;
      if (this.ports.clock() >= deadline || request.signal.aborted) return { kind: 'answer', response: this.answer(step) };
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return { kind: 'answer', response: this.answer({ state, remaining: 0n }) };
  }

  private answer({ state, remaining }: Step): WaitResponse {
    const events = state.stage === 'events' ? remaining : 0n;
    return { done: state.stage === 'done', until: encode(state), remainingEvents: Number(events), remainingVolumes: Number(remaining - events) };
  }

  private async begin(): Promise<State | null> {
    const ends = await this.ports.ends.endOffsets(TOPICS.usageEvents.name);
    return ends && { stage: 'events', offsets: asText(ends) };
  }

  /** The same state while something remains, else the next one. Null where a part of the pipeline cannot be asked. */
  private async step(state: State): Promise<Step | null> {
    switch (state.stage) {
      case 'events': {
        const reached = await this.ports.progress.ingestion(TOPICS.usageEvents.name);
        if (reached === null) return null;
        const remaining = recordsBehind(offsetsOf(state.offsets), reached);
        if (remaining > 0n) return { state, remaining };
        const outbox = await this.ports.progress.outbox();
        return outbox && { state: { stage: 'outbox', lastId: textOf(outbox.lastId) }, remaining: 0n };
      }
      case 'outbox': {
        const outbox = await this.ports.progress.outbox();
        if (outbox === null) return null;
        const remaining = pendingUpTo(idOf(state.lastId), outbox);
        if (remaining > 0n) return { state, remaining };
        const ends = await this.ports.ends.endOffsets(TOPICS.usageVolumes.name);
        return ends && { state: { stage: 'volumes', offsets: asText(ends) }, remaining: 0n };
      }
      case 'volumes': {
        const reached = await this.ports.progress.benefit(TOPICS.usageVolumes.name);
        if (reached === null) return null;
        const remaining = recordsBehind(offsetsOf(state.offsets), reached);
        if (remaining > 0n) return { state, remaining };
        // Read after the volumes: what they make pending was stored with them.
        const pending = await this.ports.progress.projection();
        return pending && { state: { stage: 'figures', lastId: textOf(pending.lastId) }, remaining: 0n };
      }
      case 'figures': {
        const pending = await this.ports.progress.projection();
        if (pending === null) return null;
        const remaining = pendingUpTo(idOf(state.lastId), pending);
        return remaining > 0n ? { state, remaining } : { state: { stage: 'done' }, remaining: 0n };
      }
      case 'done':
        return { state, remaining: 0n };
    }
  }
}
