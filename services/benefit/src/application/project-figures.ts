import { completeness, meterMatches, netByMonth, figureRows, type BenefitTerms, type InitiativeTerms, type FigureRow } from '@hemtag/benefit';
import { localDayOf, monthRange, yearOf, type Clock, type Month } from '@hemtag/kernel';
import { activityFacts, figureFacts, type FactsPorts } from './figure-facts.js';
import type { RegisterStore } from './ports.js';
import type { Pending, ProjectionTransaction, SourceDay } from './projection-ports.js';
import { termsOf, type TenantTerms } from './terms-of-documents.js';

export interface ProjectionPorts extends FactsPorts {
  readonly register: RegisterStore;
  readonly clock: Clock;
}

interface Subject {
  readonly tenant: string;
  readonly terms: TenantTerms;
  /** The last month that is projected: December of next year, because plans and forecasts are looked at by calendar year. */
  readonly to: Month;
}

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

async function projectTouched({ tenant, terms, to }: Subject, pending: Pending, tx: ProjectionTransaction, ports: ProjectionPorts): Promise<void> {
  const known = await ports.volumes.seriesOf({ tenant, keys: pending.series.map(({ key }) => key), sources: pending.sources.map(({ source }) => source) });
  const series = new Map(known.map((of) => [of.key, of]));
  const touched = new Map<string, Touched>();
  const keyOf = (initiative: string, benefit: string): string => JSON.stringify([initiative, benefit]);
  const initiatives = terms.initiatives.flatMap((initiative) => {
    const benefits = initiative.benefits.filter((benefit) => {
      const months = touchedBy(benefit, pending, series);
      touched.set(keyOf(initiative.name, benefit.name), months);
      return months === null || months.size > 0;
    });
    return benefits.length === 0 ? [] : [{ ...initiative, benefits }];
  });
  if (initiatives.length === 0) return;
  const byName = new Map(initiatives.flatMap(({ name, benefits }) => benefits.map((benefit) => [keyOf(name, benefit.name), benefit] as const)));
  const isWritten = ({ printed: row }: FigureRow): boolean => {
    const benefit = byName.get(keyOf(row.initiative, row.benefit));
    // A row that restates another month may stand in any.
    return row.kind !== 'ORIGINAL' || (benefit !== undefined && isTouched(benefit, touched.get(keyOf(row.initiative, row.benefit)) ?? null, row.month));
  };
  const figures = figureRows(await figureFacts({ tenant, terms, initiatives, from: null, to, now: ports.clock(), asKnownOn: null }, ports));
  await tx.writeFigures(figures.filter(isWritten));
  await projectInitiatives({ tenant, terms, to }, new Set(initiatives.map(({ name }) => name)), tx);
}

/** Costs and net follow from the figures as written, of all benefits of an initiative. */
async function projectInitiatives({ terms, to }: Subject, names: ReadonlySet<string>, tx: ProjectionTransaction): Promise<void> {
  const figures = await tx.carryingFigures([...names]);
  const months = terms.initiatives
    .filter(({ name }) => names.has(name))
    .flatMap(
      (initiative) =>
      netByMonth(initiative, { figures: figures.get(initiative.name) ?? [], rates: terms.rates, to }).map((month) => ({
        ...month, initiative: initiative.name, currency: initiative.currency,
      })), // prettier-ignore
    );
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
  const { tenant, terms, to } = subject;
  const now = ports.clock();
  const today = localDayOf(now, terms.timeZone);
  let first = today.slice(0, 7);
  for (const initiatives of groupsOf(terms.initiatives)) {
    const facts = await figureFacts({ tenant, terms, initiatives, from: null, to, now, asKnownOn: null }, ports);
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
  return terms.sources.flatMap(({ source }) => monthRange(from, to).flatMap((month) => daysOf(source, month).map((day) => ({ source, ...day }))));
}

/** Brings the published figures of a tenant up to what is pending, with the function that answers `GET /v1/figures`. */
export async function projectFigures(tenant: string, pending: Pending, tx: ProjectionTransaction, ports: ProjectionPorts): Promise<void> {
  const terms = termsOf(await ports.register.documentsOf(tenant, null), tenant);
  // Volumes may come before the register knows their tenant; applying it marks the whole tenant.
  if (terms === null) return;
  const subject = { tenant, terms, to: lastMonth(localDayOf(ports.clock(), terms.timeZone)) };
  await (pending.isWhole ? projectWhole(subject, tx, ports) : projectTouched(subject, pending, tx, ports));
}
