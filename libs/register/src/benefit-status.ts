import type { Day } from '@hemtag/kernel';
import { endOf } from './dated-periods.js';
import type { Benefit, InitiativeDocument, InitiativeSpec } from './documents.js';
import { untilRetired } from './retirement.js';

export type BenefitStatusName = 'DRAFT' | 'APPROVED' | 'ACTIVE' | 'SUNSET';

/** In the order in which they are listed. What a benefit must have before it is ACTIVE: R3 of the requirements, and a redeployable share where time is saved. */
export const MISSING_FOR_ACTIVE = [
  'OWNER', 'TYPE', 'EVIDENCE', 'METER', 'GO_LIVE', 'PROCESS_CHANGE', 'VALUE', 'REDEPLOYABLE', 'BASELINE', 'BASELINE_APPROVAL', 'BASELINE_BEFORE_GO_LIVE',
] as const; // prettier-ignore
export type MissingForActive = (typeof MISSING_FOR_ACTIVE)[number];

export interface BenefitStatus {
  readonly benefit: string;
  readonly status: BenefitStatusName;
  /** What it still lacks to become ACTIVE; empty where only the day is to come. */
  readonly missing: readonly MissingForActive[];
  /** Whether an estimate was approved, which makes a draft APPROVED. */
  readonly hasApprovedEstimate: boolean;
  /** The first day that counts, where nothing is missing. */
  readonly activeFrom: Day | null;
  /** The first day that no longer counts; null where none is known. */
  readonly endsOn: Day | null;
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);

function missingFor({ benefitOwner, goLive, processChange }: InitiativeSpec, benefit: Benefit): MissingForActive[] {
  const { type, evidence, meter, value = [], baseline = [], adjust = [] }: Partial<Benefit> = benefit;
  const [first] = baseline;
  const needsShare = value.some(({ formula }) => formula === 'time-saved');
  const lacks: Readonly<Record<MissingForActive, boolean>> = {
    OWNER: benefitOwner === undefined,
    TYPE: type === undefined,
    EVIDENCE: evidence === undefined,
    METER: meter === undefined,
    GO_LIVE: goLive === undefined,
    PROCESS_CHANGE: processChange === undefined,
    VALUE: value.length === 0,
    REDEPLOYABLE: needsShare && !adjust.some(({ redeployable }) => redeployable !== undefined),
    BASELINE: first === undefined,
    BASELINE_APPROVAL: first !== undefined && first.approvedBy === undefined,
    BASELINE_BEFORE_GO_LIVE: first !== undefined && goLive !== undefined && !(first.measuredTo !== undefined && first.measuredTo <= goLive),
  };
  return MISSING_FOR_ACTIVE.filter((what) => lacks[what]);
}

/**
 * The step of a benefit on a day: DRAFT, APPROVED once an estimate is approved, ACTIVE from the process change and the first value on where nothing is missing,
 * SUNSET from its end on. It is information: what counts is decided by the rules of figures.
 */
export function benefitStatus(registered: InitiativeDocument, benefitName: string, day: Day): BenefitStatus | null {
  const { spec } = untilRetired(registered) as InitiativeDocument;
  const benefit = spec.benefits.find(({ name }) => name === benefitName);
  if (!benefit) return null;
  // Values that a retirement takes away were still stated: what is missing is judged by the register as it was written.
  const written = registered.spec.benefits.find(({ name }) => name === benefitName) ?? benefit;
  const missing = missingFor(spec, written);
  const { value = [], estimate = [] } = benefit;
  const [first] = value;
  const activeFrom = missing.length > 0 || spec.processChange === undefined ? null : later(spec.processChange, first?.validFrom ?? spec.processChange);
  const endsOn = (value.length > 0 ? endOf(value, value.length - 1) : null) ?? spec.retired?.from ?? null;
  const hasApprovedEstimate = (written.estimate ?? estimate).some(({ approvedBy }) => approvedBy !== undefined);
  const isOver = endsOn !== null && endsOn <= day;
  const isActive = activeFrom !== null && activeFrom <= day;
  const status = isOver ? 'SUNSET' : isActive ? 'ACTIVE' : hasApprovedEstimate ? 'APPROVED' : 'DRAFT';
  return { benefit: benefitName, status, missing, hasApprovedEstimate, activeFrom, endsOn };
}
