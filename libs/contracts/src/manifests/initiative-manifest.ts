import { parseRational, rational, sum } from '@hemtag/kernel';
import { z } from 'zod';
import { BENEFIT_TYPES, EVIDENCE_LEVELS } from '../figures.js';
import { CHANNELS, OUTCOMES } from '../usage-event.js';
import * as scalar from './manifest-scalars.js';

const MONTHS = 12;
const sumsToTwelve = (numbers: readonly string[]): boolean => {
  // A number that cannot be read has its own fault.
  if (numbers.length === 0 || numbers.some((number) => parseRational(number) === null)) return true;
  return numbers.length === MONTHS && sum(numbers.map(rational)).equals(rational('12'));
};
/** January first; an empty list stands for twelve times 1. */
const seasonality = scalar.listOf(scalar.nonNegative).refine(sumsToTwelve, { error: 'must be twelve numbers that add up to exactly 12, or an empty list' });

const dimensionValue = z.union([scalar.text, z.number(), z.boolean()], { error: scalar.wrongType('text, a number or true or false') });
const meter = scalar.closed({
  /** Exact, or a prefix with a trailing `*`. */
  subjects: scalar.listOf(scalar.text).optional(),
  /** Names of Source objects. */
  sources: scalar.listOf(scalar.name).optional(),
  units: scalar.listOf(scalar.text).optional(),
  outcomes: scalar.listOf(scalar.oneOf(OUTCOMES)).optional(),
  channels: scalar.listOf(scalar.oneOf(CHANNELS)).optional(),
  orgUnits: scalar.listOf(scalar.text).optional(),
  dimensions: z.record(scalar.dimensionKey, dimensionValue, { error: scalar.wrongType('values by key') }).optional(),
  quantity: scalar.text.regex(/^(quantity|measures\.[A-Za-z][A-Za-z0-9_-]{0,63})$/, { error: 'must be quantity or measures.NAME' }).optional(),
});

export const FORMULAS = ['unit-value', 'time-saved', 'amount', 'distance', 'emission', 'native'] as const;
/** The parameters of all formulas; which formula has which is decided by the register. */
const value = scalar.closed({
  validFrom: scalar.day,
  validTo: scalar.day.optional(),
  formula: scalar.oneOf(FORMULAS).optional(),
  unitValue: scalar.number.optional(),
  minutes: scalar.number.optional(),
  staff: scalar.staff.optional(),
  rate: scalar.name.optional(),
  perUnit: scalar.number.optional(),
  factor: scalar.name.optional(),
  unit: scalar.text.refine((unit) => !scalar.isCurrency(unit), { error: 'must not be a currency: the formula native never gives money' }).optional(),
  approvedBy: scalar.text.optional(),
  ...scalar.correction,
});

const baseline = scalar.closed({
  validFrom: scalar.day,
  validTo: scalar.day.optional(),
  volumePerYear: scalar.nonNegative.optional(),
  seasonality: seasonality.optional(),
  method: scalar.text.optional(),
  measuredFrom: scalar.day.optional(),
  measuredTo: scalar.day.optional(),
  sampleSize: scalar.sampleSize.optional(),
  source: scalar.text.optional(),
  approvedBy: scalar.text.optional(),
  ...scalar.correction,
});

const estimate = scalar.closed({
  version: scalar.version,
  validFrom: scalar.day.optional(),
  validTo: scalar.day.optional(),
  annualVolume: scalar.nonNegative.optional(),
  seasonality: seasonality.optional(),
  rampUp: scalar
    .closed({
      per: scalar.oneOf(['month', 'year']),
      shares: scalar.listOf(scalar.nonNegative).min(1, { error: 'must name at least one share' }),
    })
    .optional(),
  low: scalar.nonNegative.optional(),
  likely: scalar.nonNegative.optional(),
  high: scalar.nonNegative.optional(),
  optimismBias: scalar.share.optional(),
  priceYear: scalar.priceYear.optional(),
  index: scalar.name.optional(),
  approvedBy: scalar.text.optional(),
  ...scalar.correction,
});

const adjust = scalar.closed({
  validFrom: scalar.day,
  validTo: scalar.day.optional(),
  deadweight: scalar.share.optional(),
  attribution: scalar.share.optional(),
  redeployable: scalar.share.optional(),
  approvedBy: scalar.text.optional(),
  ...scalar.correction,
});

export const SHARING_KEYS = ['population', 'volume', 'equal'] as const;
const COST_KINDS = ['ONE_OFF', 'TRAINING', 'INTERNAL_TIME', 'RUNNING', 'PARALLEL_OPERATION'] as const;
const cost = scalar.closed({
  name: scalar.name,
  kind: scalar.oneOf(COST_KINDS).optional(),
  amount: scalar.number.optional(),
  date: scalar.day.optional(),
  perYear: scalar.number.optional(),
  perMonth: scalar.number.optional(),
  validFrom: scalar.day.optional(),
  validTo: scalar.day.optional(),
  /** Each of these tenants carries its share in its own initiative of the same name. */
  sharedBy: scalar
    .closed({ key: scalar.oneOf(SHARING_KEYS), tenants: scalar.listOf(scalar.tenantName).min(1, { error: 'must name at least one tenant' }) })
    .optional(),
  approvedBy: scalar.text.optional(),
  ...scalar.correction,
});

/** A line of the realisation plan, known by its name. */
const planLine = scalar.closed({
  name: scalar.name,
  measure: scalar.text.optional(),
  responsibilityUnit: scalar.text.optional(),
  budgetYear: scalar.budgetYear.optional(),
  plannedAmount: scalar.nonNegative.optional(),
  plannedDate: scalar.day.optional(),
  decisionRef: scalar.text.optional(),
});

const benefitReference = scalar.text.regex(/^[a-z0-9][a-z0-9-]{0,62}(\/[a-z0-9][a-z0-9-]{0,62})?$/, { error: 'must be a benefit, or INITIATIVE/BENEFIT' });
const benefit = scalar.closed({
  name: scalar.name,
  title: scalar.title.optional(),
  type: scalar.oneOf(BENEFIT_TYPES).optional(),
  polarity: scalar.oneOf(['BENEFIT', 'DISBENEFIT']).optional(),
  evidence: scalar.oneOf(EVIDENCE_LEVELS).optional(),
  disjointFrom: scalar.listOf(benefitReference).optional(),
  meter: meter.optional(),
  potential: meter.optional(),
  value: scalar.listOf(value).optional(),
  baseline: scalar.listOf(baseline).optional(),
  cap: scalar.oneOf(['none', 'month', 'year']).optional(),
  estimate: scalar.listOf(estimate).optional(),
  adjust: scalar.listOf(adjust).optional(),
  plan: scalar.listOf(planLine).optional(),
});

export const PHASES = ['IDEA', 'PREANALYSIS', 'DEVELOPMENT', 'IMPLEMENTATION', 'OPERATION', 'DECOMMISSIONED'] as const;
export const InitiativeManifest = scalar.closed({
  apiVersion: z.literal('hemtag/v1'),
  kind: z.literal('Initiative'),
  metadata: scalar.closed({ tenant: scalar.tenantName, name: scalar.name }),
  spec: scalar.closed({
    title: scalar.title.optional(),
    department: scalar.text.optional(),
    responsibilityUnit: scalar.text.optional(),
    /** Goals of the municipality that it serves; one text is one goal, in every initiative. An empty list takes them away. */
    goals: scalar.listOf(scalar.goal).optional(),
    benefitOwner: scalar.text.optional(),
    controller: scalar.text.optional(),
    phase: scalar.oneOf(PHASES).optional(),
    goLive: scalar.day.optional(),
    processChange: scalar.day.optional(),
    maturityKl: scalar.maturityKl.optional(),
    currency: scalar.currency.optional(),
    netOf: scalar.oneOf(BENEFIT_TYPES).optional(),
    /** What it costs not to do it; `growth` is a share a year, 0 where it is left out. */
    inaction: scalar.closed({ perYear: scalar.nonNegative, growth: scalar.growth.optional() }).optional(),
    costs: scalar.listOf(cost).optional(),
    benefits: scalar.listOf(benefit).optional(),
  }),
});
export type InitiativeManifest = z.infer<typeof InitiativeManifest>;
