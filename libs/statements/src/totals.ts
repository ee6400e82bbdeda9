import { rational } from '@hemtag/kernel';
import { amountsOf, netOf, savingOf } from './benefit-lines.js';
import { amountText, known, percent, roundedTotal, sumKnown, type RoundedTotal } from './exact.js';
import type { Amounts } from './figure-facts.js';
import type { PortfolioBenefit, PortfolioInitiative } from './portfolio.js';
import type { NetAmounts, NetTotal, TotalAmounts, TypeTotal } from './statement-lines.js';
import { BENEFIT_TYPES, type BenefitType } from './vocabulary.js';

/** Benefits that may be added up: one type, one unit. */
export interface TypeGroup {
  readonly type: BenefitType;
  readonly unit: string;
  readonly isMoney: boolean;
  readonly benefits: readonly PortfolioBenefit[];
}

const order = (...keys: readonly (string | number)[]): string => keys.map((key) => (typeof key === 'number' ? String(key).padStart(4, '0') : key)).join(' ');

/** By type and unit, money in the tenant's currency first, then other money, then by type. A benefit without a known unit has nothing to add up. */
export function typeGroups(benefits: readonly PortfolioBenefit[], currency: string): TypeGroup[] {
  const groups = new Map<string, { type: BenefitType; unit: string; isMoney: boolean; benefits: PortfolioBenefit[] }>();
  for (const of of benefits) {
    const { unit, isMoney } = of;
    if (unit === null) continue;
    const key = order(isMoney ? (unit === currency ? 0 : 1) : 2, BENEFIT_TYPES.indexOf(of.benefit.type), unit);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { type: of.benefit.type, unit, isMoney, benefits: [of] });
    else group.benefits.push(of);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function totalAmounts(lines: readonly Amounts[]): TotalAmounts {
  const total = (member: keyof Amounts): RoundedTotal => roundedTotal(lines.map((line) => known(line[member])));
  const [estimated, gross, adjusted] = [total('estimated'), total('gross'), total('adjusted')];
  const [confirmed, harvested, asReported] = [total('confirmed'), total('harvested'), total('asReported')];
  const rate = percent(sumKnown(lines.map(({ gross: of }) => known(of))), sumKnown(lines.map(({ estimated: of }) => known(of))));
  return {
    amounts: {
      estimated: estimated.value,
      gross: gross.value,
      adjusted: adjusted.value,
      confirmed: confirmed.value,
      harvested: harvested.value,
      asReported: asReported.value,
      rate: amountText(rate),
    },
    rounding: {
      estimated: estimated.rounding,
      gross: gross.rounding,
      adjusted: adjusted.rounding,
      confirmed: confirmed.rounding,
      harvested: harvested.rounding,
      asReported: asReported.rounding,
    },
  };
}

function forecastTotal(benefits: readonly PortfolioBenefit[]): TypeTotal['forecast'] {
  const forecasts = benefits.map(({ yearToDate }) => ({ ...yearToDate.exact.forecast, method: yearToDate.forecast.method }));
  const amount = roundedTotal(forecasts.map((of) => known(of.amount)));
  const plan = roundedTotal(forecasts.map((of) => known(of.plan)));
  const methods = new Set(forecasts.map(({ method }) => method));
  const [method = null] = methods;
  return {
    method: methods.size === 1 ? method : null,
    amount: amount.value,
    plan: plan.value,
    without: forecasts.filter((of) => of.plan !== null && of.amount === null).length,
    rounding: { amount: amount.rounding, plan: plan.rounding },
  };
}

/** One total for each type and unit; `rate` is Σ gross / Σ estimated and no mean of rates. */
export const typeTotals = (benefits: readonly PortfolioBenefit[], currency: string): TypeTotal[] =>
  typeGroups(benefits, currency).map(({ type, unit, isMoney, benefits: of }) => {
    const lines = of.map((benefit) => amountsOf(benefit, 'yearToDate'));
    const [period, yearToDate] = [totalAmounts(of.map((benefit) => amountsOf(benefit, 'period'))), totalAmounts(lines)];
    const total = (member: 'gross' | 'harvested') => sumKnown(lines.map((line) => known(line[member])));
    return {
      type,
      unit,
      isMoney,
      benefits: of.length,
      withoutEstimate: lines.filter(({ estimated }) => estimated === null).length,
      period,
      yearToDate,
      forecast: forecastTotal(of),
      harvestRate: amountText(percent(total('harvested'), total('gross'))),
      calledSaving: savingOf({ type, isMoney }, { period: period.amounts, yearToDate: yearToDate.amounts }),
    };
  });

type ExactNet = ReturnType<typeof netOf>;
interface RoundedNet {
  readonly amounts: NetAmounts;
  readonly rounding: NetAmounts;
}
function netAmounts(lines: readonly ExactNet[]): RoundedNet {
  const defined = lines.filter(({ net }) => net !== null);
  const [gross, running, net] = (['gross', 'runningCost', 'net'] as const).map((member) => roundedTotal(defined.map((line) => known(line[member]))));
  const text = (of: RoundedTotal | undefined, member: keyof RoundedTotal): string | null => of?.[member] ?? null;
  const pick = (member: keyof RoundedTotal): NetAmounts => ({
    gross: text(gross, member),
    runningCost: text(running, member) ?? '0.00',
    net: text(net, member),
  });
  return { amounts: pick('value'), rounding: pick('rounding') };
}

/** Net by the type that carries the costs and by currency, over the initiatives that have one. */
export function netTotals(initiatives: readonly PortfolioInitiative[], currency: string): NetTotal[] {
  const defined = initiatives.filter(({ period, yearToDate }) => period.exact.netType !== null && (period.net !== null || yearToDate.net !== null));
  const groups = Map.groupBy(defined, ({ initiative, period }) =>
    order(initiative.currency === currency ? 0 : 1, BENEFIT_TYPES.indexOf(period.exact.netType ?? 'FINANCIAL'), initiative.currency),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]) => {
      const [first] = of;
      const type = first?.period.exact.netType ?? null;
      if (first === undefined || type === null) return [];
      const oneOff = roundedTotal(of.map(({ yearToDate }) => rational(yearToDate.exact.oneOffCost)));
      const cumulative = roundedTotal(of.map(({ yearToDate }) => known(yearToDate.exact.cumulativeNet)));
      return [
        {
          type,
          currency: first.initiative.currency,
          initiatives: of.length,
          period: netAmounts(of.map((one) => netOf(one, 'period'))),
          yearToDate: netAmounts(of.map((one) => netOf(one, 'yearToDate'))),
          oneOffCost: oneOff.value ?? '0.00',
          cumulativeNet: cumulative.value,
          rounding: { oneOffCost: oneOff.rounding ?? '0.00', cumulativeNet: cumulative.rounding },
          withoutRunningCost: of.filter(({ period }) => period.warnings.includes('NO_RUNNING_COST')).length,
        },
      ];
    });
}
