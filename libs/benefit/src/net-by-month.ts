import { addMonths, monthOf, monthRange, ZERO, type Month, type Rational } from '@hemtag/kernel';
import { sumKnown } from './benefit-sum.js';
import { isRunning, oneOffCost, runningCost } from './costs.js';
import type { FormulaContext } from './formulas.js';
import { netType } from './initiative-sum.js';
import type { BenefitType, CostTerms, InitiativeTerms, RateTerms } from './terms.js';

/** The part of a figure that the net of its initiative is made of; exact. */
export interface CarryingFigure {
  readonly type: BenefitType;
  readonly month: Month;
  readonly unit: string | null;
  readonly gross: Rational | null;
  readonly reason: string | null;
}

/** Costs and net of an initiative in one month, exact. `cumulativeNet` is that of all months up to its end. */
export interface InitiativeMonth {
  readonly month: Month;
  /** The type whose gross carries the costs; null where that is open. */
  readonly type: BenefitType | null;
  readonly gross: Rational | null;
  readonly runningCost: Rational;
  /** Dated in the month. */
  readonly oneOffCost: Rational;
  readonly net: Rational | null;
  readonly cumulativeNet: Rational | null;
}

const firstMonthOf = (cost: CostTerms): Month => monthOf(isRunning(cost) ? cost.validFrom : cost.date);

/** Gross as in the sum of a range: without usage, or before the process change, it is 0; unknown only where every month lacks an amount for another reason. */
interface Gross {
  readonly known: Rational | null;
  readonly isUnknown: boolean;
}
const grossOf = ({ known, isUnknown }: Gross): Rational | null => known ?? (isUnknown ? null : ZERO);

function monthGross(figures: readonly CarryingFigure[], currency: string): Gross {
  return {
    known: sumKnown(figures.filter(({ unit }) => unit === currency).map(({ gross }) => gross)),
    isUnknown: figures.some(({ unit, reason }) => unit !== currency || (reason !== null && reason !== 'BEFORE_PROCESS_CHANGE')),
  };
}

/**
 * The costs and the net of `sumInitiative` for each month by itself and for all months up to it, from the first cost or figure up to `to`, in one pass.
 * The figures are those of all benefits of the initiative; the cumulated ones are summed month by month.
 */
export function netByMonth(
  initiative: InitiativeTerms,
  { figures, rates, to }: { readonly figures: readonly CarryingFigure[]; readonly rates: readonly RateTerms[]; readonly to: Month },
): readonly InitiativeMonth[] {
  const context: FormulaContext = { currency: initiative.currency, rates: new Map(rates.map((rate) => [rate.name, rate])) };
  const type = netType(initiative, context);
  const byMonth = Map.groupBy(
    figures.filter((figure) => figure.type === type),
    ({ month }) => month,
  );
  const [first] = [...initiative.costs.map(firstMonthOf), ...figures.map(({ month }) => month)].sort();
  let soFar: Gross = { known: null, isUnknown: false };
  let costsSoFar = ZERO;
  let oneOffSoFar = ZERO;
  return monthRange(first ?? addMonths(to, 1), to).map((month) => {
    const ofMonth = monthGross(byMonth.get(month) ?? [], initiative.currency);
    const running = runningCost(initiative.costs, { from: month, to: month });
    const oneOffTotal = oneOffCost(initiative.costs, month);
    const oneOff = oneOffTotal.sub(oneOffSoFar);
    oneOffSoFar = oneOffTotal;
    soFar = { known: sumKnown([soFar.known, ofMonth.known]), isUnknown: soFar.isUnknown || ofMonth.isUnknown };
    costsSoFar = costsSoFar.add(running).add(oneOff);
    const gross = type === null ? null : grossOf(ofMonth);
    const grossSoFar = type === null ? null : grossOf(soFar);
    return {
      month, type, gross,
      runningCost: running,
      oneOffCost: oneOff,
      net: gross?.sub(running) ?? null,
      cumulativeNet: grossSoFar?.sub(costsSoFar) ?? null,
    }; // prettier-ignore
  });
}
