import {
  addMonths,
  daysBetween,
  daysInMonth,
  firstDay,
  lastDay,
  monthOf,
  monthRange,
  rational,
  sum,
  ZERO,
  type Day,
  type Month,
  type Rational,
} from '@hemtag/kernel';
import type { CostTerms, DatedCostTerms, RunningCostTerms } from './terms.js';
import { latestFrom, nearest, nextChange } from './versions.js';

const MONTHS_PER_YEAR = rational('12');
const LAST_DAY: Day = '9999-12-31';

/** Running and parallel operation; everything else counts on its date. */
export const isRunning = (cost: CostTerms): cost is RunningCostTerms => cost.kind === 'RUNNING' || cost.kind === 'PARALLEL_OPERATION';
const isDated = (cost: CostTerms): cost is DatedCostTerms => !isRunning(cost);

/** The day on which a line ends: its `validTo`, or where the next line of its kind and name begins, because that is its next version. */
export function endOf(line: RunningCostTerms, lines: readonly RunningCostTerms[]): Day | null {
  const successors = lines.filter(({ kind, name }) => kind === line.kind && name === line.name).map(({ validFrom }) => ({ validFrom, validTo: null }));
  const next = nextChange(successors, line.validFrom);
  return line.validTo !== null && (next === null || line.validTo < next) ? line.validTo : next;
}

function costOfMonth(line: RunningCostTerms, end: Day | null, month: Month): Rational {
  const [monthStart, monthEnd] = [firstDay(month), firstDay(addMonths(month, 1))];
  const from = line.validFrom > monthStart ? line.validFrom : monthStart;
  const to = end !== null && end < monthEnd ? end : monthEnd;
  if (from >= to) return ZERO;
  const perMonth = line.per === 'year' ? line.amount.div(MONTHS_PER_YEAR) : line.amount;
  return perMonth.mul(BigInt(daysBetween(from, to))).div(BigInt(daysInMonth(month)));
}

/** Running cost and parallel operation of the months, both included: perYear / 12 or perMonth, months in part by days. `from` null takes all months up to `to`. */
export function runningCost(costs: readonly CostTerms[], { from, to }: { from: Month | null; to: Month }): Rational {
  const lines = costs.filter(isRunning);
  return sum(
    lines.flatMap((line) => {
      const begins = monthOf(line.validFrom);
      return monthRange(from !== null && from > begins ? from : begins, to).map((month) => costOfMonth(line, endOf(line, lines), month));
    }),
  );
}

/** Everything dated up to the end of the month, before go-live too. */
export function oneOffCost(costs: readonly CostTerms[], to: Month): Rational {
  return sum(
    costs
      .filter(isDated)
      .filter(({ date }) => date <= lastDay(to))
      .map(({ amount }) => amount),
  );
}

/**
 * What operation costs in a year, at the lines in force on the day; a line that begins later counts with its first version. Parallel operation that has an end is
 * left out: it is over when the effect is full.
 */
export function yearlyRunningCost(costs: readonly CostTerms[], day: Day): Rational {
  const lines = costs.filter(isRunning);
  const named = new Set(lines.map(({ kind, name }) => `${kind} ${name}`));
  return sum(
    [...named].map((key) => {
      const versions = lines.filter(({ kind, name }) => `${kind} ${name}` === key);
      const line = nearest(versions, day);
      const isTemporary = line?.kind === 'PARALLEL_OPERATION' && latestFrom(versions, LAST_DAY)?.validTo !== null;
      if (line === null || isTemporary || (line.validTo !== null && line.validTo <= day)) return ZERO;
      return line.per === 'year' ? line.amount : line.amount.mul(MONTHS_PER_YEAR);
    }),
  );
}
