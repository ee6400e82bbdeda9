import { formatAmount, lastDay, rational, sum } from '@hemtag/kernel';
import type { InitiativeFacts } from './facts.js';
import type { Portfolio } from './portfolio.js';
import type { DelaySection } from './statement.js';
import { BENEFIT_TYPES } from './vocabulary.js';

type Waiting = DelaySection['waiting'][number];

/** Not live by the period's end, and not given up either. */
const isWaiting = ({ goLive, retiredFrom }: InitiativeFacts, end: string): boolean =>
  (goLive === null || goLive > end) && (retiredFrom === null || retiredFrom > end);

/** The dearest of a type and currency first; those of which nothing is known last. */
function compare(a: Waiting, b: Waiting): number {
  const key = ({ currency, type, perMonth }: Waiting): string =>
    JSON.stringify([perMonth === null, currency, type === null ? BENEFIT_TYPES.length : BENEFIT_TYPES.indexOf(type)]);
  if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
  return a.perMonth === null || b.perMonth === null ? 0 : rational(b.perMonth).compare(rational(a.perMonth));
}

/** The API prints what a month costs with two decimals, so a total is the sum of the printed lines. */
function totalsOf(waiting: readonly Waiting[]): DelaySection['waitingTotals'] {
  const groups = Map.groupBy(waiting, ({ type, currency }) => JSON.stringify([currency, type]));
  return [...groups.values()].flatMap((of) => {
    const costs = of.flatMap(({ perMonth }) => perMonth ?? []);
    const [first] = of;
    if (first === undefined || first.type === null || costs.length === 0) return [];
    return [{ type: first.type, currency: first.currency, initiatives: costs.length, perMonth: formatAmount(sum(costs.map(rational))) }];
  });
}

/** 7. */
export function delayOf({ facts, initiatives }: Portfolio): DelaySection {
  const end = lastDay(facts.period.to);
  const waiting = initiatives
    .filter(({ initiative }) => isWaiting(initiative, end))
    .map(({ initiative, name }): Waiting => ({
      initiative: name,
      phase: initiative.phase,
      goLive: initiative.goLive,
      type: initiative.case?.type ?? null,
      currency: initiative.currency,
      perMonth: initiative.case?.costOfDelayPerMonth ?? null,
    }))
    .sort(compare);
  return {
    waiting,
    waitingTotals: totalsOf(waiting),
    inaction: initiatives.flatMap(({ initiative, name }) => {
      const inaction = initiative.case?.inaction ?? null;
      return inaction === null ? [] : [{ initiative: name, currency: initiative.currency, perYear: inaction.perYear, extra: inaction.extra }];
    }),
  };
}
