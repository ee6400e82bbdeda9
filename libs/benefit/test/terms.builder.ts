import { daysOf, ONE, parseInstant, rational, ZERO, type Day, type Month } from '@hemtag/kernel';
import type { FiguresQuery } from '../src/figures.js';
import type { DayVolume, Series } from '../src/meter.js';
import type {
  AdjustTerms,
  BaselineTerms,
  BenefitTerms,
  Dated,
  EstimateTerms,
  InitiativeTerms,
  MeterTerms,
  RateTerms,
  RunningCostTerms,
  Validity,
  ValueTerms,
} from '../src/terms.js';

export const since = (validFrom: Day, validTo: Day | null = null): Validity => ({ validFrom, validTo });
export const instant = (text: string): number => parseInstant(text) ?? NaN;

export const unitValue = (value: string, validFrom: Day, validTo: Day | null = null): Dated<ValueTerms> => ({
  formula: 'unit-value',
  unitValue: rational(value),
  ...since(validFrom, validTo),
});
export const timeSaved = (minutes: string, validFrom: Day, staff = '1'): Dated<ValueTerms> => ({
  formula: 'time-saved',
  minutes: rational(minutes),
  staff: rational(staff),
  rate: 'hourly-cost',
  ...since(validFrom),
});
export const baseline = (volumePerYear: string, validFrom: Day, seasonality: readonly string[] = []): Dated<BaselineTerms> => ({
  volumePerYear: rational(volumePerYear),
  seasonality: seasonality.map((share) => rational(share)),
  ...since(validFrom),
});
export const adjust = (validFrom: Day, terms: Partial<AdjustTerms>): Dated<AdjustTerms> => ({
  deadweight: ZERO,
  attribution: ONE,
  redeployable: null,
  ...terms,
  ...since(validFrom),
});
export const estimate = (annualVolume: string, validFrom: Day, terms: Partial<EstimateTerms> = {}): Dated<EstimateTerms> => ({
  version: 1,
  annualVolume: rational(annualVolume),
  seasonality: [],
  rampUp: { per: 'year', shares: [ONE] },
  low: null,
  likely: null,
  high: null,
  optimismBias: ZERO,
  index: null,
  ...terms,
  ...since(validFrom),
});
export const rate = (name: string, unit: string, ...versions: readonly (readonly [Day, string])[]): RateTerms => ({
  name,
  unit,
  versions: versions.map(([validFrom, value]) => ({ ...since(validFrom), value: rational(value) })),
});
export const running = (amount: string, validFrom: Day, terms: Partial<RunningCostTerms> = {}): RunningCostTerms => ({
  kind: 'RUNNING',
  name: 'operation',
  amount: rational(amount),
  per: 'year',
  ...since(validFrom),
  ...terms,
});

/** Counts letters of the subject `message:letter` with the outcome success. */
export const meter = (terms: Partial<MeterTerms> = {}): MeterTerms => ({
  subjects: ['message:letter'],
  sources: [],
  units: ['letter'],
  outcomes: ['success'],
  channels: [],
  orgUnits: [],
  dimensions: {},
  measure: null,
  ...terms,
});
/** 15 kr a letter from 2026 on, with a baseline and nothing else. */
export const benefit = (terms: Partial<BenefitTerms> = {}): BenefitTerms => ({
  name: 'postage',
  type: 'FINANCIAL',
  evidence: 'BEDOMD',
  polarity: 'BENEFIT',
  meter: meter(),
  disjointFrom: [],
  potential: null,
  value: [unitValue('15.00', '2026-01-01')],
  baseline: [baseline('140000', '2026-01-01')],
  cap: 'none',
  estimate: [],
  adjust: [],
  plan: [],
  ...terms,
});
export const initiative = (benefits: readonly BenefitTerms[], terms: Partial<InitiativeTerms> = {}): InitiativeTerms => ({
  name: 'digital-post',
  department: 'Servicecenter',
  responsibilityUnit: '4711',
  currency: 'SEK',
  benefitOwner: 'role:servicecenter-manager',
  goLive: '2026-01-01',
  processChange: '2026-01-01',
  netOf: null,
  inaction: null,
  costs: [],
  ...terms,
  benefits,
});

export const letters = (terms: Partial<Series> = {}): Series => ({
  source: '/se/2281/messaging/prod',
  subject: 'message:letter',
  unit: 'letter',
  outcome: 'success',
  channel: 'digital-mail',
  orgUnit: null,
  dimensions: {},
  measure: null,
  ...terms,
});
export const volumes = (series: Series, days: Readonly<Record<Day, string>>): DayVolume[] =>
  Object.entries(days).map(([day, quantity]) => ({ series, day, quantity: rational(quantity) }));

/** Spreads whole items over the days of a month, the rest on its first day. */
export function spread(series: Series, month: Month, items: bigint): DayVolume[] {
  const days = daysOf(month);
  const each = items / BigInt(days.length);
  return days.map((day, index) => ({ series, day, quantity: rational(index === 0 ? items - each * BigInt(days.length - 1) : each) }));
}

export const query = (terms: Partial<FiguresQuery> & Pick<FiguresQuery, 'initiatives'>): FiguresQuery => ({
  tenant: 'SE-2281',
  rates: [rate('hourly-cost', 'SEK/h', ['2020-01-01', '347.04'])],
  volumes: [],
  sources: [],
  activity: [],
  incompleteDays: [],
  from: '2026-01',
  to: '2026-12',
  now: instant('2027-01-15T08:00:00+01:00'),
  timeZone: 'Europe/Stockholm',
  ...terms,
});
