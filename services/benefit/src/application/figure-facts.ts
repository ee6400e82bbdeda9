import type { UsageSeries } from '@hemtag/contracts';
import { changeDays, type FiguresQuery, type InitiativeTerms, type SourceRhythm } from '@hemtag/benefit';
import { addDays, firstDay, lastDay, localDayOf, monthOf, type Instant, type Month } from '@hemtag/kernel';
import type { PeriodStore } from './period-ports.js';
import type { VolumeStore } from './ports.js';
import type { TenantTerms } from './terms-of-documents.js';
import { wantedUsage } from './wanted-usage.js';

export interface FactsQuery {
  readonly tenant: string;
  readonly terms: TenantTerms;
  /** Those of the terms that are wanted, or parts of them. */
  readonly initiatives: readonly InitiativeTerms[];
  /** Null: from the first month that has usage or an estimate. */
  readonly from: Month | null;
  readonly to: Month;
  /** Usage before this month is left out, where nothing that is asked for hangs on it; null: none. */
  readonly since: Month | null;
  readonly now: Instant;
  readonly asKnownOn: Instant | null;
  /** Usage of every day by itself, for who looks at days; left out, in stretches. */
  readonly isByDay?: boolean;
}

/** What figures are computed from; the series are those of the contract, with their keys. */
export type FigureFacts = FiguresQuery & { readonly everUsed: readonly UsageSeries[] };

export interface FactsPorts {
  readonly volumes: VolumeStore;
  readonly periods: Pick<PeriodStore, 'factsOf'>;
}

const DAY_MS = 86_400_000;
/** An event vouches for its source as long as the source's rhythm lasts, so activity is read from so many days before the range; one more, because days have up to 25 hours. */
const activityMarginDays = (sources: readonly SourceRhythm[]): number =>
  1 + Math.max(0, ...sources.map(({ expectedEveryMs }) => Math.ceil((expectedEveryMs ?? 0) / DAY_MS)));

/** Activity of the sources that can vouch for the days of the months, and the days that are said to be incomplete. */
export async function activityFacts(
  { tenant, terms, from, to, now }: Pick<FactsQuery, 'tenant' | 'terms' | 'now'> & { readonly from: Month; readonly to: Month },
  volumes: VolumeStore,
): Promise<Pick<FiguresQuery, 'activity' | 'incompleteDays' | 'sources' | 'now' | 'timeZone'>> {
  const today = localDayOf(now, terms.timeZone);
  const until = lastDay(to) < today ? lastDay(to) : today;
  const [activity, incompleteDays] = await Promise.all([
    volumes.activity({ tenant, from: addDays(firstDay(from), -activityMarginDays(terms.sources)), until }),
    volumes.incompleteDays({ tenant, from: firstDay(from), until }),
  ]);
  return { activity, incompleteDays, sources: terms.sources, now, timeZone: terms.timeZone };
}

function firstMonth(initiatives: readonly InitiativeTerms[], volumes: FiguresQuery['volumes'], to: Month): Month {
  const estimates = initiatives.flatMap(({ benefits }) => benefits.flatMap(({ estimate }) => estimate.map(({ validFrom }) => monthOf(validFrom))));
  let first = to;
  for (const month of estimates) if (month < first) first = month;
  for (const { day } of volumes) if (monthOf(day) < first) first = monthOf(day);
  return first;
}

/** Reads everything that figures are computed from, of the wanted initiatives alone. Usage comes in the longest stretches that give the same figures. */
export async function figureFacts(query: FactsQuery, { volumes, periods }: FactsPorts): Promise<FigureFacts> {
  const { tenant, terms, initiatives, to, asKnownOn } = query;
  const [decided, used] = await Promise.all([
    periods.factsOf(tenant, asKnownOn),
    volumes.volumes({
      tenant,
      wanted: wantedUsage(initiatives),
      ...(query.since === null ? {} : { from: firstDay(query.since) }),
      until: lastDay(to),
      asKnownOn,
      stretches: query.isByDay === true ? null : changeDays(initiatives, terms.rates),
    }),
  ]);
  const from = query.from ?? firstMonth(initiatives, used.volumes, to);
  const activity = await activityFacts({ ...query, from }, volumes);
  const facts = { tenant, initiatives, from, to, volumes: used.volumes, everUsed: used.series, allInitiatives: terms.initiatives, periods: decided };
  return { ...terms, ...facts, ...activity };
}
