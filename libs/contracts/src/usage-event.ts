/** The CloudEvents types of the contract, a closed set. */
export const USAGE_RECORDED = 'io.hemtag.usage.recorded.v1';
export const USAGE_AGGREGATED = 'io.hemtag.usage.aggregated.v1';
export const USAGE_CORRECTED = 'io.hemtag.usage.corrected.v1';
export const USAGE_RETRACTED = 'io.hemtag.usage.retracted.v1';
export const SOURCE_HEARTBEAT = 'io.hemtag.source.heartbeat.v1';

export const PERIOD_MODES = ['delta', 'snapshot', 'cumulative'] as const;
export type PeriodMode = (typeof PERIOD_MODES)[number];

/** Why an earlier event is corrected or retracted. */
export const AMENDMENT_REASONS = ['duplicate', 'wrong-quantity', 'test-data', 'entered-in-error', 'cancelled'] as const;
export type AmendmentReason = (typeof AMENDMENT_REASONS)[number];

export const OUTCOMES = ['success', 'failure', 'partial', 'cancelled', 'rejected', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CHANNELS = [
  'e-service',
  'robot',
  'api',
  'digital-mail',
  'paper-mail',
  'sms',
  'email',
  'phone',
  'chat',
  'video',
  'camera',
  'on-site',
  'iot',
  'ai',
  'other',
] as const;
export type Channel = (typeof CHANNELS)[number];

export const UNITS = [
  'case',
  'transaction',
  'run',
  'message',
  'letter',
  'sms',
  'page',
  'document',
  'visit',
  'check',
  'alarm',
  'call',
  'chat',
  'question',
  'booking',
  'permit',
  'decision',
  'measurement',
  'minute',
  'hour',
  'km',
  'kwh',
  'user',
  'token',
] as const;

export type DimensionValue = string | number | boolean;

export interface Measure {
  /** Exact decimal text. */
  readonly value: string;
  /** A unit of the code list or an ISO 4217 currency. */
  readonly unit: string;
}

/** What a usage event says about the usage itself. */
export interface UsageEventValues {
  /** At least 0 (recorded: above 0), at most six decimals, canonical decimal text (`1`, `0.25`). */
  readonly quantity: string;
  readonly unit: string;
  readonly outcome: Outcome;
  readonly channel: Channel | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, DimensionValue>>;
  readonly measures: Readonly<Record<string, Measure>>;
  /** False for an attempt that another one follows: stored, never counted. */
  readonly final: boolean;
}

interface Sent {
  readonly id: string;
  readonly source: string;
  /** As sent, RFC 3339 with offset. */
  readonly time: string;
  /** `time` in milliseconds since 1970-01-01T00:00:00Z. */
  readonly instant: number;
  /** The tenant that the sender claims (`municipality`), to be compared with the source's; null where it claims none. */
  readonly municipality: string | null;
  /** Canonical JSON of everything that makes the event what it is: equal text = the same event sent again, other text under the same identity = a conflict. */
  readonly content: string;
}

export interface UsageRecorded extends Sent, UsageEventValues {
  readonly kind: 'recorded';
  readonly subject: string;
}

/** Half-open, milliseconds since 1970, at most ten years. `timeZone` is checked and not kept: the tenant's zone decides the days. */
export interface EventPeriod {
  readonly start: number;
  readonly end: number;
  readonly mode: PeriodMode;
  /** At least 0; the highest one of a period holds. */
  readonly revision: number;
  /** False while the source expects to say more about the period. */
  readonly complete: boolean;
}

export interface UsageAggregated extends Sent, UsageEventValues {
  readonly kind: 'aggregated';
  readonly subject: string;
  readonly period: EventPeriod;
}

/** The event that a correction or retraction is about: the original, never the event itself. */
export interface AmendedUsage {
  readonly source: string;
  readonly id: string;
  readonly reason: AmendmentReason | null;
}

export interface UsageCorrected extends Sent, UsageEventValues {
  readonly kind: 'corrected';
  readonly subject: string;
  readonly corrects: AmendedUsage;
}

export interface UsageRetracted extends Sent {
  readonly kind: 'retracted';
  readonly subject: string;
  readonly corrects: AmendedUsage;
}

export interface UsageHeartbeat extends Sent {
  readonly kind: 'heartbeat';
}

/** One usage event after validation: nothing in it was invented, every number is exact decimal text. */
export type UsageEvent = UsageRecorded | UsageAggregated | UsageCorrected | UsageRetracted | UsageHeartbeat;
export type UsageEventKind = UsageEvent['kind'];
