import { breakEvenOf, completeness, meterMatches, netByMonth, figureRows, type BenefitTerms, type InitiativeTerms, type FigureRow } from '@hemtag/benefit';
import { localDayOf, monthRange, yearOf, type Clock, type Day, type Month } from '@hemtag/kernel';
import { figureDifferences, figureRecord, type FigureDifference, type FigureRecord } from './figure-record.js';
import { activityFacts, figureFacts, type FactsPorts } from './figure-facts.js';
import type { Pending, ProjectionStore, ProjectionTransaction, SourceDay } from './projection-ports.js';
import type { RememberedTerms } from './remembered-terms.js';
import type { TenantTerms } from './terms-of-documents.js';

export interface ProjectionPorts extends FactsPorts {
  readonly terms: Pick<RememberedTerms, 'of'>;
  readonly clock: Clock;
}

interface Subject {
  readonly tenant: string;
  readonly terms: TenantTerms;
  /** The last month that is projected: December of next year, because plans and forecasts are looked at by calendar year. */
  readonly to: Month;
  /** The tenant's local day. */
  readonly today: Day;
}

const keyOf = (initiative: string, benefit: string): string => JSON.stringify([initiative, benefit]);

/** Benefits are computed so many at a time, which bounds the memory of a large tenant. */
const BENEFITS_AT_ONCE = 200;

const lastMonth = (today: string): Month => `${yearOf(today) + 1}-12`;

/** The months of a benefit in which something changed; null: all. */
type Touched = ReadonlySet<Month> | null;

function touchedBy(benefit: BenefitTerms, pending: Pending, series: ReadonlyMap<string, Parameters<typeof meterMatches>[1]>): Touched {
  const matches = (of: Parameters<typeof meterMatches>[1]): boolean =>
    meterMatches(benefit.meter, of) || (benefit.potential !== null && meterMatches(benefit.potential, of));
  const months = new Set<Month>();
  for (const { key, month } of pending.series) {
    const of = series.get(key);
    if (of === undefined || !matches(of)) continue;
    if (month === null) return null;
    months.add(month);
  }
  const used = new Set([...series.values()].filter((of) => meterMatches(benefit.meter, of)).map(({ source }) => source));
  const { sources } = benefit.meter;
  for (const { source, month } of pending.sources) if (sources.includes(source) || (sources.length === 0 && used.has(source))) months.add(month);
  return months;
}

/** A cap by year that is filled in one month leaves less for the later ones. */
const isTouched = (benefit: BenefitTerms, touched: Touched, month: Month): boolean =>
  touched === null || touched.has(month) || (benefit.cap === 'year' && [...touched].some((of) => yearOf(of) === yearOf(month) && of < month));

/** The touched benefits with their months, by initiative. */
interface TouchedBenefits {
  readonly initiatives: readonly InitiativeTerms[];
  readonly monthsOf: (initiative: string, benefit: string) => Touched;
}

async function touchedBenefits(
  { tenant, terms }: Subject,
  { series: marked, sources, ...pending }: Pending,
  { volumes }: ProjectionPorts,
): Promise<TouchedBenefits> {
  const known = await volumes.seriesOf({ tenant, keys: marked.map(({ key }) => key), sources: sources.map(({ source }) => source) });
  const series = new Map(known.map((of) => [of.key, of]));
  const months = new Map<string, Touched>();
  const initiatives = terms.initiatives.flatMap((initiative) => {
    const benefits = initiative.benefits.filter((benefit) => {
      const touched = touchedBy(benefit, { ...pending, series: marked, sources }, series);
      months.set(keyOf(initiative.name, benefit.name), touched);
      return touched === null || touched.size > 0;
    });
    return benefits.length === 0 ? [] : [{ ...initiative, benefits }];
  });
  return { initiatives, monthsOf: (initiative, benefit) => months.get(keyOf(initiative, benefit)) ?? null };
}

interface Reach {
  readonly from: Month | null;
  readonly to: Month;
  readonly since: Month | null;
}

/**
 * The months that have to be computed for the touched ones. A cap by year is filled from January and reaches to December. Once months have been closed, what a late
 * change adds to them stands in another month, and follows from all usage.
 */
function reachOf({ initiatives, monthsOf }: TouchedBenefits, { to }: Subject, closing: readonly { readonly month: Month }[]): Reach {
  const benefits = initiatives.flatMap(({ name, benefits: of }) => of.map((benefit) => ({ benefit, months: monthsOf(name, benefit.name) })));
  if (benefits.some(({ months }) => months === null)) return { from: null, to, since: null };
  const months = benefits.flatMap(({ benefit, months: of }) =>
    [...(of ?? [])].flatMap((month) => (benefit.cap === 'year' ? [month, `${yearOf(month)}-12`] : [month])),
  );
  const kept = closing.length === 0 ? [] : [...closing.map(({ month }) => month), to];
  const [from = to] = [...months, ...kept].sort();
  const last = [...months, ...kept].sort().at(-1) ?? to;
  return { from, to: last < to ? last : to, since: kept.length > 0 ? null : `${from.slice(0, 4)}-01` };
}

async function projectTouched(subject: Subject, pending: Pending, tx: ProjectionTransaction, ports: ProjectionPorts): Promise<void> {
  const touched = await touchedBenefits(subject, pending, ports);
  const { initiatives, monthsOf } = touched;
  if (initiatives.length === 0) return;
  const { tenant, terms } = subject;
  const decided = await ports.periods.factsOf(tenant, null);
  const facts = await figureFacts(
    { tenant, terms, initiatives, ...reachOf(touched, subject, decided.log), now: ports.clock(), asKnownOn: null },
    { ...ports, periods: { factsOf: () => Promise.resolve(decided) } },
  );
  const benefits = new Map(initiatives.flatMap(({ name, benefits: of }) => of.map((benefit) => [keyOf(name, benefit.name), benefit] as const)));
  const isWritten = ({ printed: { kind, initiative, benefit, month } }: FigureRow): boolean => {
    const terms = benefits.get(keyOf(initiative, benefit));
    // A row that restates another month may stand in any.
    return kind !== 'ORIGINAL' || (terms !== undefined && isTouched(terms, monthsOf(initiative, benefit), month));
  };
  const rows = figureRows(facts);
  await tx.writeFigures(rows.filter(isWritten));
  if (decided.log.length > 0) {
    const adjustments = rows.filter(({ printed }) => printed.kind !== 'ORIGINAL');
    await tx.keepAdjustments(
      initiatives.flatMap(({ name, benefits: of }) => of.map((benefit) => ({ initiative: name, benefit: benefit.name }))),
      adjustments.map(({ printed }) => printed.id),
    );
  }
  await tx.markInitiatives(initiatives.map(({ name }) => name));
}

/** Costs and net follow from the figures as written, of all benefits of an initiative. */
async function projectInitiatives({ terms, to }: Subject, names: ReadonlySet<string>, tx: ProjectionTransaction): Promise<void> {
  const figures = await tx.carryingFigures([...names]);
  const months = terms.initiatives
    .filter(({ name }) => names.has(name))
    .flatMap((initiative) => {
      const breakEvenShare = breakEvenOf(initiative, terms.rates);
      return netByMonth(initiative, { figures: figures.get(initiative.name) ?? [], rates: terms.rates, to }).map((month) => ({
        ...month, initiative: initiative.name, currency: initiative.currency, breakEvenShare,
      })); // prettier-ignore
    });
  await tx.writeInitiativeMonths([...names], months);
}

function groupsOf(initiatives: readonly InitiativeTerms[]): InitiativeTerms[][] {
  const groups: InitiativeTerms[][] = [];
  let benefits = BENEFITS_AT_ONCE;
  for (const initiative of initiatives) {
    if (benefits + initiative.benefits.length > BENEFITS_AT_ONCE) {
      groups.push([]);
      benefits = 0;
    }
    groups.at(-1)?.push(initiative);
    benefits += initiative.benefits.length;
  }
  return groups;
}

async function projectWhole(subject: Subject, tx: ProjectionTransaction, ports: ProjectionPorts): Promise<void> {
  const { tenant, terms, to, today } = subject;
  const now = ports.clock();
  let first = today.slice(0, 7);
  for (const initiatives of groupsOf(terms.initiatives)) {
    const facts = await figureFacts({ tenant, terms, initiatives, from: null, to, since: null, now, asKnownOn: null }, ports);
    const figures = figureRows(facts);
    const names = initiatives.map(({ name }) => name);
    await tx.writeFigures(figures);
    await tx.keepOnly(
      names,
      figures.map(({ printed: row }) => row.id),
    );
    await projectInitiatives(subject, new Set(names), tx);
    if (facts.from < first) first = facts.from;
  }
  await tx.keepInitiatives(terms.initiatives.map(({ name }) => name));
  await tx.writeSourceDays(await sourceDays({ tenant, terms, from: first }, ports));
  await tx.projectedOn(today);
}

/** The states of all ended days of the months from `from` up to now, of every registered source. */
export async function sourceDays(
  { tenant, terms, from }: { readonly tenant: string; readonly terms: TenantTerms; readonly from: Month },
  { volumes, clock }: Pick<ProjectionPorts, 'volumes' | 'clock'>,
): Promise<readonly SourceDay[]> {
  const now = clock();
  const to = localDayOf(now, terms.timeZone).slice(0, 7);
  const { daysOf } = completeness(await activityFacts({ tenant, terms, from, to, now }, volumes));
  const ended = (source: string) => monthRange(from, to).flatMap((month) => daysOf(source, month).filter(({ state }) => state !== 'OPEN'));
  return terms.sources.flatMap(({ source }) => ended(source).map(({ day, state }) => ({ source, day, state })));
}

/** How many figures a tenant has, and where the published ones are not what its facts give now; what is pending differs as well. None where there is no such tenant. */
export async function publishedDifferences(
  tenant: string,
  ports: ProjectionPorts & { readonly store: Pick<ProjectionStore, 'figuresOf'> },
): Promise<{ readonly figures: number; readonly differences: readonly FigureDifference[] }> {
  const terms = await ports.terms.of(tenant);
  if (terms === null) return { figures: 0, differences: [] };
  const now = ports.clock();
  const to = lastMonth(localDayOf(now, terms.timeZone));
  const published = await ports.store.figuresOf(tenant);
  const computed: FigureRecord[] = [];
  for (const initiatives of groupsOf(terms.initiatives)) {
    const facts = await figureFacts({ tenant, terms, initiatives, from: null, to, since: null, now, asKnownOn: null }, ports);
    computed.push(...figureRows(facts).map(figureRecord));
  }
  return { figures: computed.length, differences: figureDifferences(published, computed) };
}

/** Brings the published figures of a tenant up to what is pending, with the function that answers `GET /v1/figures`. */
export async function projectFigures(tenant: string, pending: Pending, tx: ProjectionTransaction, ports: ProjectionPorts): Promise<void> {
  const terms = await ports.terms.of(tenant);
  // Volumes may come before the register knows their tenant; applying it marks the whole tenant.
  if (terms === null) return;
  const today = localDayOf(ports.clock(), terms.timeZone);
  const subject = { tenant, terms, to: lastMonth(today), today };
  if (pending.isWhole) return projectWhole(subject, tx, ports);
  await projectTouched(subject, pending, tx, ports);
  if (pending.initiatives.length > 0) await projectInitiatives(subject, new Set(pending.initiatives), tx);
}
