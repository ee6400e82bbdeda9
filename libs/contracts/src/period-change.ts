import { z } from 'zod';

/**
 * Value on `benefit.periods.v1`: a month got another state. The key is tenant and month, so that a reader sees the steps of a month in their order; a repeated
 * message (same tenant, month and sequence) says nothing new. Who did it and why is read with `GET /v1/periods`, so that no name lies on the log.
 */
export const PeriodChange = z.strictObject({
  tenant: z.string(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  /** Counts the steps of the month from 1. */
  sequence: z.number().int().positive(),
  state: z.enum(['PRELIMINARY', 'CLOSED', 'REOPENED']),
  version: z.number().int().positive(),
  recordedAt: z.iso.datetime(),
  /** SHA-256 of what the month kept (docs/periods.md); null for a reopening. */
  snapshotHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type PeriodChange = z.infer<typeof PeriodChange>;
