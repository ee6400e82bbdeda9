import { isDay } from '@hemtag/kernel';
import { z } from 'zod';
import { asKnownOn } from '../as-known-on.js';
import { DEVIATION_CAUSES, type ConfirmRequest, type HarvestRequest, type ReviewRequest } from '../confirmations-api.js';
import { PERIOD_STATES } from '../figures.js';
import { maskText } from '../identity-numbers/mask.js';
import { FigureRowSchema } from './figure-schemas.js';

/** What people decide about months and figures: the requests as the service reads them, the answers as the description of the API has them. */
const text = z.string();
const amount = z.string().meta({ description: 'decimal text with two decimals' });

/** What somebody writes beside a step or a figure. It is kept for ever and printed in reports, so it holds no number of a person. */
export const Remark = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((remark) => maskText(remark) === remark, 'must not hold a personal identity number, a telephone or account number or an e-mail address');

export const TenantParameter = z.strictObject({ tenant: z.string().min(1) });
/** The same as it was known on an instant. */
export const KnownTenantParameters = TenantParameter.extend({ asKnownOn });
export const MonthParameter = z.strictObject({ month: z.string() });
export const KeptFiguresParameters = TenantParameter.extend({
  version: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1')
    .optional(),
  /** Which step of the version; left out, the later one. */
  state: z.enum(['PRELIMINARY', 'CLOSED']).optional(),
  /** Adds the exact numbers. */
  exact: z.enum(['true', 'false']).default('false'),
});
export const PeriodChangesParameters = TenantParameter.extend({ initiative: z.string().min(1), benefit: z.string().min(1), asKnownOn });
export const PeriodStepParameters = z.strictObject({ month: z.string(), step: z.enum(['preliminary', 'close', 'reopen']) });
export const PeriodStepBody = z.strictObject({ reason: Remark.optional() });

export const ConfirmationsParameters = z.strictObject({ tenant: z.string().min(1), month: z.string().min(1).optional(), asKnownOn });
export const ConfirmBody: z.ZodType<ConfirmRequest> = z
  .strictObject({
    figure: z.string().min(1).max(500),
    amount: z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'must be a decimal number as text'),
    comment: Remark.optional(),
    cause: z.enum(DEVIATION_CAUSES).optional(),
    action: Remark.optional(),
    due: z.string().refine(isDay, 'must be a day like 2026-04-30').optional(),
  })
  .refine(({ action, due }) => (action === undefined) === (due === undefined), { error: 'an action has a day on which it is due', path: ['due'] });
export const ReviewBody: z.ZodType<ReviewRequest> = z.strictObject({ figure: z.string().min(1).max(500) });
export const HarvestBody: z.ZodType<HarvestRequest> = z.strictObject({
  line: z.string().min(1).max(500),
  month: z.string().min(1),
  amount: z.string().regex(/^\d{1,15}(\.\d{1,6})?$/, 'must be a decimal number as text, not negative'),
});

const logEntry = z.object({
  sequence: z.number(),
  state: z.enum(['PRELIMINARY', 'CLOSED', 'REOPENED']),
  version: z.number(),
  actor: text,
  reason: text.nullable(),
  recordedAt: text,
  snapshotHash: text.nullable(),
  approvedBy: text.nullable(),
  approvedAt: text.nullable(),
});
export const PeriodSchema = z.object({ tenant: text, month: text, state: z.enum(PERIOD_STATES), version: z.number(), log: z.array(logEntry) });
export const PeriodsResponseSchema = z.object({ tenant: text, periods: z.array(PeriodSchema) });
export const PeriodStepResponseSchema = PeriodSchema.extend({ keptFigures: z.number() });
export const KeptFiguresResponseSchema = z.object({
  tenant: text,
  month: text,
  version: z.number(),
  state: z.enum(['PRELIMINARY', 'CLOSED']),
  snapshotHash: text,
  figures: z.array(FigureRowSchema),
  exact: z.array(z.object({ gross: text.nullable(), adjusted: text.nullable(), counted: text.nullable(), asReported: text.nullable() })).exactOptional(),
});

export const PeriodChangesResponseSchema = z.object({
  tenant: text,
  month: text,
  initiative: text,
  benefit: text,
  version: z.number(),
  closedAt: text,
  volumes: z.array(z.object({ day: text, source: text, subject: text, unit: text, then: text.nullable(), now: text.nullable() })),
  register: z.array(z.object({ kind: text, name: text, then: z.number().nullable(), now: z.number() })),
});

export const ConfirmationSchema = z.object({
  figure: text,
  initiative: text,
  benefit: text,
  month: text,
  amount,
  unit: text,
  ofGross: amount,
  comment: text.nullable(),
  cause: z.enum(DEVIATION_CAUSES).nullable(),
  action: text.nullable(),
  due: text.nullable(),
  confirmedBy: text,
  confirmedAt: text,
  reviewedBy: text.nullable(),
  reviewedAt: text.nullable(),
});
export const ConfirmationsResponseSchema = z.object({ tenant: text, confirmations: z.array(ConfirmationSchema) });

const harvest = z.object({ line: text, month: text, amount, unit: text, harvestedBy: text, harvestedAt: text });
export const HarvestsResponseSchema = z.object({ tenant: text, harvests: z.array(harvest) });
export const HarvestResponseSchema = harvest.extend({ tenant: text, harvested: amount, planned: amount, warnings: z.array(z.enum(['OVER_HARVESTED'])) });
