import { isDay } from '@hemtag/kernel';
import { z } from 'zod';
import { asKnownOn } from '../as-known-on.js';
import { FORECAST_METHODS } from '../figures.js';
import { pageLimit } from '../page-limit.js';

/** What requests may say: the services read them with these schemas, and the description of the API is made from the same ones. */
const text = z.string().min(1).max(1_000);

export const FiguresParameters = z.strictObject({
  tenant: z.string().min(1),
  /** Months, both included. */
  from: z.string().min(1),
  to: z.string().min(1),
  initiative: z.string().min(1).optional(),
  benefit: z.string().min(1).optional(),
  priceYear: z
    .string()
    .regex(/^\d{4}$/, 'must be a year like 2026')
    .optional(),
  forecast: z.enum(FORECAST_METHODS, `must be one of ${FORECAST_METHODS.join(', ')}`).default('seasonal'),
  /** Adds `exact`: every number as it is before it is rounded. */
  exact: z.enum(['true', 'false'], 'must be true or false').default('false'),
  asKnownOn,
});

export const RegisterKindParameter = z.strictObject({ kind: z.enum(['tenant', 'source', 'rate', 'initiative', 'report-plan']) });
export const RegisterParameters = z.strictObject({
  tenant: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  /** Left out: everything at once. */
  limit: pageLimit.optional(),
  cursor: z.string().min(1).max(400).optional(),
  asKnownOn,
});

export const RegisterObjectParameters = RegisterKindParameter.extend({ name: z.string().min(1) });
export const RetireBody = z.strictObject({
  tenant: z.string().min(1).optional(),
  from: z.string().refine(isDay, 'must be a day YYYY-MM-DD that exists'),
  reason: z.string().trim().min(1, 'must not be empty').max(2000, 'must have at most 2000 characters'),
});

export const ApplyBody = z.strictObject({
  files: z
    .array(z.strictObject({ name: z.string().max(1000), content: z.string() }))
    .min(1)
    .max(1000),
});
export const ApplyParameters = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') });

const rejectFilter = { tenant: text.optional(), source: text.optional(), code: text.optional(), after: text.optional() };
export const RejectsParameters = z.strictObject({ ...rejectFilter, limit: pageLimit.optional() });
export const ReplayBody = z.union([z.strictObject({ ids: z.array(text).min(1).max(1_000) }), z.strictObject(rejectFilter)]);

export const SourcesStatusParameters = z.strictObject({ tenant: z.string().min(1).optional() });
const AN_HOUR_SECONDS = 3_600;
const A_WEEK_SECONDS = 7 * 86_400;
export const ResumeBody = z.strictObject({
  source: z.string().max(1_000),
  tenant: z.string().min(1).optional(),
  forSeconds: z.int().min(1).max(A_WEEK_SECONDS).default(AN_HOUR_SECONDS),
});

export const WaitParameters = z.object({
  until: z.string().optional(),
  timeoutSeconds: z
    .string()
    .regex(/^\d{0,6}$/, 'must be a whole number')
    .optional(),
});
