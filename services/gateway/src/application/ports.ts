import type { CloudEvent, Fault, Offsets, PendingState, ProblemCode, ReceivedEvent, SafePatterns } from '@hemtag/contracts';
import type { SourceRegistry } from '@hemtag/metering';

/** An event that is kept aside with the reason, so that it can be sent on after a fix. */
export interface RefusedEvent {
  /** As received where it is no CloudEvent. */
  readonly event: CloudEvent | ReceivedEvent;
  readonly fault: Fault;
  /** Both empty where the event does not lead to a registered source. */
  readonly tenant: string;
  readonly source: string;
  /** Of its source. */
  readonly safePatterns: SafePatterns | undefined;
}

/** What one request leaves behind. */
export interface IntakeRecords {
  readonly accepted: readonly CloudEvent[];
  readonly refused: readonly RefusedEvent[];
  /** Trace context of the request, to travel on with what was accepted. */
  readonly traceparent?: string | undefined;
}

/** The log of usage events, and that of refused ones. */
export interface EventLog {
  /** `acknowledged` only when all in-sync replicas have all of them. `unavailable`: it is unknown whether they are there, and sending them again is right. */
  append(records: IntakeRecords): Promise<'acknowledged' | 'unavailable'>;
}

/** The registered sources, kept in memory. */
export interface SourceRegister {
  /** As last read; null where it could not be read yet. */
  current(): SourceRegistry | null;
  /** Read after this call began; null where it cannot be read now. */
  reload(): Promise<SourceRegistry | null>;
}

export type RateDecision = { readonly kind: 'taken' } | { readonly kind: 'limited'; readonly retryAfterSeconds: number };
export interface RateLimiter {
  /** Takes what each source sends, or nothing at all. */
  take(eventsBySource: ReadonlyMap<string, number>): Promise<RateDecision>;
}

export interface IntakeMeter {
  count(outcome: 'accepted' | 'rejected', code: ProblemCode | 'none', events: number): void;
  /** Refused events that the log of rejects has. */
  kept(events: number): void;
}

export interface LogEnds {
  /** The offset that the next record of each partition with records will get; null where the log cannot be asked. */
  endOffsets(topic: string): Promise<Offsets | null>;
}

/** How far the services behind the gateway have come; null where it cannot be read now. */
export interface PipelineProgress {
  ingestion(topic: string): Promise<Offsets | null>;
  outbox(): Promise<PendingState | null>;
  benefit(topic: string): Promise<Offsets | null>;
  /** What is stored and not in the published figures yet. */
  projection(): Promise<PendingState | null>;
}
