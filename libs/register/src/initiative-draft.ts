import type { AdjustVersion, BaselineVersion, Benefit, Cost, EstimateVersion, InitiativeDocument, Meter, Retirement, ValueVersion } from './documents.js';
import type { Fields } from './entry-content.js';
import type { EntryList } from './merge-entries.js';
import { benefitFaults, entryFaults, planLineFaults } from './required-fields.js';

/** Something of an initiative that lacks a field; `part` is the benefit or entry itself. */
export interface Incomplete {
  readonly part: object;
  readonly field: string;
  readonly detail: string;
}

export interface BenefitDraft {
  readonly benefit: Benefit;
  readonly meter: Meter | undefined;
  readonly value: readonly ValueVersion[];
  readonly baseline: readonly BaselineVersion[];
  readonly estimate: readonly EstimateVersion[];
  readonly adjust: readonly AdjustVersion[];
}

/** An initiative that may still lack required fields, reduced to the entries that are complete, so that the other rules can be checked at the same time. */
export interface InitiativeDraft {
  readonly tenant: string;
  readonly name: string;
  readonly currency: string | undefined;
  readonly goLive: string | undefined;
  readonly retired: Retirement | null;
  readonly costs: readonly Cost[];
  readonly benefits: readonly BenefitDraft[];
  readonly incomplete: readonly Incomplete[];
}

export function draftOf({ metadata, spec }: InitiativeDocument): InitiativeDraft {
  const incomplete: Incomplete[] = [];
  const complete = <T extends object>(list: EntryList, entries: readonly T[] = []): T[] =>
    entries.filter((entry) => {
      const faults = entryFaults(list, entry as Fields);
      incomplete.push(...faults.map((fault) => ({ part: entry, ...fault })));
      return faults.length === 0;
    });
  const given: Partial<typeof spec> = spec;
  const benefits = (given.benefits ?? []).map((benefit): BenefitDraft => {
    incomplete.push(...benefitFaults(benefit as unknown as Fields).map((fault) => ({ part: benefit, ...fault })));
    for (const line of benefit.plan ?? []) incomplete.push(...planLineFaults(line as unknown as Fields).map((fault) => ({ part: line, ...fault })));
    const { meter }: Partial<Benefit> = benefit;
    return {
      benefit,
      meter,
      value: complete('value', benefit.value),
      baseline: complete('baseline', benefit.baseline),
      estimate: complete('estimate', benefit.estimate),
      adjust: complete('adjust', benefit.adjust),
    };
  });
  return {
    tenant: metadata.tenant,
    name: metadata.name,
    currency: given.currency,
    goLive: given.goLive,
    retired: given.retired ?? null,
    costs: complete('costs', given.costs),
    benefits,
    incomplete,
  };
}
