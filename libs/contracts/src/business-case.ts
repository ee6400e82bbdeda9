import { z } from 'zod';
import { asKnownOn } from './as-known-on.js';
import { BENEFIT_TYPES } from './figures.js';

/** Why a member of a business case is null; docs/business-case.md says when. */
export const CASE_REASONS = ['NO_GO_LIVE', 'NET_UNDEFINED', 'NO_ESTIMATE', 'NO_BASELINE', 'NO_AMOUNT', 'NO_COST', 'NO_BREAK_EVEN', 'NOT_PAID_BACK'] as const;
export type CaseReason = (typeof CASE_REASONS)[number];

const PERCENT = 'must be a rate in percent from 0 to 100 with at most 6 decimals, such as 3.5';
/** `GET /v1/case` */
export const CaseQuery = z.strictObject({
  tenant: z.string().min(1),
  initiative: z.string().min(1),
  /** In percent. */
  discountRate: z
    .string()
    .regex(/^(100|\d{1,2}(\.\d{1,6})?)$/, PERCENT)
    .default('3.5'),
  years: z
    .string()
    .regex(/^([1-9]|[1-4]\d|50)$/, 'must be a number of years from 1 to 50')
    .default('5'),
  asKnownOn,
});

const amount = z.string().meta({ description: 'decimal text with two decimals' });
const month = z.string().meta({ description: 'YYYY-MM' });
/** The members that may be undefined. `roi` and `breakEvenShare` are percent, `bcr` is a plain ratio. */
const members = {
  npv: amount.nullable(),
  roi: amount.nullable(),
  bcr: amount.nullable(),
  paybackMonths: amount.nullable(),
  breakEvenShare: amount.nullable(),
  costOfDelayPerMonth: amount.nullable(),
  realisedPaybackMonths: amount.nullable(),
};
export type CaseMember = keyof typeof members;

/** A year counted from the go-live, with its first and last month; `cumulative` includes what is paid at the start. */
const CaseYear = z.strictObject({
  year: z.int(),
  from: month,
  to: month,
  benefit: amount,
  runningCost: amount,
  net: amount,
  cumulative: amount,
});
export type CaseYear = z.infer<typeof CaseYear>;

/** A line of the realisation plan, with its benefit. */
const CasePlanLine = z.strictObject({
  benefit: z.string(),
  name: z.string(),
  measure: z.string().nullable(),
  responsibilityUnit: z.string().nullable(),
  budgetYear: z.int().nullable(),
  plannedAmount: amount,
  plannedDate: z.string().meta({ description: 'YYYY-MM-DD' }),
  decisionRef: z.string().nullable(),
});
export type CasePlanLine = z.infer<typeof CasePlanLine>;

/** Contract section 4. Null where undefined, and then `reasons` says why. */
export const CaseResponse = z.strictObject({
  tenant: z.string(),
  initiative: z.string(),
  currency: z.string(),
  asKnownOn: z.string(),
  /** Of the benefits that carry the costs. */
  type: z.enum(BENEFIT_TYPES).nullable(),
  discountRate: z.string().meta({ description: 'in percent' }),
  years: z.int(),
  goLive: z.string().nullable(),
  ...members,
  /** Null where the register says nothing about it. */
  inaction: z.strictObject({ perYear: z.array(amount).readonly(), extra: amount }).nullable(),
  startCost: amount.nullable(),
  flows: z.array(CaseYear).readonly(),
  plan: z.array(CasePlanLine).readonly(),
  reasons: z.partialRecord(z.enum(Object.keys(members) as [CaseMember, ...CaseMember[]]), z.enum(CASE_REASONS)),
  warnings: z.array(z.enum(['NO_RUNNING_COST', 'BENEFIT_WITHOUT_ESTIMATE'])).readonly(),
});
export type CaseResponse = z.infer<typeof CaseResponse>;
