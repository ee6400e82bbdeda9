import { z } from 'zod';
import { asKnownOn } from './as-known-on.js';
import { BENEFIT_TYPES, EVIDENCE_LEVELS, FIGURE_REASONS } from './figures.js';
import { pageLimit } from './page-limit.js';
import { UsageSeries } from './usage-volume.js';

/** Decimal text, or a fraction where a decimal would have to be rounded. */
const number = z.string().meta({ description: 'exact number as text: a decimal, or a fraction such as 250/3' });
const amount = z.string().meta({ description: 'amount as text, two decimals' });
const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });

/** Which version of which register object says it, since when and by whom. */
export const RegisterPlace = z.strictObject({
  kind: z.string(),
  tenant: z.string().nullable(),
  name: z.string(),
  version: z.int().positive(),
  recordedAt: instant,
  author: z.string(),
});
export type RegisterPlace = z.infer<typeof RegisterPlace>;

export const PARAMETER_KINDS = ['processChange', 'value', 'rate', 'adjust', 'redeployable', 'baseline', 'estimate', 'estimateValue'] as const;

/** One row of the register that the figure depends on, as it stands there: with its source, method, sample size and approval where it has them. */
export const ExplainedParameter = z.strictObject({
  kind: z.enum(PARAMETER_KINDS),
  /** Of a rate; null for what belongs to the benefit itself. */
  name: z.string().nullable(),
  unit: z.string().nullable(),
  validFrom: day,
  validTo: day.nullable(),
  content: z.record(z.string(), z.unknown()),
  /** Null where the register no longer holds a row like this one. */
  register: RegisterPlace.nullable(),
});
export type ExplainedParameter = z.infer<typeof ExplainedParameter>;

/** Days under equal terms, `to` excluded. Amounts carry the sign of the figure. */
export const ExplainedRunRow = z.strictObject({
  from: day,
  to: day,
  formula: z.string().nullable(),
  counted: number,
  unit: z.string().nullable(),
  gross: amount,
  adjusted: amount,
  hours: amount.nullable(),
  /** The formula with its numbers filled in; null where the run gives no amount. */
  calculation: z.string().nullable(),
  /** What adjustment leaves of it; null where nothing is taken off. */
  adjustment: z.string().nullable(),
});
export type ExplainedRunRow = z.infer<typeof ExplainedRunRow>;

export const ExplainedDayRow = z.strictObject({
  day,
  metered: number,
  counted: number,
  excess: number,
  /** What the cap left for the day; null without a cap. */
  room: number.nullable(),
});

export const VOLUME_USES = ['metered', 'potential', 'cap'] as const;

/** A volume that the figure depends on: as usage of its meter, of the channel's, or because earlier usage of the year filled the cap. */
export const ExplainedVolumeRow = z.strictObject({
  use: z.enum(VOLUME_USES),
  series: UsageSeries,
  day,
  quantity: number,
  unit: z.string(),
  events: z.int().nonnegative(),
  revision: z.int().nonnegative(),
  /** `asKnownOn` for the events of exactly this revision (`GET /v1/usage-events`); null where it was not written down. */
  storedAt: instant.nullable(),
});
export type ExplainedVolumeRow = z.infer<typeof ExplainedVolumeRow>;

export const FigureDifferenceRow = z.strictObject({ member: z.string(), figure: z.string().nullable(), recomputed: z.string().nullable() });
export type FigureDifferenceRow = z.infer<typeof FigureDifferenceRow>;

/** Pages are of volumes; everything else stands on each. */
export const ExplanationQuery = z.strictObject({ limit: pageLimit.optional(), cursor: z.string().min(1).max(200).optional(), asKnownOn });

/** `GET /v1/figures/{id}/explanation?asKnownOn=`: everything that one figure depends on as it was known then, and the figure evaluated again from exactly these parts. */
export const ExplanationResponse = z.strictObject({
  tenant: z.string(),
  asKnownOn: instant,
  figure: z.strictObject({
    id: z.string(),
    kind: z.string(),
    initiative: z.string(),
    benefit: z.string(),
    type: z.enum(BENEFIT_TYPES),
    evidence: z.enum(EVIDENCE_LEVELS),
    month: z.string(),
    /** Of an adjustment the month that it corrects; the parts are of that month. */
    originalMonth: z.string().nullable(),
    state: z.string(),
    unit: z.string().nullable(),
    quantityUnit: z.string().nullable(),
    actual: z.string().nullable(),
    counted: z.string().nullable(),
    excess: z.string().nullable(),
    gross: amount.nullable(),
    adjusted: amount.nullable(),
    asReported: amount.nullable(),
    complete: z.boolean(),
    reason: z.enum(FIGURE_REASONS).nullable(),
  }),
  /** The first day that counts. */
  countsFrom: day.nullable(),
  formulas: z.array(z.string()),
  runs: z.array(ExplainedRunRow),
  days: z.array(ExplainedDayRow),
  cap: z.strictObject({ period: z.enum(['month', 'year']), countedBefore: number }).nullable(),
  /**
   * What was reported of the month, exact, at its closing and by later adjustments; null while it was never closed. `amount`: of an adjustment what it books, the
   * restated gross less everything reported.
   */
  booking: z
    .strictObject({
      originalMonth: z.string(),
      isFrozen: z.boolean(),
      amount: number.nullable(),
      reported: z.array(z.strictObject({ month: z.string(), kind: z.string(), asReported: number.nullable(), unit: z.string().nullable() })),
    })
    .nullable(),
  parameters: z.array(ExplainedParameter),
  volumes: z.array(ExplainedVolumeRow),
  /** All volumes of the figure, also those on other pages. */
  volumeCount: z.int().nonnegative(),
  /** Events behind the metered volumes. */
  events: z.int().nonnegative(),
  /** How much of the adjusted amount rests on measured parameters; null where there is no amount. Shares are percent. */
  evidence: z.strictObject({ measured: amount, assumed: amount, measuredShare: amount.nullable(), assumedShare: amount.nullable() }).nullable(),
  recomputed: z.strictObject({
    actual: number.nullable(),
    counted: number.nullable(),
    excess: number.nullable(),
    gross: number.nullable(),
    adjusted: number.nullable(),
    hours: number.nullable(),
    estimatedQuantity: number.nullable(),
    estimatedAmount: number.nullable(),
    reason: z.enum(FIGURE_REASONS).nullable(),
  }),
  agrees: z.boolean(),
  differences: z.array(FigureDifferenceRow),
  /** The cursor of the next page of volumes; null on the last one. */
  next: z.string().nullable(),
});
export type ExplanationResponse = z.infer<typeof ExplanationResponse>;
