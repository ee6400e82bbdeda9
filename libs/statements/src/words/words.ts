import type { AdjustmentCause, StatementState } from '../statement-corrections.js';
import type { PlanStanding, SignOffStep, StatementWarning } from '../statement.js';
import type { PeriodKind } from '../period.js';
import type {
  BenefitStatus, BenefitType, DeviationCause, EvidenceLevel, FigureReason, FigureState, ForecastMethod, Phase,
} from '../vocabulary.js'; // prettier-ignore

export const SECTION_NAMES = [
  'header', 'summary', 'benefits', 'organisation', 'charts', 'beyondMoney', 'delay', 'deviations', 'corrections', 'method', 'signOff',
] as const; // prettier-ignore
/** The eleven sections in their order, by their members in a statement. */
export type SectionName = (typeof SECTION_NAMES)[number];

/** Headings of tables, charts and facts, by what stands below them; where a statement has a member of the name, it is that one's. */
export const LABELS = [
  'action', 'actual', 'adjusted', 'adjustment', 'adjustments', 'adoption', 'approvedBy', 'asKnownOn', 'asReported', 'at', 'baseline', 'benefit', 'benefitOwner',
  'benefitTotals', 'bookedAfter', 'bookedBefore', 'breakEvenShare', 'budgetYear', 'by', 'cap', 'cause', 'change', 'changedVolumes', 'claimed', 'comment',
  'completeDays', 'completeShare', 'completeness', 'confirmed', 'confirmedBy', 'controller', 'counted', 'country', 'cumulativeNet', 'currency', 'decisionRef',
  'department', 'deviations', 'difference', 'due', 'effect', 'endedDays', 'estimate', 'estimated', 'evidence', 'excess', 'expectedEvery', 'extra', 'figure', 'figures',
  'fingerprint', 'forecast', 'forecastMethod', 'formula', 'from', 'fte', 'goal', 'goLive', 'gross', 'harvestRate', 'harvested', 'harvestedInPeriod', 'hash', 'high', 'hours',
  'inaction', 'incompleteDays', 'initiative', 'initiatives', 'lastEvent', 'limits', 'low', 'measure', 'method', 'month', 'months', 'native', 'net', 'netType', 'nets',
  'notSplit', 'oneOffCost', 'originalMonth', 'parameterChanges', 'parameterSetId', 'payback', 'paybackMonths', 'perMonth', 'perUnit', 'period', 'phase', 'plan',
  'planLine', 'planLines', 'planned', 'plannedDate', 'potential', 'price', 'priceYear', 'processChange', 'quantity', 'quantityUnit', 'rate', 'rates', 'realised',
  'reason', 'replaces', 'reopenings', 'responsibilityUnit', 'restated', 'reviewedBy', 'rounding', 'runningCost', 'share', 'signatures', 'silentDays', 'snapshots',
  'source', 'sources', 'standing', 'state', 'status', 'step', 'timeZone', 'title', 'to', 'total', 'type', 'unclaimed', 'unit', 'unrealised', 'validFrom', 'validTo',
  'value', 'variance', 'version', 'volume', 'waiting', 'warnings', 'waterfall', 'withoutEstimate', 'yearToDate',
] as const; // prettier-ignore
export type Label = (typeof LABELS)[number];

export const FIELDS = [
  'annualVolume', 'attribution', 'deadweight', 'factor', 'formula', 'high', 'index', 'likely', 'low', 'measuredFrom', 'measuredTo', 'method', 'minutes',
  'optimismBias', 'perUnit', 'priceYear', 'rampUp.per', 'rampUp.shares', 'rate', 'redeployable', 'sampleSize', 'seasonality', 'staff', 'unit', 'unitValue', 'version',
  'volumePerYear',
] as const; // prettier-ignore
/** Fields of the register as section 10 names them. */
export type Field = (typeof FIELDS)[number];

/** Everything that a report says in words, in one language. A language that lacks a word does not compile. */
export interface Words {
  /** What the document is called. */
  readonly report: string;
  readonly sections: Readonly<Record<SectionName, string>>;
  readonly labels: Readonly<Record<Label, string>>;
  readonly fields: Readonly<Record<Field, string>>;
  /** January first. */
  readonly months: readonly string[];
  readonly periodKinds: Readonly<Record<PeriodKind, string>>;
  readonly states: Readonly<Record<StatementState, string>>;
  readonly monthStates: Readonly<Record<FigureState, string>>;
  readonly types: Readonly<Record<BenefitType, string>>;
  readonly evidence: Readonly<Record<EvidenceLevel, string>>;
  readonly statuses: Readonly<Record<BenefitStatus, string>>;
  readonly reasons: Readonly<Record<FigureReason, string>>;
  readonly causes: Readonly<Record<DeviationCause, string>>;
  readonly phases: Readonly<Record<Phase, string>>;
  readonly forecastMethods: Readonly<Record<ForecastMethod, string>>;
  readonly standings: Readonly<Record<PlanStanding, string>>;
  readonly adjustmentCauses: Readonly<Record<AdjustmentCause, string>>;
  readonly steps: Readonly<Record<SignOffStep['step'], string>>;
  readonly changes: Readonly<Record<'ADDED' | 'CHANGED' | 'REMOVED', string>>;
  readonly warnings: Readonly<Record<StatementWarning['code'], string>>;
  readonly disbenefit: string;
  readonly complete: string;
  readonly incomplete: string;
  /** Beside a figure that will change. */
  readonly preliminaryFigure: string;
  readonly yes: string;
  readonly no: string;
  /** In a section that has nothing to show. */
  readonly nothing: string;
  /** The only words of the catalogue that call an amount a saving; they stand beside `calledSaving` and nothing else. */
  readonly saving: {
    readonly name: string;
    /** What may be called so, as a note below it. */
    readonly note: string;
  };
  /** Why types and units stand apart. */
  readonly neverSummed: string;
  readonly roundingNote: string;
  /** Before the SHA-256 of the statement. */
  readonly fingerprintNote: string;
  readonly page: (page: number, pages: number) => string;
  /** Where the PDF shows the largest lines only. */
  readonly shown: (lines: number, of: number) => string;
  readonly monthsLong: (months: string) => string;
  /** `number` from 1. */
  readonly tertial: (number: number, year: number) => string;
  readonly halfYear: (number: number, year: number) => string;
  readonly wholeYear: (year: number) => string;
}
