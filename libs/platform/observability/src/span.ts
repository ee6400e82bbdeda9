export type SpanKind = 'server' | 'consumer' | 'internal';

export interface RunningSpan {
  /** W3C trace context, to travel on with what this span causes. */
  readonly traceparent: string;
  /** With an error where the work failed. */
  end(failure?: unknown): void;
}

export interface SpanStart {
  readonly kind: SpanKind;
  /** Trace contexts of what led here: the first is the parent, so that one event has one trace; further ones become links. */
  readonly causes: readonly string[];
}

/** Causes that one span takes; what came with more of them has them in its own trace. */
export const MAX_CAUSES = 32;

export interface Tracing {
  /** Null where tracing is off, and then nothing needs to be gathered. */
  readonly begin: ((name: string, start: SpanStart) => RunningSpan) | null;
  /** Sends what has ended. */
  close(): Promise<void>;
}
