import { addMonths, err, monthOf, monthRange, ok, sum, type Month, type Rational, type Result } from '@hemtag/kernel';
import type { CaseReason } from './case-reason.js';
import { periodsToPayBack } from './cash-flow.js';
import { oneOffCost, runningCost } from './costs.js';
import { netGross } from './initiative-sum.js';
import type { MonthFigure } from './month-figure.js';
import type { InitiativeTerms } from './terms.js';

const grossOf = (figures: readonly MonthFigure[], currency: string): Rational =>
  sum(figures.flatMap(({ amount }) => (amount.unit === currency && amount.gross !== null ? [amount.gross] : [])));

/**
 * Months from the go-live until what was realised has paid everything spent back, linear inside the month: domain.md d4. `figures` are those of the benefits that
 * carry the costs. What came in and was spent before the month of the go-live is there at its start; what is dated within a month is spent at the month's start.
 */
export function realisedPaybackMonths(
  { goLive, costs, currency }: InitiativeTerms,
  { figures, until }: { readonly figures: readonly MonthFigure[]; readonly until: Month },
): Result<Rational, CaseReason> {
  if (goLive === null) return err('NO_GO_LIVE');
  if (netGross(figures, currency) === null) return err('NO_AMOUNT');
  const first = monthOf(goLive);
  const before = addMonths(first, -1);
  const grossBefore = grossOf(
    figures.filter(({ month }) => month < first),
    currency,
  );
  const spentBefore = runningCost(costs, { from: null, to: before }).add(oneOffCost(costs, before));
  const steps = monthRange(first, until).map((month) => {
    const spent = oneOffCost(costs, month).sub(oneOffCost(costs, addMonths(month, -1)));
    const gross = grossOf(
      figures.filter((figure) => figure.month === month),
      currency,
    );
    return {
      paidAtStart: month === first ? spent.add(spentBefore).sub(grossBefore) : spent,
      net: gross.sub(runningCost(costs, { from: month, to: month })),
    };
  });
  const months = steps.length === 0 ? null : periodsToPayBack(steps);
  return months === null ? err('NOT_PAID_BACK') : ok(months);
}
