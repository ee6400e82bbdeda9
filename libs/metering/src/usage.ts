import type { Day, Instant } from '@hemtag/kernel';

export interface MeteredMeasure {
  /** Exact decimal text. */
  readonly value: string;
  readonly unit: string;
}

/** A usage event as far as metering is concerned; the contract's event fits. */
export interface MeteredEvent {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly instant: Instant;
  /** Decimal text with at most six decimals. */
  readonly quantity: string;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  readonly measures: Readonly<Record<string, MeteredMeasure>>;
  /** False for an attempt that another one follows: stored, never counted. */
  readonly final: boolean;
  /** Equal text is the same event sent again; other text under the same identity is a conflict. */
  readonly content: string;
}

/** The first 128 bits of the SHA-256 of the text's UTF-8 bytes, as 32 lower-case hexadecimal digits. Handed in, because domain code imports no platform. */
export type Digest128 = (text: string) => string;

/** The local day of an instant in the tenant's time zone. */
export type DayOf = (instant: Instant) => Day;
