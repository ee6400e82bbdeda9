import { z } from 'zod';
import { asKnownOn } from './as-known-on.js';
import { BENEFIT_TYPES } from './figures.js';

export const SUM_DIMENSIONS = ['tenant', 'initiative', 'benefit', 'department', 'responsibilityUnit', 'type', 'unit', 'currency'] as const;
export type SumDimension = (typeof SUM_DIMENSIONS)[number];

/** `types` is `type`, `currencies` is `currency`: a sum is taken over many. */
const singular = (text: string): string => text.replace(/ies$/, 'y').replace(/s$/, '');

/** `GET /v1/figures/sum` */
export const FigureSumQuery = z.strictObject({
  /** One tenant or several with commas between them. Left out: every tenant. */
  tenant: z.string().min(1).optional(),
  /** Months, both included. Left out: the calendar year of `to` from January on, up to the current month. */
  from: z.string().min(1).optional(),
  to: z.string().min(1).optional(),
  over: z
    .string()
    .transform(singular)
    .pipe(z.enum(SUM_DIMENSIONS, `must be one of ${SUM_DIMENSIONS.join(', ')}`)),
  type: z.enum(BENEFIT_TYPES, `must be one of ${BENEFIT_TYPES.join(', ')}`).optional(),
  initiative: z.string().min(1).optional(),
  benefit: z.string().min(1).optional(),
  asKnownOn,
});

const quantity = z.string().meta({ description: 'decimal text with at most six decimals' }).nullable();
const amount = z.string().meta({ description: 'decimal text with two decimals' }).nullable();
const unit = z.string().nullable();
/** A quantity is null where the benefits count different things, which their amounts need not. */
const sum = {
  benefits: z.int(),
  quantity: z.strictObject({ unit, estimated: quantity, counted: quantity }),
  amount: z.strictObject({ unit, estimated: amount, gross: amount, adjusted: amount }),
};

/**
 * One sum over a set of benefits, and its parts by `over`. `name` is null for initiatives without a department or cost centre; initiatives and benefits stand behind
 * their tenant. A set of more than one type, unit or currency is refused with INCOMPATIBLE_SUM.
 */
export const FigureSumResponse = z.strictObject({
  over: z.enum(SUM_DIMENSIONS),
  from: z.string(),
  to: z.string(),
  type: z.enum(BENEFIT_TYPES).nullable(),
  total: z.strictObject(sum),
  parts: z.array(z.strictObject({ name: z.string().nullable(), ...sum })).readonly(),
});
export type FigureSumResponse = z.infer<typeof FigureSumResponse>;
