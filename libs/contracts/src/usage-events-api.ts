import { z } from 'zod';
import { asKnownOn } from './as-known-on.js';
import { pageLimit } from './page-limit.js';
import { UsageSeries } from './usage-volume.js';

const instant = z.iso.datetime({ offset: true });

export const UsageEventsQuery = z.strictObject({
  tenant: z.string().min(1).max(100),
  /** Its key, as an explanation names it. */
  series: z.guid(),
  /** Local days of the tenant, both included. */
  from: z.iso.date(),
  until: z.iso.date(),
  limit: pageLimit.optional(),
  cursor: z.string().min(1).max(200).optional(),
  /** Events and corrections that were stored up to then. */
  asKnownOn,
});

/** One event as far as it adds to one volume: what it adds is its share of the day, after every correction. */
export const ListedEvent = z.strictObject({
  day: z.iso.date(),
  id: z.string(),
  source: z.string(),
  kind: z.enum(['recorded', 'aggregated']),
  /** When it happened; of an aggregate, when it was said. */
  time: instant,
  /** Of an aggregate. */
  period: z.strictObject({ start: instant, end: instant, mode: z.enum(['delta', 'snapshot', 'cumulative']) }).nullable(),
  quantity: z.string(),
  /** Whether a correction changed it. */
  isCorrected: z.boolean(),
  /** Its place in the log of usage events. */
  position: z.strictObject({ partition: z.int(), offset: z.string() }),
});
export type ListedEvent = z.infer<typeof ListedEvent>;

/**
 * `GET /v1/usage-events?tenant=&series=&from=&until=&limit=&cursor=&asKnownOn=`: the events behind the volumes of one series, days in the tenant's time zone, both included.
 * In the order of day and identity; `next` goes into `cursor` and is null on the last page.
 */
export const UsageEventsResponse = z.strictObject({
  tenant: z.string(),
  series: UsageSeries,
  events: z.array(ListedEvent),
  /** Months of which the ledger's table was taken out: so many of their events count in the volumes and cannot be listed any more. */
  unlistable: z.array(z.strictObject({ month: z.string(), events: z.int().nonnegative() })),
  next: z.string().nullable(),
});
export type UsageEventsResponse = z.infer<typeof UsageEventsResponse>;
