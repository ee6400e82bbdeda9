import type { Label } from '@hemtag/statements';

/** Heads of columns that the words of a statement do not have. */
export const OWN_HEADS = [
  'fact',
  'tenant',
  'system',
  'range',
  'causeAndComment',
  'estimatedQuantity',
  'confirmation',
  'leftOfPlan',
  'leftOfChannel',
  'grossHours',
  'adjustedHours',
  'year',
  'amount',
  'bookedMonth',
  'booked',
  'changedParameters',
  'object',
  'before',
  'now',
  'parameter',
  'details',
  'rateName',
  'departments',
] as const;
export type OwnHead = (typeof OWN_HEADS)[number];
/** Amounts that have a column for the year to date beside that of the period, and savings. */
export const YEAR_HEADS = ['estimatedYear', 'grossYear', 'adjustedYear', 'rateYear', 'harvestedYear', 'runningCostYear', 'netYear'] as const;
export type YearHead = (typeof YEAR_HEADS)[number];
export type Head = Label | OwnHead | YearHead | 'saving' | 'savingYear';

/** Names of tables and charts. */
export const CAPTIONS = [
  'facts',
  'sources',
  'months',
  'periodTotals',
  'yearTotals',
  'forecasts',
  'nets',
  'savings',
  'largestDeviations',
  'benefitsPeriod',
  'benefitsYear',
  'variances',
  'initiativeNets',
  'units',
  'unitNets',
  'goals',
  'goalNets',
  'goalInitiatives',
  'planLines',
  'cumulative',
  'waterfall',
  'adoption',
  'potential',
  'payback',
  'hoursPeriod',
  'hoursYear',
  'native',
  'waiting',
  'inaction',
  'deviations',
  'adjustments',
  'reopenings',
  'parameterChanges',
  'changedBenefits',
  'changedTotals',
  'processChanges',
  'parameters',
  'rates',
  'warnings',
  'steps',
  'snapshots',
] as const;
export type Caption = (typeof CAPTIONS)[number];

/** Sentences and single words. */
export const TEXTS = [
  'contents',
  'skipToContent',
  'chartInWords',
  'chartFigures',
  'none',
  'openMark',
  'preliminaryMark',
  'incompleteNotice',
  'noSavings',
  'noLines',
  'noPlanLines',
  'noGoals',
  'goalRule',
  'noWaiting',
  'noDeviations',
  'noAdjustments',
  'noChanges',
  'firstVersion',
  'hoursRule',
  'nativeRule',
  'adjustmentRule',
  'formulaGross',
  'formulaAdjusted',
  'formulaRate',
  'formulaNet',
  'formulaForecast',
  'formulaVariance',
  'limits',
  'noWarnings',
  'approved',
  'notApproved',
  'noSteps',
  'shared',
  'band',
  'partNotice',
  'otherDepartment',
] as const;
export type TextKey = (typeof TEXTS)[number];

/** The words of a report in one language; the words of codes, numbers and dates come with the statement's own library. */
export interface Phrases {
  readonly heads: Readonly<Record<OwnHead, string>>;
  readonly captions: Readonly<Record<Caption, string>>;
  readonly texts: Readonly<Record<TextKey, string>>;
  /** Names of the sheets of a workbook, by section. */
  readonly sheets: readonly string[];
  readonly shownOf: (shown: number, all: number) => string;
  /** Version and fingerprint at the foot of a page. */
  readonly origin: (version: number, fingerprint: string) => string;
  readonly versionOf: (version: number) => string;
  /** Of a report of some departments, whose names are given. */
  readonly partOf: (names: string) => string;
  /** A confirmation: by whom, on which day, and of how many months. */
  readonly confirmedOf: (confirmed: number, months: number) => string;
  /** `of` is a type of benefit with its unit. */
  readonly withoutEstimateOf: (of: string, benefits: number) => string;
  readonly withoutForecastOf: (of: string, benefits: number) => string;
  readonly runningCostMissingOf: (initiatives: number) => string;
  readonly cumulativeWords: (values: {
    readonly month: string;
    readonly realised: string;
    readonly estimated: string;
    readonly band: string | null;
    readonly year: string;
    readonly unit: string;
  }) => string;
  readonly adoptionWords: (values: { readonly month: string; readonly share: string; readonly breakEven: string | null }) => string;
  readonly paybackWords: (values: { readonly month: string; readonly net: string; readonly unit: string; readonly months: string | null }) => string;
  readonly chartsShownOf: (shown: number, all: number) => string;
  readonly confirmedFiguresOf: (values: { readonly figures: string; readonly confirmed: string; readonly reviewed: string }) => string;
}
