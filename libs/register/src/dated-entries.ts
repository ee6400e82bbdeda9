import { addDays, type Day } from '@hemtag/kernel';
import { endOf, type Period } from './dated-periods.js';
import type { Cost, EstimateVersion, RegisterDocument } from './documents.js';
import type { Fields } from './entry-content.js';
import { untilRetired } from './retirement.js';

/** A dated entry of an object with the days on which it holds. */
export interface DatedEntry {
  /** The list that it belongs to: `versions`, `benefits.postage.value`, `costs.RUNNING.operation`. Entries of one list never hold on the same day. */
  readonly path: string;
  /** What tells the entries of a list apart: the first day (empty where none is named), of an estimate its version. */
  readonly key: string;
  /** Null: from ever. */
  readonly validFrom: Day | null;
  /** The first day on which it no longer holds, by its own end or because the next of its list begins; null: for good. The same as `validFrom`: on no day. */
  readonly validTo: Day | null;
  readonly content: Fields;
}

/** Whether an entry holds on any day: an estimate that a higher version has overtaken from the start does not. */
export const holdsEver = ({ validFrom, validTo }: DatedEntry): boolean => validFrom === null || validFrom !== validTo;

function following<T extends Period>(path: string, entries: readonly T[] = []): DatedEntry[] {
  return entries.map((entry, index) => ({
    path,
    key: entry.validFrom ?? '',
    validFrom: entry.validFrom ?? null,
    validTo: endOf(entries, index),
    content: entry as unknown as Fields,
  }));
}

const sooner = (a: Day | null, b: Day | null): Day | null => (a === null || (b !== null && b < a) ? b : a);

/** A higher version of an estimate holds from its own first day on, whenever the lower ones begin. */
function estimates(path: string, entries: readonly EstimateVersion[] = []): DatedEntry[] {
  return entries.map((entry) => {
    const overtaken = entries.filter(({ version }) => version > entry.version).map(({ validFrom }) => validFrom);
    const end = overtaken.reduce<Day | null>(sooner, entry.validTo ?? null);
    const validTo = end !== null && end < entry.validFrom ? entry.validFrom : end;
    return { path, key: String(entry.version), validFrom: entry.validFrom, validTo, content: entry as unknown as Fields };
  });
}

function costs(entries: readonly Cost[] = []): DatedEntry[] {
  const byList = new Map<string, Cost[]>();
  for (const cost of entries) {
    const path = `costs.${cost.kind}.${cost.name}`;
    byList.set(path, [...(byList.get(path) ?? []), cost]);
  }
  return [...byList].flatMap(([path, list]) => {
    const dated = list.flatMap((cost): DatedEntry[] =>
      'date' in cost ? [{ path, key: cost.date, validFrom: cost.date, validTo: addDays(cost.date, 1), content: cost as unknown as Fields }] : [],
    );
    const running = list.flatMap((cost) => ('date' in cost ? [] : [cost])).sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
    return [...dated, ...following(path, running)];
  });
}

/** All dated entries of an object, list by list. Tenants, sources and report plans have none; what a retirement takes away is not listed. */
export function datedEntriesOf(registered: RegisterDocument): DatedEntry[] {
  const document = untilRetired(registered);
  switch (document.kind) {
    case 'Tenant':
    case 'Source':
    case 'ReportPlan':
      return [];
    case 'Rate':
      return following('versions', document.spec.versions);
    case 'Initiative':
      return [
        ...costs(document.spec.costs),
        ...document.spec.benefits.flatMap(({ name, value, baseline, estimate, adjust }) => [
          ...following(`benefits.${name}.value`, value),
          ...following(`benefits.${name}.baseline`, baseline),
          ...estimates(`benefits.${name}.estimate`, estimate),
          ...following(`benefits.${name}.adjust`, adjust),
        ]),
      ];
  }
}
