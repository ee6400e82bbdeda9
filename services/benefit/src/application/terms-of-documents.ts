import { endedCosts } from '@hemtag/benefit';
import type {
  AdjustTerms, BaselineTerms, BenefitTerms, CostTerms, Dated, EstimateTerms, InitiativeTerms, MeterTerms, PlanLineTerms, RateTerms, SharingTerms, SourceRhythm, ValueTerms,
} from '@hemtag/benefit'; // prettier-ignore
import { parseDurationMs, rational, unreachable, type Rational } from '@hemtag/kernel';
import type {
  AdjustVersion, BaselineVersion, Benefit, Cost, EstimateVersion, InitiativeDocument, Meter, PlanLine, RateDocument, RegisterDocument, SourceDocument, ValueVersion,
} from '@hemtag/register'; // prettier-ignore
import { untilRetired } from '@hemtag/register';

/** What the figures of one tenant are computed from, besides its volumes. */
export interface TenantTerms {
  readonly timeZone: string;
  readonly initiatives: readonly InitiativeTerms[];
  readonly rates: readonly RateTerms[];
  readonly sources: readonly SourceRhythm[];
  /** Costs that are shared out: they count in no initiative as they stand. */
  readonly sharedCosts: readonly SharedCost[];
  /** Hours a year below which freed time is too thin to be used; null where the municipality sets none. */
  readonly thinSliceHours: Rational | null;
}

/** A cost that an initiative shares out, with the day on which it ends. */
export interface SharedCost {
  /** The tenant in whose initiative it is written. */
  readonly owner: string;
  readonly initiative: string;
  readonly currency: string;
  readonly cost: CostTerms;
  readonly sharedBy: SharingTerms;
}

const MEASURES = 'measures.';
const numberOr = (text: string | undefined, absent: string): Rational => rational(text ?? absent);
const numberOrNull = (text: string | undefined): Rational | null => (text === undefined ? null : rational(text));
const validityOf = ({ validFrom, validTo }: { readonly validFrom: string; readonly validTo?: string }) => ({ validFrom, validTo: validTo ?? null });

function meterOf(meter: Meter, uriOf: ReadonlyMap<string, string>): MeterTerms {
  const { subjects = [], units = [], outcomes = ['success'], channels = [], orgUnits = [], dimensions = {}, quantity = 'quantity' } = meter;
  // The register refuses a meter that names a source which does not exist.
  const sources = (meter.sources ?? []).map((name) => uriOf.get(name) ?? name);
  return {
    subjects,
    sources,
    units,
    outcomes,
    channels,
    orgUnits,
    dimensions,
    measure: quantity.startsWith(MEASURES) ? quantity.slice(MEASURES.length) : null,
  };
}

function valueOf(version: ValueVersion): Dated<ValueTerms> {
  const validity = validityOf(version);
  switch (version.formula) {
    case 'unit-value':
      return { ...validity, formula: version.formula, unitValue: rational(version.unitValue) };
    case 'time-saved':
      return { ...validity, formula: version.formula, minutes: rational(version.minutes), staff: rational(BigInt(version.staff ?? 1)), rate: version.rate };
    case 'amount':
      return { ...validity, formula: version.formula };
    case 'distance':
      return { ...validity, formula: version.formula, perUnit: rational(version.perUnit) };
    case 'emission':
      return { ...validity, formula: version.formula, perUnit: rational(version.perUnit), factor: version.factor };
    case 'native':
      return { ...validity, formula: version.formula, perUnit: rational(version.perUnit), unit: version.unit };
    default:
      return unreachable(version);
  }
}

const baselineOf = (version: BaselineVersion): Dated<BaselineTerms> => ({
  ...validityOf(version),
  volumePerYear: rational(version.volumePerYear),
  seasonality: (version.seasonality ?? []).map(rational),
});

const estimateOf = (version: EstimateVersion): Dated<EstimateTerms> => ({
  ...validityOf(version),
  version: version.version,
  annualVolume: rational(version.annualVolume),
  seasonality: (version.seasonality ?? []).map(rational),
  rampUp: { per: version.rampUp?.per ?? 'year', shares: (version.rampUp?.shares ?? ['1']).map(rational) },
  low: numberOrNull(version.low),
  likely: numberOrNull(version.likely),
  high: numberOrNull(version.high),
  optimismBias: numberOr(version.optimismBias, '0'),
  index: version.index ?? null,
});

const adjustOf = (version: AdjustVersion): Dated<AdjustTerms> => ({
  ...validityOf(version),
  deadweight: numberOr(version.deadweight, '0'),
  attribution: numberOr(version.attribution, '1'),
  redeployable: numberOrNull(version.redeployable),
});

const planLineOf = ({ name, measure, responsibilityUnit, budgetYear, plannedAmount, plannedDate, decisionRef }: PlanLine): PlanLineTerms => ({
  name,
  measure: measure ?? null,
  responsibilityUnit: responsibilityUnit ?? null,
  budgetYear: budgetYear ?? null,
  plannedAmount: rational(plannedAmount),
  plannedDate,
  decisionRef: decisionRef ?? null,
});

function benefitOf(benefit: Benefit, uriOf: ReadonlyMap<string, string>): BenefitTerms {
  const { name, type, evidence, polarity = 'BENEFIT', cap = 'none', value = [], baseline = [], estimate = [], adjust = [], plan = [] } = benefit;
  return {
    name, type, evidence, polarity, cap,
    meter: meterOf(benefit.meter, uriOf),
    disjointFrom: benefit.disjointFrom ?? [],
    potential: benefit.potential ? meterOf(benefit.potential, uriOf) : null,
    value: value.map(valueOf),
    baseline: baseline.map(baselineOf),
    estimate: estimate.map(estimateOf),
    adjust: adjust.map(adjustOf),
    plan: plan.map(planLineOf),
  }; // prettier-ignore
}

/** A running cost without its own first day begins with the go-live; where none is known yet, it has not begun. */
function costOf(cost: Cost, begins: string | undefined): CostTerms | null {
  if ('date' in cost) return { kind: cost.kind, name: cost.name, amount: rational(cost.amount), date: cost.date };
  const validFrom = cost.validFrom ?? begins;
  if (validFrom === undefined) return null;
  const per = cost.perYear === undefined ? 'month' : 'year';
  return { kind: cost.kind, name: cost.name, amount: numberOr(cost.perYear ?? cost.perMonth, '0'), per, validFrom, validTo: cost.validTo ?? null };
}

/** The costs of an initiative, apart: its own, and those that it shares out. Where some are shared, every line says by itself when it ends. */
function costsOf({ metadata, spec }: InitiativeDocument): { readonly own: readonly CostTerms[]; readonly shared: readonly SharedCost[] } {
  const given = (spec.costs ?? []).flatMap((cost) => {
    const terms = costOf(cost, spec.goLive ?? spec.processChange);
    return terms === null ? [] : [{ terms, sharedBy: cost.sharedBy ?? null }];
  });
  if (given.every(({ sharedBy }) => sharedBy === null)) return { own: given.map(({ terms }) => terms), shared: [] };
  const ended = endedCosts(given.map(({ terms }) => terms)).map((cost, index) => ({ cost, sharedBy: given[index]?.sharedBy ?? null }));
  return {
    own: ended.flatMap(({ cost, sharedBy }) => (sharedBy === null ? [cost] : [])),
    shared: ended.flatMap(({ cost, sharedBy }) =>
      sharedBy === null ? [] : [{ owner: metadata.tenant, initiative: metadata.name, currency: spec.currency, cost, sharedBy }],
    ),
  };
}

/** The costs that initiatives share out, each until its initiative is retired. */
export const sharedCostsOf = (documents: readonly InitiativeDocument[]): readonly SharedCost[] =>
  documents.map(untilRetired).flatMap((document) => (document.kind === 'Initiative' ? costsOf(document).shared : []));

function initiativeOf(document: InitiativeDocument, uriOf: ReadonlyMap<string, string>): InitiativeTerms {
  const { metadata, spec } = document;
  return {
    name: metadata.name,
    department: spec.department ?? null,
    responsibilityUnit: spec.responsibilityUnit ?? null,
    currency: spec.currency,
    benefitOwner: spec.benefitOwner ?? null,
    goLive: spec.goLive ?? null,
    processChange: spec.processChange ?? null,
    netOf: spec.netOf ?? null,
    inaction: spec.inaction === undefined ? null : { perYear: rational(spec.inaction.perYear), growth: numberOr(spec.inaction.growth, '0') },
    costs: costsOf(document).own,
    benefits: spec.benefits.map((benefit) => benefitOf(benefit, uriOf)),
  };
}

/** Shared rates and the tenant's own; of two with one name the tenant's wins. */
function ratesOf(documents: readonly RateDocument[]): readonly RateTerms[] {
  const sharedFirst = [...documents].sort((a, b) => Number(a.metadata.tenant !== undefined) - Number(b.metadata.tenant !== undefined));
  const byName = new Map(
    sharedFirst.map(({ metadata, spec }) => [
      metadata.name,
      { name: metadata.name, unit: spec.unit, versions: spec.versions.map((version) => ({ ...validityOf(version), value: rational(version.value) })) },
    ]),
  );
  return [...byName.values()];
}

const rhythmOf = ({ spec }: SourceDocument): SourceRhythm => ({
  source: spec.source,
  expectedEveryMs: spec.expectedEvery === undefined ? null : parseDurationMs(spec.expectedEvery),
  retiredFrom: spec.retired?.from ?? null,
});

/** Reads the newest documents of a tenant as terms, with the contract's defaults filled in; null where there is no such tenant. */
export function termsOf(registered: readonly RegisterDocument[], tenant: string): TenantTerms | null {
  const documents = registered.map(untilRetired);
  const owner = documents.find((document) => document.kind === 'Tenant' && document.metadata.name === tenant);
  if (owner?.kind !== 'Tenant') return null;
  const sources = documents.filter((document) => document.kind === 'Source');
  const uriOf = new Map(sources.map(({ metadata, spec }) => [metadata.name, spec.source]));
  const initiatives = documents.filter((document) => document.kind === 'Initiative');
  return {
    timeZone: owner.spec.timeZone,
    initiatives: initiatives.map((document) => initiativeOf(document, uriOf)),
    sharedCosts: sharedCostsOf(initiatives),
    rates: ratesOf(documents.filter((document) => document.kind === 'Rate')),
    sources: sources.map(rhythmOf),
    thinSliceHours: numberOrNull(owner.spec.thinSliceHours),
  };
}
