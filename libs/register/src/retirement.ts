import type { Day } from '@hemtag/kernel';
import type { Cost, Dated, InitiativeDocument, RateDocument, RegisterDocument, Retirement, RunningCost } from './documents.js';

/** From when on an object is retired, and why; null where it is not. */
export const retirementOf = ({ spec }: RegisterDocument): Retirement | null => spec.retired ?? null;

/** Whether an object is there on every day on which another one, retired or not, needs it. */
export function outlives(document: RegisterDocument, needed: Retirement | null): boolean {
  const end = retirementOf(document)?.from ?? null;
  return end === null || (needed !== null && needed.from <= end);
}

const endedBy = <T extends { readonly validTo?: Day }>(entry: T, day: Day): T =>
  entry.validTo !== undefined && entry.validTo <= day ? entry : { ...entry, validTo: day };

/** Entries in order, each up to the next one: only the last that begins before the day can hold on it. */
function orderedUntil<T extends Dated>(entries: readonly T[], day: Day): T[] {
  const begun = entries.filter(({ validFrom }) => validFrom < day);
  return begun.map((entry, index) => (index === begun.length - 1 ? endedBy(entry, day) : entry));
}

function costsUntil(costs: readonly Cost[], day: Day): Cost[] {
  const begins = ({ validFrom = '' }: RunningCost): Day => validFrom;
  const running = costs.flatMap((cost) => ('date' in cost || begins(cost) >= day ? [] : [cost]));
  const isFollowed = (cost: RunningCost): boolean =>
    running.some(({ kind, name, ...next }) => kind === cost.kind && name === cost.name && begins({ kind, name, ...next }) > begins(cost));
  // What was paid once stays paid, also what taking a system out of use costs.
  return costs.flatMap((cost): Cost[] => ('date' in cost ? [cost] : !running.includes(cost) ? [] : [isFollowed(cost) ? cost : endedBy(cost, day)]));
}

const rateUntil = (document: RateDocument, day: Day): RateDocument => ({
  ...document,
  spec: { ...document.spec, versions: orderedUntil(document.spec.versions, day) },
});

const initiativeUntil = (document: InitiativeDocument, day: Day): InitiativeDocument => ({
  ...document,
  spec: {
    ...document.spec,
    ...(document.spec.costs && { costs: costsUntil(document.spec.costs, day) }),
    benefits: document.spec.benefits.map((benefit) => ({
      ...benefit,
      ...(benefit.value && { value: orderedUntil(benefit.value, day) }),
      // Of estimates the highest version holds, whenever it begins, so that each one ends by itself.
      ...(benefit.estimate && { estimate: benefit.estimate.filter(({ validFrom }) => validFrom < day).map((entry) => endedBy(entry, day)) }),
    })),
  },
});

/** An object as it counts: from the day of its retirement on it has no rate, value, estimate or running cost. The same object where it is not retired. */
export function untilRetired(document: RegisterDocument): RegisterDocument {
  const day = retirementOf(document)?.from;
  if (day === undefined) return document;
  switch (document.kind) {
    case 'Tenant':
    case 'Source':
    case 'ReportPlan':
      return document;
    case 'Rate':
      return rateUntil(document, day);
    case 'Initiative':
      return initiativeUntil(document, day);
  }
}
