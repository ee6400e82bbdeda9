import type { BenefitSumFacts, InitiativeSumFacts, SumFacts } from './figure-facts.js';
import type { EntryFacts, InitiativeFacts, RateFacts, SourceFacts, StatementFacts } from './facts.js';
import { RATE_FIELDS } from './known-entries.js';
import { currenciesOf } from './portfolio.js';

/** What a part is cut from: the versions before it are of the same part already. */
export type WholeFacts = Omit<StatementFacts, 'version' | 'previous'>;

/** Names of departments as every statement has them: in the order of their characters, each once. */
export const sortedDepartments = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** Every department that an initiative has, as the register has it on the instant. */
export const departmentsOf = ({ initiatives }: Pick<StatementFacts, 'initiatives'>): readonly string[] =>
  sortedDepartments(initiatives.flatMap(({ department }) => department ?? []));

type Overlap = NonNullable<InitiativeSumFacts['overlaps']>[number];

/** That usage may be counted by somebody else's benefit as well is worth knowing; whose it is, is not this part's to say. */
function overlapsWithin(overlaps: readonly Overlap[], kept: ReadonlySet<string>): Overlap[] {
  const seen = new Set<string>();
  return overlaps.flatMap(({ benefit, with: other }): Overlap[] => {
    if (other !== null && kept.has(other.initiative)) return [{ benefit, with: other }];
    if (seen.has(benefit)) return [];
    seen.add(benefit);
    return [{ benefit, with: null }];
  });
}

const sumsWithin = ({ benefits, initiatives, ...range }: SumFacts, kept: ReadonlySet<string>): SumFacts => ({
  ...range,
  benefits: benefits.filter(({ initiative }) => kept.has(initiative)),
  initiatives: initiatives
    .filter(({ initiative }) => kept.has(initiative))
    .map(({ overlaps, ...of }) => (overlaps === undefined ? of : { ...of, overlaps: overlapsWithin(overlaps, kept) })),
});

/** Rates that an entry of the initiatives names, in force or not: an adjustment may rest on one that held before. */
function ratesOf(rates: readonly RateFacts[], initiatives: readonly InitiativeFacts[]): RateFacts[] {
  const named = ({ content }: EntryFacts): unknown[] => RATE_FIELDS.map((field) => content[field]);
  const used = new Set(initiatives.flatMap(({ entries }) => entries.flatMap(named)));
  return rates.filter(({ name }) => used.has(name));
}

function sourcesOf(sources: readonly SourceFacts[], benefits: readonly BenefitSumFacts[]): SourceFacts[] {
  const counted = new Set(benefits.flatMap(({ exact }) => exact.sources));
  return sources.filter(({ source }) => counted.has(source));
}

/**
 * The facts of some initiatives only: their figures, sums, confirmations, harvests and causes, the rates that they name and the sources that they count. Periods stay the
 * tenant's, because a month is closed for all. Where the parts leave no initiative out and share none, their totals add up to those of the whole.
 */
export function cutToInitiatives(facts: WholeFacts, departments: readonly string[], isKept: (initiative: InitiativeFacts) => boolean): WholeFacts {
  const initiatives = facts.initiatives.filter(isKept);
  const kept = new Set(initiatives.map(({ name }) => name));
  const isOfKept = ({ initiative }: { readonly initiative: string }): boolean => kept.has(initiative);
  const sums = { period: sumsWithin(facts.sums.period, kept), yearToDate: sumsWithin(facts.sums.yearToDate, kept) };
  return {
    ...facts,
    part: { departments: sortedDepartments(departments), currencies: currenciesOf(facts) },
    initiatives,
    figures: facts.figures.filter(isOfKept),
    sums,
    rates: ratesOf(facts.rates, initiatives),
    confirmations: facts.confirmations.filter(isOfKept),
    harvests: facts.harvests.filter(({ line }) => kept.has(line.slice(0, line.indexOf('/')))),
    completeness: sourcesOf(facts.completeness, [...sums.period.benefits, ...sums.yearToDate.benefits]),
    causes: facts.causes.filter(isOfKept),
  };
}

/** The facts of the initiatives that belong to one of the departments, as the register has it on the instant. */
export function cutToDepartments(facts: WholeFacts, departments: readonly string[]): WholeFacts {
  const wanted = new Set(departments);
  return cutToInitiatives(facts, departments, ({ department }) => department !== null && wanted.has(department));
}
