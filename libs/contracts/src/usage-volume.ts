import { z } from 'zod';

const decimal = z.string().regex(/^-?\d+(\.\d{1,6})?$/);

/** What a volume counts. Its `key` is a function of the other fields, so that producers and readers agree without a shared table. */
export const UsageSeries = z.strictObject({
  /** 128 bits of a hash, written like a UUID. */
  key: z.guid(),
  source: z.string(),
  subject: z.string(),
  /** The event's own unit. */
  unit: z.string(),
  outcome: z.string(),
  channel: z.string().nullable(),
  orgUnit: z.string().nullable(),
  dimensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Null for the event's own quantity; else the measure that is summed, in its own unit. */
  measure: z.strictObject({ name: z.string(), unit: z.string() }).nullable(),
});
export type UsageSeries = z.infer<typeof UsageSeries>;

/** Headers on `usage.volumes.v1`; a reader that does not know them loses nothing. */
export const VOLUME_HEADERS = {
  /**
   * When the log took the oldest usage event behind this change, in milliseconds since 1970 as text: of the events of the volume's source that were stored together
   * with it. Left out where no event of that source was.
   */
  usageAt: 'hemtag_usage_ms',
  /** When ingestion had stored everything that is in the volume, by the clock of its database, in milliseconds since 1970 as text: the events of the volume are those stored up to it. */
  ledgerAt: 'hemtag_ledger_ms',
} as const;

/** Value on `usage.volumes.v1`: the whole volume of a series on one local day. A lower revision of the same (tenant, series, day) is stale and ignored. */
export const UsageVolume = z.strictObject({
  tenant: z.string(),
  series: UsageSeries,
  day: z.iso.date(),
  quantity: decimal,
  /** Usage events behind the quantity. */
  events: z.number().int().nonnegative(),
  revision: z.number().int().positive(),
});
export type UsageVolume = z.infer<typeof UsageVolume>;
