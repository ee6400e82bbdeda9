import type { CompletenessResponse, ConfirmationAnswer, FigureRow, FiguresResponse, PeriodsResponse, RegisterObject } from '@hemtag/contracts';
import { formatExactInstant, localDayOf, monthOf, type Instant, type Month } from '@hemtag/kernel';
import type {
  CauseFacts,
  ConfirmationFacts,
  FigureFacts,
  HarvestFacts,
  InitiativeFacts,
  SourceFacts,
  StatementFacts,
  StatementPeriod,
  SumFacts,
} from '@hemtag/statements';
import { BenefitRefused, type BenefitSource, type Known } from './benefit-source.js';
import { initiativeFacts, rateFacts, ratesInForce, sourceTitle, tenantFacts, type ReportingTenant } from './register-facts.js';

/** What a statement is made of, but for the statements that were made before it. */
export type GatheredFacts = Omit<StatementFacts, 'version' | 'previous'>;
export interface Gathered {
  readonly facts: GatheredFacts;
  /** The tenant's language, as the manifest says it. */
  readonly language: string | null;
}

export interface GatherQuery {
  readonly tenant: string;
  readonly period: StatementPeriod;
  readonly knownOn: Instant;
}

const laterOf = (a: Month, b: Month): Month => (a > b ? a : b);
const isIn = (period: StatementPeriod, { month }: { readonly month: Month }): boolean => month >= period.from && month <= period.to;

// A figure that was asked for exactly has its exact numbers.
const exactRow = (row: FigureRow): FigureFacts => row as FigureRow & Pick<FigureFacts, 'exact'>;
const sumsOf = ({ from, to, benefits, initiatives }: FiguresResponse): SumFacts => ({ from, to, benefits, initiatives }) as SumFacts;

/**
 * The rows of the year, from the earliest month that an adjustment in the period corrects, up to the instant: what was booked of a month later stands in later months.
 */
async function figuresOf({ period, knownOn }: GatherQuery, known: Known, timeZone: string, source: BenefitSource): Promise<readonly FigureRow[]> {
  const january = `${period.from.slice(0, 4)}-01`;
  const to = laterOf(`${period.from.slice(0, 4)}-12`, monthOf(localDayOf(knownOn, timeZone)));
  const { figures } = await source.figures({ ...known, from: january, to });
  const corrected = figures.filter((row) => isIn(period, row)).flatMap(({ originalMonth }) => originalMonth ?? []);
  const [earliest = january] = corrected.sort();
  return earliest >= january ? figures : (await source.figures({ ...known, from: earliest, to })).figures;
}

async function sums({ period }: GatherQuery, known: Known, source: BenefitSource): Promise<StatementFacts['sums']> {
  const january = `${period.from.slice(0, 4)}-01`;
  const yearToDate = sumsOf(await source.figures({ ...known, from: january, to: period.to }));
  return { yearToDate, period: period.from === january ? yearToDate : sumsOf(await source.figures({ ...known, from: period.from, to: period.to })) };
}

async function causes(period: StatementPeriod, figures: readonly FigureRow[], known: Known, source: BenefitSource): Promise<CauseFacts[]> {
  const corrected = new Map<string, { month: Month; initiative: string; benefit: string }>();
  for (const row of figures) {
    if (row.originalMonth === undefined || !isIn(period, row)) continue;
    const { originalMonth: month, initiative, benefit } = row;
    corrected.set(JSON.stringify([month, initiative, benefit]), { month, initiative, benefit });
  }
  const found = await Promise.all(
    [...corrected.values()].map(async (of): Promise<CauseFacts[]> => {
      const changes = await source.changes({ ...known, ...of });
      return changes === null ? [] : [{ ...of, changedVolumes: changes.volumes.length, register: changes.register }];
    }),
  );
  return found.flat();
}

async function initiatives(known: Known, source: BenefitSource): Promise<InitiativeFacts[]> {
  const objects = await source.register({ ...known, kind: 'initiative' });
  return Promise.all(objects.map(async (object) => initiativeFacts(object, await source.case({ ...known, initiative: object.name }))));
}

async function tenantOf({ tenant, asKnownOn }: Known, source: BenefitSource): Promise<ReportingTenant> {
  const object = (await source.register({ tenant, asKnownOn, kind: 'tenant' })).find(({ name }) => name === tenant);
  if (object === undefined) throw new BenefitRefused('NOT_FOUND', 'no such tenant; hemtag get tenants lists them');
  return tenantFacts(object);
}

function sourceFacts({ sources }: CompletenessResponse, objects: readonly RegisterObject[]): SourceFacts[] {
  const titles = new Map(objects.map((object) => [object.name, sourceTitle(object)]));
  return sources.map((of) => ({ ...of, title: titles.get(of.name) ?? null }));
}

const confirmationFacts = (all: readonly ConfirmationAnswer[], figures: readonly FigureRow[]): ConfirmationFacts[] => {
  const shown = new Set(figures.map(({ id }) => id));
  return all.filter(({ figure }) => shown.has(figure));
};

/**
 * When the report before this one was made: of a month the closing before its own, of a longer period the last closing of a month before it. Null: there is none.
 */
export function lastReportAt({ periods }: PeriodsResponse, { period, knownOn }: Pick<GatherQuery, 'period' | 'knownOn'>): string | null {
  const closings = periods.flatMap(({ month, log }) =>
    log.filter(({ state }) => state === 'CLOSED').map(({ recordedAt }) => ({ month, recordedAt, at: Date.parse(recordedAt) })),
  );
  const earlier = closings.filter(({ month, at }) => at < knownOn && (period.kind === 'MONTH' || month < period.from));
  return earlier.sort((a, b) => a.at - b.at).at(-1)?.recordedAt ?? null;
}

/** Everything that a statement of the period is made of, as it was known on the instant. Throws BenefitUnavailable or BenefitRefused. */
export async function gatherFacts(query: GatherQuery, source: BenefitSource): Promise<Gathered> {
  const { tenant, period, knownOn } = query;
  const known = { tenant, asKnownOn: knownOn };
  const { facts: tenantIs, language } = await tenantOf(known, source);
  const [figures, summed, named, rates, periods, confirmations, harvests, completeness, sources] = await Promise.all([
    figuresOf(query, known, tenantIs.timeZone, source),
    sums(query, known, source),
    initiatives(known, source),
    source.register({ ...known, kind: 'rate' }),
    source.periods(known),
    source.confirmations(known),
    source.harvests(known),
    source.completeness({ ...known, from: period.from, to: period.to }),
    source.register({ ...known, kind: 'source' }),
  ]);
  const facts: GatheredFacts = {
    tenant: tenantIs,
    period,
    // To the millisecond, because what was recorded within the second of a closing is known or not known on it.
    asKnownOn: formatExactInstant(knownOn, tenantIs.timeZone),
    figures: figures.map(exactRow),
    sums: summed,
    initiatives: named,
    rates: ratesInForce(rates).map(rateFacts),
    periods: periods.periods,
    confirmations: confirmationFacts(confirmations.confirmations, figures),
    harvests: harvests.harvests.map(({ line, month, amount, unit }): HarvestFacts => ({ line, month, amount, unit })),
    completeness: sourceFacts(completeness, sources),
    causes: await causes(period, figures, known, source),
    lastReportAt: lastReportAt(periods, query),
  };
  return { facts, language };
}
