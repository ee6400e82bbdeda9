import { z } from 'zod';
import { asKnownOn } from './as-known-on.js';

const instant = z.iso.datetime({ offset: true });

export const CompletenessQuery = z.strictObject({
  tenant: z.string().min(1).max(100),
  /** Months, both included, at most twelve. */
  from: z.string().min(1).max(20),
  to: z.string().min(1).max(20),
  /** Judged as on that instant, by what is known of the sources' activity today. */
  asKnownOn,
});

export const DAY_STATES = ['COMPLETE', 'INCOMPLETE', 'SILENT', 'NOT_EXPECTED', 'OPEN'] as const;

export const CompletenessDay = z.strictObject({
  day: z.iso.date(),
  /** `incomplete`: the source says that there is more to come; `silent`: nothing within its rhythm before the day's end; `open`: the day has not ended. */
  state: z.enum(DAY_STATES),
  /** The last event or heartbeat before the day's end, of those read: from one rhythm before the range on. */
  lastEvent: instant.nullable(),
});

/** `GET /v1/completeness?tenant=&from=&to=&asKnownOn=`: what came from each registered source, day by day. */
export const CompletenessResponse = z.strictObject({
  tenant: z.string(),
  from: z.string(),
  to: z.string(),
  asKnownOn: instant,
  sources: z.array(
    z.strictObject({
      name: z.string(),
      source: z.string(),
      /** Null where the register expects no rhythm: silence is no sign then. */
      expectedEvery: z.string().nullable(),
      endedDays: z.int().nonnegative(),
      completeDays: z.int().nonnegative(),
      days: z.array(CompletenessDay),
    }),
  ),
});
export type CompletenessResponse = z.infer<typeof CompletenessResponse>;
