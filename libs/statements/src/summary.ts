import { isZero, rational, type Rational } from '@hemtag/kernel';
import { benefitKey, type Portfolio, type PortfolioBenefit } from './portfolio.js';
import type { LargestDeviation, StatementSummary } from './statement.js';
import { netTotals, typeTotals } from './totals.js';

const SHOWN = 3;

interface Deviating {
  readonly of: PortfolioBenefit;
  readonly size: Rational;
  /** 0 for the tenant's currency, 1 for other money, 2 for what is no money. */
  readonly rank: number;
  readonly unit: string;
}

/** Sizes are compared within the tenant's money; what is no money only ever comes behind, in the order of its units. */
function compare(a: Deviating, b: Deviating): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.unit !== b.unit) return a.unit < b.unit ? -1 : 1;
  return b.size.compare(a.size);
}

function largestDeviations({ facts, benefits }: Portfolio): LargestDeviation[] {
  const deviating = benefits.flatMap((of): Deviating[] => {
    const { variance } = of.period.exact;
    const { unit } = of.period.amount;
    if (variance === null || unit === null || isZero(rational(variance.total))) return [];
    const rank = unit === facts.tenant.currency ? 0 : of.isMoney ? 1 : 2;
    return [{ of, size: rational(variance.total).abs(), rank, unit }];
  });
  return deviating
    .sort(compare)
    .slice(0, SHOWN)
    .flatMap(({ of, unit }) => {
      const { variance, amount } = of.period;
      if (variance === null || amount.estimated === null || amount.adjusted === null) return [];
      const said = facts.confirmations.filter(
        (one) => benefitKey(one) === benefitKey(of.period) && facts.period.months.includes(one.month) && (one.comment !== null || one.cause !== null),
      );
      return [
        {
          ...of.names,
          type: of.benefit.type,
          unit,
          estimated: amount.estimated,
          adjusted: amount.adjusted,
          difference: variance.total,
          volume: variance.volume,
          price: variance.price,
          adjustment: variance.adjustment,
          remarks: said
            .sort((a, b) => (a.month < b.month ? 1 : -1))
            .map(({ month, cause, comment, confirmedBy }) => ({ month, cause, comment, by: confirmedBy })),
        },
      ];
    });
}

/** 2. */
export const summaryOf = (portfolio: Portfolio): StatementSummary => ({
  totals: typeTotals(portfolio.benefits, portfolio.facts.tenant.currency),
  nets: netTotals(portfolio.initiatives, portfolio.facts.tenant.currency),
  deviations: largestDeviations(portfolio),
});
