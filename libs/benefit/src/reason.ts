import { firstDay, lastDay, type Day, type Month } from '@hemtag/kernel';
import { redeployableOn } from './realise.js';
import type { BenefitTerms, InitiativeTerms, ValueTerms } from './terms.js';
import { earliest, latestWithin } from './versions.js';

export type FigureReason = 'DRAFT' | 'NO_VALUE' | 'NO_BASELINE' | 'NO_REDEPLOYABLE' | 'BEFORE_PROCESS_CHANGE' | 'MIXED_UNITS';

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const sooner = (a: Day, b: Day): Day => (a < b ? a : b);

/** The first day that counts: the process change, or the first value where that is later; null while no process change is dated. */
export function countsFrom(initiative: InitiativeTerms, benefit: BenefitTerms): Day | null {
  const { processChange } = initiative;
  return processChange === null ? null : later(processChange, earliest(benefit.value)?.validFrom ?? processChange);
}

/** The values that a month's days fall under, from the first day that counts on; before the first value it is the first. */
export function valuesOf(initiative: InitiativeTerms, benefit: BenefitTerms, month: Month): readonly ValueTerms[] {
  const last = lastDay(month);
  const values = latestWithin(benefit.value, sooner(later(firstDay(month), countsFrom(initiative, benefit) ?? ''), last), last);
  const first = earliest(benefit.value);
  return values.length > 0 || first === null ? values : [first];
}

/** A share that is stated later is missing only in months that count: before them nothing would be redeployed anyway. */
function lacksRedeployable(initiative: InitiativeTerms, benefit: BenefitTerms, month: Month): boolean {
  const stated = benefit.adjust.some(({ redeployable }) => redeployable !== null);
  if (stated && lastDay(month) < (countsFrom(initiative, benefit) ?? '')) return false;
  return redeployableOn(benefit.adjust, lastDay(month)) === null && valuesOf(initiative, benefit, month).every(({ formula }) => formula === 'time-saved');
}

/** Why a month has no amount: the first reason that applies, in the order of contract section 4; null where it has one. */
export function reasonOf(
  initiative: InitiativeTerms,
  benefit: BenefitTerms,
  { month, mixedUnits }: { month: Month; mixedUnits: boolean },
): FigureReason | null {
  const from = countsFrom(initiative, benefit);
  if (initiative.benefitOwner === null || from === null) return 'DRAFT';
  if (benefit.value.length === 0) return 'NO_VALUE';
  if (benefit.baseline.length === 0) return 'NO_BASELINE';
  if (lacksRedeployable(initiative, benefit, month)) return 'NO_REDEPLOYABLE';
  if (lastDay(month) < from) return 'BEFORE_PROCESS_CHANGE';
  return mixedUnits ? 'MIXED_UNITS' : null;
}
