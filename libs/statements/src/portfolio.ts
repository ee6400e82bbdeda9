import { err, ok, type Result } from '@hemtag/kernel';
import type { BenefitFacts, InitiativeFacts, StatementFacts } from './facts.js';
import type { BenefitSumFacts, FigureFacts, InitiativeSumFacts, SumFacts } from './figure-facts.js';
import { textsOf } from './language.js';
import type { StatementFault } from './statement-fault.js';
import type { Name } from './statement-lines.js';

/** A benefit with everything that the facts say of it. */
export interface PortfolioBenefit {
  readonly initiative: InitiativeFacts;
  readonly benefit: BenefitFacts;
  readonly names: { readonly initiative: Name; readonly benefit: Name };
  /** Of its amounts: a benefit whose formula changed its unit has amounts of one of them only. Null where no formula is known. */
  readonly unit: string | null;
  /** The unit is a currency that the tenant or one of its initiatives counts in; an hourly cost may be in another one than the initiative's. */
  readonly isMoney: boolean;
  /** Of all months that were read, originals and adjustments. */
  readonly figures: readonly FigureFacts[];
  readonly period: BenefitSumFacts;
  readonly yearToDate: BenefitSumFacts;
}
export interface PortfolioInitiative {
  readonly initiative: InitiativeFacts;
  readonly name: Name;
  readonly period: InitiativeSumFacts;
  readonly yearToDate: InitiativeSumFacts;
}
/** The facts put together by initiative and benefit, in the order of their names. */
export interface Portfolio {
  readonly facts: StatementFacts;
  readonly benefits: readonly PortfolioBenefit[];
  readonly initiatives: readonly PortfolioInitiative[];
}

/** A benefit of an initiative by both names, in a way that does not collide. */
export const benefitKey = ({ initiative, benefit }: { readonly initiative: string; readonly benefit: string }): string => `${initiative}/${benefit}`;
const nameOf = ({ name, title }: { readonly name: string; readonly title: InitiativeFacts['title'] }): Name => ({ name, title: textsOf(title) });
const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** In which the tenant and its initiatives count. */
export const currenciesOf = ({ tenant, initiatives, part }: Pick<StatementFacts, 'tenant' | 'initiatives' | 'part'>): readonly string[] =>
  [...new Set(part?.currencies ?? [tenant.currency, ...initiatives.map(({ currency }) => currency)])].sort();

function twice(keys: readonly string[]): StatementFault[] {
  const seen = new Set<string>();
  return keys.flatMap((where): StatementFault[] => {
    if (seen.has(where)) return [{ code: 'TWICE', where }];
    seen.add(where);
    return [];
  });
}

const rangeFault = (where: string, { from, to }: SumFacts, expected: { readonly from: string; readonly to: string }): StatementFault[] =>
  from === expected.from && to === expected.to
    ? []
    : [{ code: 'WRONG_RANGE', where, expected: `${expected.from} to ${expected.to}`, found: `${from} to ${to}` }];

/** Everything that has figures or sums and is not in the register, or is there twice. */
function faultsOf({ figures, sums, initiatives, period }: StatementFacts): StatementFault[] {
  const benefits = new Set(initiatives.flatMap(({ name, benefits: of }) => of.map((benefit) => benefitKey({ initiative: name, benefit: benefit.name }))));
  const names = new Set(initiatives.map(({ name }) => name));
  const ranges = [sums.period, sums.yearToDate];
  const told = new Set([...figures.map(benefitKey), ...ranges.flatMap((range) => range.benefits.map(benefitKey))]);
  const costed = new Set(ranges.flatMap((range) => range.initiatives.map(({ initiative }) => initiative)));
  const unknown = [...told].filter((key) => !benefits.has(key)).concat([...costed].filter((name) => !names.has(name)));
  return [
    ...unknown.map((where): StatementFault => ({ code: 'NOT_IN_REGISTER', where })),
    ...twice(figures.map(({ id }) => id)),
    ...ranges.flatMap((range) => [...twice(range.benefits.map(benefitKey)), ...twice(range.initiatives.map(({ initiative }) => initiative))]),
    ...rangeFault('sums.period', sums.period, period),
    ...rangeFault('sums.yearToDate', sums.yearToDate, { from: `${period.from.slice(0, 4)}-01`, to: period.to }),
  ];
}

/** Puts the facts together; refused where something of them is missing or unknown. */
export function portfolioOf(facts: StatementFacts): Result<Portfolio, readonly StatementFault[]> {
  const faults = faultsOf(facts);
  const figures = Map.groupBy(facts.figures, benefitKey);
  const benefitSums = (range: SumFacts) => new Map(range.benefits.map((of) => [benefitKey(of), of]));
  const initiativeSums = (range: SumFacts) => new Map(range.initiatives.map((of) => [of.initiative, of]));
  const { period, yearToDate } = facts.sums;
  const sums = { period: benefitSums(period), yearToDate: benefitSums(yearToDate) };
  const costs = { period: initiativeSums(period), yearToDate: initiativeSums(yearToDate) };
  function both<T>(
    where: string,
    of: { readonly period: ReadonlyMap<string, T>; readonly yearToDate: ReadonlyMap<string, T> },
  ): { period: T; yearToDate: T }[] {
    const [inPeriod, inYear] = [of.period.get(where), of.yearToDate.get(where)];
    if (inPeriod !== undefined && inYear !== undefined) return [{ period: inPeriod, yearToDate: inYear }];
    faults.push({ code: 'NO_SUM', where, range: inPeriod === undefined ? 'the period' : 'the year to date' });
    return [];
  }
  const initiatives = byName(facts.initiatives);
  const currencies = new Set(currenciesOf(facts));
  const portfolio: Portfolio = {
    facts,
    benefits: initiatives.flatMap((initiative) =>
      byName(initiative.benefits).flatMap((benefit) => {
        const key = benefitKey({ initiative: initiative.name, benefit: benefit.name });
        const names = { initiative: nameOf(initiative), benefit: nameOf(benefit) };
        return both(key, sums).map((ranges) => {
          const unit = ranges.yearToDate.amount.unit ?? ranges.period.amount.unit;
          return { initiative, benefit, names, unit, isMoney: unit !== null && currencies.has(unit), figures: figures.get(key) ?? [], ...ranges };
        });
      }),
    ),
    initiatives: initiatives.flatMap((initiative) => both(initiative.name, costs).map((ranges) => ({ initiative, name: nameOf(initiative), ...ranges }))),
  };
  return faults.length === 0 ? ok(portfolio) : err(faults);
}
