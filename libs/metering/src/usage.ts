import type { Day, Instant } from '@hemtag/kernel';

export interface MeteredMeasure {
  /** Exact decimal text. */
  readonly value: string;
  readonly unit: string;
}

/** What a usage event says about the usage itself. A correction replaces all of it. */
export interface UsageValues {
  /** Decimal text with at most six decimals, at least 0. */
  readonly quantity: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  readonly measures: Readonly<Record<string, MeteredMeasure>>;
  /** False for an attempt that another one follows: stored, never counted. */
  readonly final: boolean;
}

interface Sent {
  readonly id: string;
  readonly source: string;
  /** `time` in milliseconds since 1970-01-01T00:00:00Z. */
  readonly instant: Instant;
  /** Equal text is the same event sent again; other text under the same identity is a conflict. */
  readonly content: string;
}

/** Something happened once, or `quantity` times at one moment. */
export interface RecordedUsage extends Sent, UsageValues {
  readonly kind: 'recorded';
  readonly subject: string;
}

export type PeriodMode = 'delta' | 'snapshot' | 'cumulative';

/** A half-open period; for a cumulative counter, since when it counts and up to when it was read. */
export interface UsagePeriod {
  readonly start: Instant;
  readonly end: Instant;
  readonly mode: PeriodMode;
  /** At least 0; the highest one of a period holds. */
  readonly revision: number;
  /** False while the source expects to say more about the period: its days stay incomplete. */
  readonly complete: boolean;
}

/** A count for a period. */
export interface AggregatedUsage extends Sent, UsageValues {
  readonly kind: 'aggregated';
  readonly subject: string;
  readonly period: UsagePeriod;
}

/** The event that a correction or retraction is about; always the original, never another correction. */
export interface AmendedEvent {
  readonly source: string;
  readonly id: string;
  readonly reason: string | null;
}

/** Replaces the values of an earlier event, whose time, subject and period stay. */
export interface CorrectedUsage extends Sent, UsageValues {
  readonly kind: 'corrected';
  readonly subject: string;
  readonly corrects: AmendedEvent;
}

/** An earlier event did not happen. */
export interface RetractedUsage extends Sent {
  readonly kind: 'retracted';
  readonly subject: string;
  readonly corrects: AmendedEvent;
}

/** The source lives and has sent everything up to `instant`. */
export interface SourceHeartbeat extends Sent {
  readonly kind: 'heartbeat';
}

/** A usage event as far as metering is concerned; the contract's event fits. */
export type MeteredEvent = RecordedUsage | AggregatedUsage | CorrectedUsage | RetractedUsage | SourceHeartbeat;

/** The first 128 bits of the SHA-256 of the text's UTF-8 bytes, as 32 lower-case hexadecimal digits. Handed in, because domain code imports no platform. */
export type Digest128 = (text: string) => string;

/** The local day of an instant in the tenant's time zone. */
export type DayOf = (instant: Instant) => Day;
