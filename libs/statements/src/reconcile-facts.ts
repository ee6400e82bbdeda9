import { formatAmount, formatQuantity, rational, ZERO, type Month, type Rational } from '@hemtag/kernel';
import type { HarvestFacts } from './facts.js';
import { amountText, known, percent, quantityText, sumKnown, type Known } from './exact.js';
import type {
  BenefitSumFacts,
  ExactMeasures,
  FigureFacts,
  HoursFacts,
  InitiativeMonthFacts,
  InitiativeSumFacts,
  Amounts,
  Quantities,
  SumFacts,
} from './figure-facts.js';
import { AMOUNT_MEMBERS } from './figure-facts.js';
import { benefitKey, type Portfolio, type PortfolioBenefit, type PortfolioInitiative } from './portfolio.js';
import type { StatementFault } from './statement-fault.js';

const HOURS_PER_YEAR = rational('1704');
const QUANTITY_MEMBERS = ['estimated', 'low', 'high', 'actual', 'counted', 'excess'] as const;
/** Quantities that are summed over months; those of the band are only where every month has one. */
const SUMMED_QUANTITIES = ['estimated', 'actual', 'counted', 'excess'] as const;

type Printed = string | null;
interface Pair {
  readonly member: string;
  readonly printed: Printed;
  readonly exact: Printed;
  readonly expected: Printed;
}

const amountPair = (member: string, printed: Printed, exact: Printed): Pair => ({ member, printed, exact, expected: amountText(known(exact)) });

function notRounded(where: string, pairs: readonly Pair[]): StatementFault[] {
  return pairs.flatMap(({ member, printed, exact, expected }) => (printed === expected ? [] : [{ code: 'NOT_ROUNDED', where, member, printed, exact }]));
}

interface Measured {
  readonly quantity: Quantities;
  readonly amount: Amounts;
  readonly hours: HoursFacts | null;
  readonly rate: Printed;
  readonly exact: ExactMeasures;
}

function hoursPairs(printed: HoursFacts | null, exact: ExactMeasures['hours']): Pair[] {
  if (printed === null || exact === null) return printed === exact ? [] : [amountPair('hours', printed?.gross ?? null, exact?.gross ?? null)];
  const members = (['gross', 'adjusted', 'unclaimed'] as const).map((member) => amountPair(`hours.${member}`, printed[member], exact[member]));
  return [...members, { member: 'hours.fte', printed: printed.fte, exact: exact.gross, expected: formatAmount(rational(exact.gross).div(HOURS_PER_YEAR)) }];
}

/** Every printed number of a row or a sum is the exact one, rounded; the rate is that of the exact amounts. */
function measuredFaults(where: string, { quantity, amount, hours, rate, exact }: Measured): StatementFault[] {
  const rateOf = amountText(percent(known(exact.amount.gross), known(exact.amount.estimated)));
  return notRounded(where, [
    ...QUANTITY_MEMBERS.map((member) => {
      const of = exact.quantity[member];
      return { member: `quantity.${member}`, printed: quantity[member], exact: of, expected: quantityText(known(of)) };
    }),
    ...AMOUNT_MEMBERS.map((member) => amountPair(`amount.${member}`, amount[member], exact.amount[member])),
    ...hoursPairs(hours, exact.hours),
    { member: 'rate', printed: rate, exact: rateOf, expected: rateOf },
  ]);
}

function sumFaults(where: string, { exact, forecast, variance, unrealised, harvestRate }: BenefitSumFacts): StatementFault[] {
  const { estimated, gross, harvested } = exact.amount;
  const left = estimated === null || gross === null ? null : formatAmount(rational(estimated).sub(rational(gross)));
  const rate = amountText(percent(known(harvested), known(gross)));
  return notRounded(where, [
    amountPair('forecast.amount', forecast.amount, exact.forecast.amount),
    amountPair('forecast.plan', forecast.plan, exact.forecast.plan),
    ...(['total', 'volume', 'price', 'adjustment'] as const).map((member) =>
      amountPair(`variance.${member}`, variance?.[member] ?? null, exact.variance?.[member] ?? null),
    ),
    { member: 'unrealised.plan', printed: unrealised.plan, exact: left, expected: left },
    { member: 'harvestRate', printed: harvestRate, exact: rate, expected: rate },
  ]);
}

interface Compared {
  readonly member: string;
  readonly total: Known;
  readonly lines: Known;
  readonly of: readonly string[];
}

function differentSums(where: string, compared: readonly Compared[], print: (value: Rational) => string): StatementFault[] {
  return compared.flatMap(({ member, total, lines, of }): StatementFault[] => {
    if (total === null ? lines === null : lines !== null && total.equals(lines)) return [];
    const text = (value: Known): Printed => (value === null ? null : print(value));
    return [
      {
        code: 'DIFFERENT_SUM',
        where,
        member,
        total: text(total),
        lines: text(lines),
        difference: total === null || lines === null ? null : print(total.sub(lines)),
        of,
      },
    ];
  });
}

const inRange =
  ({ from, to }: { readonly from: Month; readonly to: Month }) =>
  ({ month }: { readonly month: Month }): boolean =>
    month >= from && month <= to;

const units = (figures: readonly FigureFacts[], has: (figure: FigureFacts) => boolean): number =>
  new Set(figures.filter(has).map(({ amount }) => amount.unit)).size;

/** The sum that the API gives of a benefit is the exact sum of its rows. What is summed over different units is no sum, there and here. */
function rowsFaults(where: string, figures: readonly FigureFacts[], range: BenefitSumFacts): StatementFault[] {
  const originals = figures.filter(({ kind }) => kind === 'ORIGINAL');
  const isMixed = units(originals, ({ amount }) => amount.gross !== null || amount.estimated !== null) > 1;
  // Amounts that were reported in other units than today's are no sum either, and only the API knows those.
  const isReportedMixed = range.exact.amount.asReported === null || units(figures, ({ amount }) => amount.asReported !== null) > 1;
  const isUncounted = range.quantity.unit === null && originals.length > 0;
  const planned = (of: FigureFacts): boolean => of.exact.amount.gross !== null;
  const total = (of: readonly FigureFacts[], member: keyof Amounts): Known => sumKnown(of.map(({ exact }) => known(exact.amount[member])));
  const compare = (member: keyof Amounts, of: readonly FigureFacts[], skip: boolean): Compared[] =>
    skip ? [] : [{ member: `amount.${member}`, total: known(range.exact.amount[member]), lines: total(of, member), of: of.map(({ id }) => id) }];
  const ids = originals.map(({ id }) => id);
  return [
    ...differentSums(
      where,
      [
        ...compare('estimated', originals, isMixed),
        ...compare('gross', originals, isMixed),
        ...compare('adjusted', originals.filter(planned), isMixed),
        ...compare('confirmed', originals, false),
        ...compare('asReported', figures, isReportedMixed),
      ],
      formatAmount,
    ),
    ...differentSums(
      where,
      SUMMED_QUANTITIES.filter((member) => member === 'estimated' || !isUncounted).map((member) => ({
        member: `quantity.${member}`,
        total: known(range.exact.quantity[member]),
        lines: sumKnown(originals.map(({ exact }) => known(exact.quantity[member]))),
        of: ids,
      })),
      formatQuantity,
    ),
  ];
}

/** What was harvested stands in the plan's lines as well; the API rounds each of those, which is the only difference that there may be. */
function harvestFaults(where: string, harvests: readonly HarvestFacts[], { exact }: BenefitSumFacts): StatementFault[] {
  const total = known(exact.amount.harvested);
  const lines = sumKnown(harvests.map(({ amount }) => rational(amount)));
  const bound = rational(BigInt(harvests.length)).div(rational('200'));
  if (total !== null && lines !== null && total.sub(lines).abs().compare(bound) <= 0) return [];
  return differentSums(where, [{ member: 'amount.harvested', total, lines, of: harvests.map(({ line, month }) => `${line} ${month}`) }], formatAmount);
}

interface BenefitContext {
  readonly ranges: Readonly<Record<'period' | 'yearToDate', SumFacts>>;
  readonly harvests: readonly HarvestFacts[];
}
function benefitFaults(of: PortfolioBenefit, { ranges, harvests }: BenefitContext): StatementFault[] {
  return (['period', 'yearToDate'] as const).flatMap((name) => {
    const { [name]: range } = of;
    const where = `${benefitKey(range)} ${ranges[name].from} to ${ranges[name].to}`;
    return [
      ...measuredFaults(where, range),
      ...sumFaults(where, range),
      ...rowsFaults(where, of.figures.filter(inRange(ranges[name])), range),
      ...harvestFaults(where, harvests.filter(inRange(ranges[name])), range),
    ];
  });
}

/** Each month's net is its gross without its running cost, and what has been cumulated is that of the month before with the month's own. */
function monthFaults(where: string, months: readonly InitiativeMonthFacts[]): StatementFault[] {
  let before: Known = ZERO;
  return months.flatMap(({ month, gross, runningCost, oneOffCost, net, cumulativeNet }) => {
    const ofMonth = known(gross)?.sub(rational(runningCost)) ?? null;
    const own = (known(gross) ?? ZERO).sub(rational(runningCost)).sub(rational(oneOffCost));
    const cumulative = known(cumulativeNet);
    const compared = [
      { member: `${month} net`, total: known(net), lines: ofMonth, of: [month] },
      // Where the month before has no cumulated net, because nothing was known yet, there is nothing to add to.
      ...(cumulative === null || before === null ? [] : [{ member: `${month} cumulativeNet`, total: cumulative, lines: before.add(own), of: [month] }]),
    ];
    before = cumulative;
    return differentSums(where, compared, formatAmount);
  });
}

interface Netted {
  readonly figures: readonly FigureFacts[];
  readonly range: SumFacts;
}
/** Costs and net of an initiative: as printed, as the sum of the months, and net = gross of the rows of its type − running cost. */
function initiativeFaults(where: string, { exact, currency, ...printed }: InitiativeSumFacts, { figures, range }: Netted): StatementFault[] {
  const months = exact.months.filter(inRange(range));
  const carrying = figures.filter(({ type, amount }) => type === exact.netType && amount.unit === currency);
  const gross = sumKnown(carrying.map((figure) => known(figure.exact.amount.gross))) ?? ZERO;
  const net = known(exact.net);
  const last = exact.months.at(-1);
  const of = months.map(({ month }) => month);
  const total = (all: readonly InitiativeMonthFacts[], member: 'gross' | 'runningCost' | 'oneOffCost'): Rational =>
    sumKnown(all.map((month) => known(month[member]))) ?? ZERO;
  const costs = (['runningCost', 'oneOffCost', 'net', 'cumulativeNet'] as const).map((member) => amountPair(member, printed[member], exact[member]));
  const compared = [
    { member: 'runningCost', total: rational(exact.runningCost), lines: total(months, 'runningCost'), of },
    { member: 'oneOffCost', total: rational(exact.oneOffCost), lines: total(exact.months, 'oneOffCost'), of: exact.months.map(({ month }) => month) },
    ...(net === null
      ? []
      : [
          { member: 'net', total: net, lines: gross.sub(rational(exact.runningCost)), of: carrying.map(({ id }) => id) },
          { member: 'gross', total: gross, lines: total(months, 'gross'), of },
        ]),
    ...(last === undefined ? [] : [{ member: 'cumulativeNet', total: known(exact.cumulativeNet), lines: known(last.cumulativeNet), of: [last.month] }]),
  ];
  return [...notRounded(where, costs), ...differentSums(where, compared, formatAmount), ...monthFaults(where, exact.months)];
}

function costFaults(of: PortfolioInitiative, figures: readonly FigureFacts[], ranges: Readonly<Record<'period' | 'yearToDate', SumFacts>>): StatementFault[] {
  return (['period', 'yearToDate'] as const).flatMap((name) => {
    const { [name]: range } = ranges;
    return initiativeFaults(`${of.initiative.name} ${range.from} to ${range.to}`, of[name], {
      figures: figures.filter((figure) => figure.kind === 'ORIGINAL' && inRange(range)(figure)),
      range,
    });
  });
}

/**
 * Everything that the facts say twice must be the same both times: each printed number is the exact one rounded, and each sum of the API is the exact sum of the
 * rows. The rows are summed here, the sums there, so neither can be wrong alone.
 */
export function reconcileFacts({ facts, benefits, initiatives }: Portfolio): StatementFault[] {
  const { period, yearToDate } = facts.sums;
  const figures = Map.groupBy(facts.figures, ({ initiative }) => initiative);
  const harvests = Map.groupBy(facts.harvests, ({ line }) => line.slice(0, line.lastIndexOf('/')));
  return [
    ...facts.figures.flatMap((figure) => measuredFaults(figure.id, figure)),
    ...benefits.flatMap((of) => benefitFaults(of, { ranges: { period, yearToDate }, harvests: harvests.get(benefitKey(of.period)) ?? [] })),
    ...initiatives.flatMap((of) => costFaults(of, figures.get(of.initiative.name) ?? [], { period, yearToDate })),
  ];
}
