import { z } from 'zod';
import { BENEFIT_TYPES, EVIDENCE_LEVELS, FIGURE_KINDS, FIGURE_REASONS, FORECAST_METHODS, INITIATIVE_WARNINGS, PERIOD_STATES } from '../figures.js';
import { BENEFIT_STATUSES } from '../register-api.js';

/** Answers about figures and the register, as the description of the API has them. A test holds them to the types that the services answer with. */
const amount = z.string().meta({ description: 'decimal text with two decimals' });
const quantity = z.string().meta({ description: 'decimal text with at most six decimals' });
const month = z.string().meta({ description: 'YYYY-MM' });

const exact = z.string().meta({ description: 'exact number: n or n/d' });
export const FigureQuantitySchema = z.object({
  unit: z.string().nullable(),
  estimated: quantity.nullable(),
  low: quantity.nullable(),
  high: quantity.nullable(),
  actual: quantity.nullable(),
  counted: quantity.nullable(),
  excess: quantity.nullable(),
});
export const FigureAmountSchema = z.object({
  unit: z.string().nullable(),
  estimated: amount.nullable(),
  gross: amount.nullable(),
  adjusted: amount.nullable(),
  confirmed: amount.nullable(),
  harvested: amount.nullable(),
  asReported: amount.nullable(),
  realGross: amount.nullable().exactOptional(),
  realEstimated: amount.nullable().exactOptional(),
});
const exactFigure = {
  quantity: z.object({
    estimated: exact.nullable(),
    low: exact.nullable(),
    high: exact.nullable(),
    actual: exact.nullable(),
    counted: exact.nullable(),
    excess: exact.nullable(),
  }),
  amount: z.object({
    estimated: exact.nullable(),
    gross: exact.nullable(),
    adjusted: exact.nullable(),
    confirmed: exact.nullable(),
    harvested: exact.nullable(),
    asReported: exact.nullable(),
  }),
  hours: z.object({ gross: exact, adjusted: exact, unclaimed: exact }).nullable(),
};
const exactBenefit = z.object({
  ...exactFigure,
  forecast: z.object({ amount: exact.nullable(), plan: exact.nullable() }),
  variance: z.object({ total: exact, volume: exact, price: exact, adjustment: exact }).nullable(),
  sources: z.array(z.string()).meta({ description: 'that its meters name, or that have ever sent what they match' }),
});
const exactCosts = { runningCost: exact, oneOffCost: exact, net: exact.nullable(), cumulativeNet: exact.nullable() };
const exactInitiative = z.object({
  netType: z.enum(BENEFIT_TYPES).nullable(),
  ...exactCosts,
  months: z.array(z.object({ month, gross: exact.nullable(), ...exactCosts })),
});
const hours = z.object({ gross: amount, adjusted: amount, unclaimed: amount, fte: amount });
const adoption = z.object({ potential: quantity, share: amount.nullable() });

export const FigureRowSchema = z.object({
  id: z.string(),
  kind: z.enum(FIGURE_KINDS),
  originalMonth: month.exactOptional(),
  initiative: z.string(),
  benefit: z.string(),
  type: z.enum(BENEFIT_TYPES),
  evidence: z.enum(EVIDENCE_LEVELS),
  month,
  state: z.enum(PERIOD_STATES),
  quantity: FigureQuantitySchema,
  amount: FigureAmountSchema,
  confirmation: z.object({ ofGross: amount, isCurrent: z.boolean(), isReviewed: z.boolean() }).nullable(),
  hours: hours.nullable(),
  adoption: adoption.nullable(),
  rate: amount.nullable(),
  complete: z.boolean(),
  reason: z.enum(FIGURE_REASONS).nullable(),
  exact: z.object(exactFigure).exactOptional(),
});

export const FiguresResponseSchema = z.object({
  tenant: z.string(),
  from: month,
  to: month,
  asKnownOn: z.string(),
  figures: z.array(FigureRowSchema),
  benefits: z.array(
    z.object({
      initiative: z.string(),
      benefit: z.string(),
      type: z.enum(BENEFIT_TYPES),
      quantity: FigureQuantitySchema.extend({ mean: quantity.nullable() }),
      amount: FigureAmountSchema,
      hours: hours.nullable(),
      adoption: adoption.nullable(),
      rate: amount.nullable(),
      harvestRate: amount.nullable(),
      forecast: z.object({ method: z.enum(FORECAST_METHODS), amount: amount.nullable(), plan: amount.nullable() }),
      variance: z.object({ total: amount, volume: amount, price: amount, adjustment: amount }).nullable(),
      unrealised: z.object({ plan: amount.nullable(), potential: amount.nullable() }),
      complete: z.boolean(),
      reason: z.enum(FIGURE_REASONS).nullable(),
      exact: exactBenefit.exactOptional(),
    }),
  ),
  initiatives: z.array(
    z.object({
      initiative: z.string(),
      currency: z.string(),
      byType: z.array(z.object({ type: z.enum(BENEFIT_TYPES), unit: z.string(), gross: amount.nullable(), adjusted: amount.nullable() })),
      runningCost: amount,
      oneOffCost: amount,
      net: amount.nullable(),
      cumulativeNet: amount.nullable(),
      complete: z.boolean(),
      warnings: z.array(z.enum(INITIATIVE_WARNINGS)),
      overlaps: z.array(z.object({ benefit: z.string(), with: z.object({ initiative: z.string(), benefit: z.string() }) })).exactOptional(),
      exact: exactInitiative.exactOptional(),
    }),
  ),
});

const objectChange = z.object({
  path: z.string(),
  change: z.enum(['added', 'changed', 'corrected', 'ended', 'removed']),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export const AppliedObjectSchema = z.object({
  kind: z.string(),
  tenant: z.string().nullable(),
  name: z.string(),
  result: z.enum(['created', 'versioned', 'unchanged']),
  changes: z.array(objectChange).exactOptional(),
});
const beforeAfter = z.object({ before: amount.nullable(), after: amount.nullable() });
export const ApplyResponseSchema = z.object({
  objects: z.array(AppliedObjectSchema),
  warnings: z.array(
    z.object({
      code: z.enum(['OVERLAP', 'NO_RUNNING_COST', 'UNKNOWN_DEPARTMENT']),
      tenant: z.string(),
      initiative: z.string().nullable(),
      benefit: z.string().nullable(),
      detail: z.string(),
    }),
  ),
  effect: z
    .array(
      z.object({
        tenant: z.string(),
        initiative: z.string(),
        benefit: z.string(),
        type: z.enum(BENEFIT_TYPES),
        unit: z.string().nullable(),
        from: month,
        to: month,
        gross: beforeAfter,
        yearEstimate: beforeAfter,
      }),
    )
    .exactOptional(),
});

const document = z.record(z.string(), z.unknown());
const registerEntry = z.object({
  path: z.string(),
  key: z.string(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  recordedAt: z.string(),
  supersededAt: z.string().nullable(),
  author: z.string(),
  version: z.number(),
  reason: z.string().nullable(),
  source: z.string().nullable(),
  approvedBy: z.string().nullable(),
  content: document,
});
const benefitStatus = z.object({
  benefit: z.string(),
  status: z.enum(BENEFIT_STATUSES),
  missing: z.array(z.string()),
  hasApprovedEstimate: z.boolean(),
  activeFrom: z.string().nullable(),
  endsOn: z.string().nullable(),
});
export const RegisterResponseSchema = z.object({
  objects: z.array(
    z.object({
      kind: z.string(),
      tenant: z.string().nullable(),
      name: z.string(),
      versions: z.array(z.object({ version: z.number(), recordedAt: z.string(), author: z.string(), changes: z.array(objectChange), document })),
      entries: z.array(registerEntry),
      statuses: z.array(benefitStatus).exactOptional(),
      retired: z.object({ from: z.string(), reason: z.string() }).nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const WaitResponseSchema = z.object({ done: z.boolean(), until: z.string(), remainingEvents: z.number(), remainingVolumes: z.number() });
