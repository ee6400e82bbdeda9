import { formatAmount, isZero, maximum, minimum, monthRange, rational, sum, ZERO, type Month, type Rational } from '@hemtag/kernel';
import { amountsOf } from './benefit-lines.js';
import { amountText, known, rounded, sumKnown, type Known } from './exact.js';
import type { FigureFacts } from './figure-facts.js';
import type { Portfolio, PortfolioBenefit, PortfolioInitiative } from './portfolio.js';
import type { AdoptionChart, CumulativeChart, PaybackChart, PotentialBar, StatementCharts, WaterfallChart } from './statement-charts.js';
import type { StatementPeriod } from './period.js';
import { typeGroups, type TypeGroup } from './totals.js';

interface Band {
  readonly low: Rational;
  readonly high: Rational;
}

/** The estimated amount at the low and the high quantity; null where the estimate has no band. */
function bandOf({ exact: { quantity, amount } }: FigureFacts): Band | null {
  const [estimated, planned] = [known(amount.estimated), known(quantity.estimated)];
  const [low, high] = [known(quantity.low), known(quantity.high)];
  if (estimated === null || planned === null || low === null || high === null) return null;
  if (isZero(planned)) return isZero(estimated) && isZero(low) && isZero(high) ? { low: ZERO, high: ZERO } : null;
  const perUnit = estimated.div(planned);
  const [one, other] = [low.mul(perUnit), high.mul(perUnit)];
  return { low: minimum(one, other), high: maximum(one, other) };
}

/** The sum of all; null as soon as one is missing, because half a band would be compared with a whole estimate. */
const sumWhole = (values: readonly Known[]): Known => (values.includes(null) ? null : sumKnown(values));
/** What was known up to the month before, and the month's. */
const running = (before: Known, month: Known): Known => sumKnown([before, month]);

function cumulativeChart({ type, unit, benefits }: TypeGroup, { year, to }: StatementPeriod): CumulativeChart[] {
  const rows = benefits.flatMap(({ figures }) => figures.filter(({ kind, amount }) => kind === 'ORIGINAL' && amount.unit === unit));
  const byMonth = Map.groupBy(rows, ({ month }) => month);
  const soFar = { estimated: null as Known, realised: null as Known, low: null as Known, high: null as Known, isWhole: true };
  const points = monthRange(`${year}-01`, `${year}-12`).map((month) => {
    const of = byMonth.get(month) ?? [];
    const planned = of.filter(({ exact }) => exact.amount.estimated !== null);
    const bands = planned.map(bandOf);
    soFar.estimated = running(soFar.estimated, sumKnown(planned.map(({ exact }) => known(exact.amount.estimated))));
    soFar.realised = running(soFar.realised, sumKnown(of.map(({ exact }) => known(exact.amount.gross))));
    soFar.isWhole &&= !bands.includes(null);
    soFar.low = running(soFar.low, sumWhole(bands.map((band) => band?.low ?? null)));
    soFar.high = running(soFar.high, sumWhole(bands.map((band) => band?.high ?? null)));
    return {
      month,
      estimated: amountText(soFar.estimated),
      low: soFar.isWhole ? amountText(soFar.low) : null,
      high: soFar.isWhole ? amountText(soFar.high) : null,
      realised: month <= to ? amountText(soFar.realised) : null,
    };
  });
  return points.some(({ estimated, realised }) => estimated !== null || realised !== null) ? [{ type, unit, points }] : [];
}

/** The steps add up because each benefit's estimate and variance do: domain.md d15. */
function waterfall({ type, unit, benefits }: TypeGroup): WaterfallChart[] {
  const lines = benefits.map((of) => {
    const { estimated, adjusted } = amountsOf(of, 'period');
    return { estimated: known(estimated), adjusted: known(adjusted), variance: of.period.exact.variance };
  });
  const total = (values: readonly Known[]): Rational => sumKnown(values) ?? ZERO;
  const steps = {
    estimated: total(lines.map(({ estimated }) => estimated)),
    volume: total(lines.map(({ variance }) => known(variance?.volume ?? null))),
    price: total(lines.map(({ variance }) => known(variance?.price ?? null))),
    adjustment: total(lines.map(({ variance }) => known(variance?.adjustment ?? null))),
    withoutEstimate: total(lines.map(({ estimated, adjusted }) => (estimated === null ? adjusted : null))),
    notSplit: total(lines.map(({ estimated, adjusted, variance }) => (estimated === null || variance !== null ? null : (adjusted ?? ZERO).sub(estimated)))),
  };
  if (lines.every(({ estimated, adjusted }) => estimated === null && adjusted === null)) return [];
  const realised = rounded(total(lines.map(({ adjusted }) => adjusted)));
  const rounding = realised.sub(sum(Object.values(steps).map(rounded)));
  return [
    {
      type,
      unit,
      estimated: formatAmount(steps.estimated),
      volume: formatAmount(steps.volume),
      price: formatAmount(steps.price),
      adjustment: formatAmount(steps.adjustment),
      withoutEstimate: formatAmount(steps.withoutEstimate),
      notSplit: formatAmount(steps.notSplit),
      rounding: formatAmount(rounding),
      realised: formatAmount(realised),
    },
  ];
}

function adoptionChart({ names, figures, initiative, yearToDate }: PortfolioBenefit, { year, to }: StatementPeriod): AdoptionChart[] {
  if (yearToDate.adoption === null) return [];
  const rows = new Map(figures.filter(({ kind }) => kind === 'ORIGINAL').map((figure) => [figure.month, figure]));
  const points = monthRange(`${year}-01`, to).map((month) => {
    const of = rows.get(month);
    return { month, actual: of?.quantity.actual ?? null, potential: of?.adoption?.potential ?? null, share: of?.adoption?.share ?? null };
  });
  return [{ ...names, unit: yearToDate.quantity.unit, breakEvenShare: initiative.case?.breakEvenShare ?? null, points }];
}

const isPositive = (text: string | null): boolean => text !== null && rational(text).compare(ZERO) > 0;

function potentialBars({ type, unit, benefits }: TypeGroup): PotentialBar[] {
  const bars = benefits.flatMap((of): PotentialBar[] => {
    const { plan, potential } = of.yearToDate.unrealised;
    return of.yearToDate.amount.unit === unit && (isPositive(plan) || isPositive(potential)) ? [{ ...of.names, type, unit, plan, potential }] : [];
  });
  const size = ({ plan, potential }: PotentialBar): Rational => rational(potential ?? plan ?? '0');
  return bars.sort((a, b) => size(b).compare(size(a)));
}

function paybackChart({ initiative, name, yearToDate }: PortfolioInitiative): PaybackChart[] {
  const { netType, months, oneOffCost, runningCost } = yearToDate.exact;
  const points = months.flatMap(({ month, cumulativeNet }): { month: Month; cumulativeNet: string }[] =>
    cumulativeNet === null ? [] : [{ month, cumulativeNet: formatAmount(rational(cumulativeNet)) }],
  );
  const hasCosts = !isZero(rational(oneOffCost)) || !isZero(rational(runningCost));
  if (netType === null || points.length === 0 || !hasCosts) return [];
  return [
    {
      initiative: name,
      type: netType,
      currency: initiative.currency,
      oneOffCost: yearToDate.oneOffCost,
      paybackMonths: initiative.case?.realisedPaybackMonths ?? null,
      points,
    },
  ];
}

/** 5. */
export function chartsOf({ facts, benefits, initiatives }: Portfolio): StatementCharts {
  const { period, tenant } = facts;
  const groups = typeGroups(benefits, tenant.currency);
  return {
    cumulative: groups.flatMap((group) => cumulativeChart(group, period)),
    waterfalls: groups.flatMap(waterfall),
    adoption: benefits.flatMap((of) => adoptionChart(of, period)),
    potential: groups.flatMap(potentialBars),
    payback: initiatives.flatMap(paybackChart),
  };
}
