import { formatAmount, isZero, monthOf, ONE, rational, sum, yearOf, ZERO, localDayOf, type Day, type Rational } from '@hemtag/kernel';
import { endOf, isRunning } from './costs.js';
import { exactFigures, type FiguresQuery } from './figures.js';
import { netType } from './initiative-sum.js';
import type { CostTerms, RunningCostTerms } from './terms.js';

/** Each of the tenants carries its share in its own initiative of the same name. */
export interface SharingTerms {
  readonly key: 'population' | 'volume' | 'equal';
  readonly tenants: readonly string[];
}

/** What the shares of one cost depend on, by tenant. */
export interface SharingFacts {
  readonly populations: ReadonlyMap<string, number>;
  /** Counted volumes by calendar year; a tenant whose usage has more than one unit has none that could be compared. */
  readonly volumes: ReadonlyMap<string, CountedYears>;
}
export interface CountedYears {
  readonly unit: string | null;
  readonly byYear: ReadonlyMap<number, Rational>;
}

export interface Party {
  readonly tenant: string;
  readonly weight: Rational;
}

const hundredths = (value: Rational): Rational => rational(formatAmount(value));

/**
 * Divides an amount by weights: every share is rounded to two decimals, and what that leaves over goes to the largest, of several equal ones to the one named first,
 * so that the shares always add up to the amount. Weights that are all 0 count as equal. Domain.md d17.
 */
export function sharesOf(amount: Rational, parties: readonly Party[]): ReadonlyMap<string, Rational> {
  const total = sum(parties.map(({ weight }) => weight));
  const weighed = isZero(total) ? parties.map(({ tenant }) => ({ tenant, weight: ONE })) : parties;
  const whole = isZero(total) ? rational(BigInt(parties.length)) : total;
  const largest = weighed.reduce<Party | null>((best, party) => (best === null || party.weight.compare(best.weight) > 0 ? party : best), null);
  const rounded = weighed.map(({ weight }) => hundredths(amount.mul(weight).div(whole)));
  const left = amount.sub(sum(rounded));
  return new Map(weighed.map((party, index) => [party.tenant, (rounded[index] ?? ZERO).add(party === largest ? left : ZERO)]));
}

/** The days from which on a year's volumes decide, and the weights then; before the first of them the weights are equal. */
function volumeWeights({ tenants }: SharingTerms, { volumes }: SharingFacts): readonly { readonly from: Day; readonly parties: readonly Party[] }[] {
  const counted = tenants.map((tenant) => ({ tenant, years: volumes.get(tenant) }));
  const units = new Set(counted.flatMap(({ years }) => (years?.byYear.size ? [years.unit] : [])));
  const begin = { from: '', parties: tenants.map((tenant) => ({ tenant, weight: ONE })) };
  // Quantities of different units are no basis for shares.
  if (units.size !== 1 || units.has(null)) return [begin];
  const years = [...new Set(counted.flatMap(({ years: of }) => [...(of?.byYear.keys() ?? [])]))].sort((a, b) => a - b);
  const weighed = years.map((year) => ({
    from: `${String(year).padStart(4, '0')}-01-01`,
    parties: counted.map(({ tenant, years: of }) => ({ tenant, weight: of?.byYear.get(year) ?? ZERO })),
  }));
  return [begin, ...weighed.filter(({ parties }) => !parties.every(({ weight }) => isZero(weight)))];
}

function weightsOf(sharing: SharingTerms, facts: SharingFacts): readonly { readonly from: Day; readonly parties: readonly Party[] }[] {
  switch (sharing.key) {
    case 'volume':
      return volumeWeights(sharing, facts);
    case 'equal':
      return [{ from: '', parties: sharing.tenants.map((tenant) => ({ tenant, weight: ONE })) }];
    case 'population': {
      const weight = (tenant: string): Rational => rational(BigInt(facts.populations.get(tenant) ?? 0));
      return [{ from: '', parties: sharing.tenants.map((tenant) => ({ tenant, weight: weight(tenant) })) }];
    }
  }
}

/** Running lines with the day on which they end by themselves or by their next version, so that they can be told apart and shared one by one. */
export function endedCosts(costs: readonly CostTerms[]): CostTerms[] {
  const lines = costs.filter(isRunning);
  return costs.map((cost) => (isRunning(cost) ? { ...cost, validTo: endOf(cost, lines) } : cost));
}

/** A line for each period in which the weights stay the same, in which the tenant carries something. */
function sharedLine(line: RunningCostTerms, tenant: string, weights: ReturnType<typeof weightsOf>): CostTerms[] {
  return weights.flatMap(({ from, parties }, index) => {
    const next = weights[index + 1]?.from ?? null;
    const validFrom = from > line.validFrom ? from : line.validFrom;
    const validTo = next !== null && (line.validTo === null || next < line.validTo) ? next : line.validTo;
    const amount = sharesOf(line.amount, parties).get(tenant);
    return amount === undefined || (validTo !== null && validTo <= validFrom) ? [] : [{ ...line, amount, validFrom, validTo }];
  });
}

/**
 * What a tenant carries of a shared cost (its end known, as `endedCosts` gives it): nothing where it is not named. By `volume` each calendar year is shared by its own
 * counted volumes, as they stand; a year without any takes those of the last year that has some, and before the first such year the shares are equal.
 */
export function shareOfCost(
  cost: CostTerms,
  tenant: string,
  { sharedBy, facts }: { readonly sharedBy: SharingTerms; readonly facts: SharingFacts },
): CostTerms[] {
  const weights = weightsOf(sharedBy, facts);
  if (isRunning(cost)) return sharedLine(cost, tenant, weights);
  const then = weights.filter(({ from }) => from <= cost.date).at(-1);
  const amount = sharesOf(cost.amount, then?.parties ?? []).get(tenant);
  return amount === undefined ? [] : [{ ...cost, amount }];
}

/** The counted volumes of the benefits that carry an initiative's costs, by calendar year, of everything that is known. */
export function countedYears(
  query: Omit<FiguresQuery, 'from' | 'to' | 'sources' | 'activity' | 'incompleteDays'> & { readonly initiative: string },
): CountedYears {
  const days = [...query.volumes].map(({ day }) => day).sort();
  const until = monthOf(days.at(-1) ?? localDayOf(query.now, query.timeZone));
  const [computed] = exactFigures({ ...query, from: until, to: until, sources: [], activity: [], incompleteDays: [] });
  if (computed === undefined) return { unit: null, byYear: new Map() };
  const type = netType(computed.initiative, computed.context);
  const figures = computed.benefits.filter(({ benefit }) => benefit.type === type).flatMap((of) => of.figures);
  const units = new Set(figures.filter(({ quantity }) => quantity.counted !== null && !isZero(quantity.counted)).map(({ quantity }) => quantity.unit));
  const byYear = new Map<number, Rational>();
  for (const { month, quantity } of figures) {
    if (quantity.counted !== null && !isZero(quantity.counted)) byYear.set(yearOf(month), (byYear.get(yearOf(month)) ?? ZERO).add(quantity.counted));
  }
  return { unit: units.size === 1 ? ([...units][0] ?? null) : null, byYear };
}
