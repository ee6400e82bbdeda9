import type { FiguresResponse, ForecastMethod } from '@hemtag/contracts';
import { figuresOf, type FiguresQuery as FiguresFacts, type SourceRhythm } from '@hemtag/benefit';
import { addDays, err, firstDay, isMonth, lastDay, localDayOf, monthsBetween, ok, type Clock, type Result } from '@hemtag/kernel';
import type { RegisterStore, VolumeStore } from './ports.js';
import { readTerms } from './read-terms.js';
import { wantedUsage } from './wanted-usage.js';

export interface FiguresQuery {
  readonly tenant: string;
  /** Months, both included. */
  readonly from: string;
  readonly to: string;
  readonly initiative: string | null;
  readonly benefit: string | null;
  readonly priceYear: number | null;
  readonly forecast: ForecastMethod;
}

export type FiguresRefusal =
  | { readonly kind: 'unknown-tenant' }
  | { readonly kind: 'unknown-initiative' }
  | { readonly kind: 'unknown-benefit' }
  | { readonly kind: 'invalid-range'; readonly detail: string };

export interface FigurePorts {
  readonly register: RegisterStore;
  readonly volumes: VolumeStore;
  readonly clock: Clock;
}

/** A hundred years of months are more than anybody follows up, and bound the work of one request. */
const MAX_MONTHS = 1200;
const DAY_MS = 86_400_000;
/** An event vouches for its source as long as the source's rhythm lasts, so activity is read from so many days before the range; one more, because days have up to 25 hours. */
const activityMarginDays = (sources: readonly SourceRhythm[]): number =>
  1 + Math.max(0, ...sources.map(({ expectedEveryMs }) => Math.ceil((expectedEveryMs ?? 0) / DAY_MS)));

function rangeFault({ from, to }: FiguresQuery): string | null {
  if (!isMonth(from) || !isMonth(to)) return 'from and to are months like 2026-03';
  if (from > to) return 'from lies after to';
  return monthsBetween(from, to) >= MAX_MONTHS ? `at most ${MAX_MONTHS} months at once` : null;
}

/** What the figures of a tenant for a range of months are computed from: the register and the volumes as they stand now. */
export async function readFacts(query: FiguresQuery, { register, volumes, clock }: FigurePorts): Promise<Result<FiguresFacts, FiguresRefusal>> {
  const fault = rangeFault(query);
  if (fault !== null) return err({ kind: 'invalid-range', detail: fault });
  const { tenant, from, to, initiative, benefit } = query;
  const terms = await readTerms(tenant, { register, volumes, clock });
  if (terms === null) return err({ kind: 'unknown-tenant' });

  const named = terms.initiatives.filter(({ name }) => initiative === null || name === initiative);
  if (initiative !== null && named.length === 0) return err({ kind: 'unknown-initiative' });
  const wanted = named.filter(({ benefits }) => benefit === null || benefits.some(({ name }) => name === benefit));
  if (benefit !== null && wanted.length === 0) return err({ kind: 'unknown-benefit' });

  const now = clock();
  const today = localDayOf(now, terms.timeZone);
  const until = lastDay(to) < today ? lastDay(to) : today;
  const [used, activity, incompleteDays] = await Promise.all([
    volumes.volumes({ tenant, wanted: wantedUsage(wanted), until: lastDay(to) }),
    volumes.activity({ tenant, from: addDays(firstDay(from), -activityMarginDays(terms.sources)), until }),
    volumes.incompleteDays({ tenant, from: firstDay(from), until }),
  ]);
  return ok({
    ...terms,
    tenant,
    from,
    to,
    now,
    volumes: used.volumes,
    everUsed: used.series,
    activity,
    incompleteDays,
    initiatives: wanted,
    forecast: query.forecast,
    ...(benefit === null ? {} : { benefit }),
    ...(query.priceYear === null ? {} : { priceYear: query.priceYear }),
  });
}

/** The figures of a tenant for a range of months. */
export async function readFigures(query: FiguresQuery, ports: FigurePorts): Promise<Result<FiguresResponse, FiguresRefusal>> {
  const facts = await readFacts(query, ports);
  return facts.ok ? ok(figuresOf(facts.value)) : facts;
}
