import { addMonths, sum, type Month, type Rational } from '@hemtag/kernel';
import type { Confirmation, PeriodFacts, ReportedFigure } from './period-facts.js';
import { newestEntries, type PeriodState } from './period-state.js';

/** A benefit of an initiative by both names, in an order that does not collide. */
const keyOf = (initiative: string, benefit: string): string => JSON.stringify([initiative, benefit]);

function grouped<T extends { readonly initiative: string; readonly benefit: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item.initiative, item.benefit);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** What people decided about the figures of one benefit. */
export interface BenefitBook {
  /** The figures that were reported, by month; nothing for a month that was closed without one. */
  readonly originals: ReadonlyMap<Month, ReportedFigure>;
  /** Adjustments that a closing has frozen, in the order of their month. */
  readonly booked: readonly ReportedFigure[];
  readonly confirmations: ReadonlyMap<Month, Confirmation>;
  /** Sum over the plan's lines by month; nothing for a month without a harvest. */
  readonly harvested: ReadonlyMap<Month, Rational>;
}

export interface PeriodBook {
  readonly stateOf: (month: Month) => PeriodState;
  /** Whether the month has ever been closed: what it reported then stands until it is closed anew. */
  readonly isReported: (month: Month) => boolean;
  /** Where adjustments stand: the month after the last one that was ever closed. Null while none was. */
  readonly firstOpenMonth: Month | null;
  readonly of: (initiative: string, benefit: string) => BenefitBook;
}

const inOrder = (figures: readonly ReportedFigure[]): ReportedFigure[] => [...figures].sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
const byMonth = <T extends { readonly month: Month }>(items: readonly T[]): Map<Month, T> => new Map(items.map((item) => [item.month, item]));

function sumByMonth(items: readonly { readonly month: Month; readonly amount: Rational }[]): Map<Month, Rational> {
  const months = new Set(items.map(({ month }) => month));
  return new Map([...months].map((month) => [month, sum(items.filter((item) => item.month === month).map(({ amount }) => amount))]));
}

/** Puts the facts in the order in which figures ask for them. */
export function periodBook({ log, reported, confirmations, harvests }: PeriodFacts): PeriodBook {
  const newest = newestEntries(log);
  const closed = new Set(log.filter(({ state }) => state === 'CLOSED').map(({ month }) => month));
  const last = [...closed].sort().at(-1);
  const [figures, confirmed, harvested] = [grouped(reported), grouped(confirmations), grouped(harvests)];
  return {
    stateOf: (month) => newest.get(month)?.state ?? 'OPEN',
    isReported: (month) => closed.has(month),
    firstOpenMonth: last === undefined ? null : addMonths(last, 1),
    of: (initiative, benefit) => {
      const key = keyOf(initiative, benefit);
      const own = figures.get(key) ?? [];
      return {
        originals: byMonth(own.filter(({ kind }) => kind === 'ORIGINAL')),
        booked: inOrder(own.filter(({ kind }) => kind === 'ADJUSTMENT')),
        confirmations: byMonth(confirmed.get(key) ?? []),
        harvested: sumByMonth(harvested.get(key) ?? []),
      };
    },
  };
}
