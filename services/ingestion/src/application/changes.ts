import type { UsageAggregated, UsageRecorded } from '@hemtag/contracts';
import type { Day, Instant } from '@hemtag/kernel';
import {
  contributionsOfRecorded,
  contributionsOfSlots,
  differenceOf,
  incompleteDays,
  ownSeriesOf,
  type AggregateSlot,
  type Amendment,
  type Contribution,
  type Series,
  type TenantContribution,
} from '@hemtag/metering';

import type { JudgeOptions } from './judge.js';
import { identityKey, seriesPlace, seriesText, type Facts, type FlushPlan, type StoredSlot, type UsageCandidate } from './ports.js';

/** Amendments that came with this group, by the identity that they are about. */
export interface Amending {
  readonly tenant: string;
  readonly target: string;
  readonly amendments: readonly Amendment[];
}

/** What came with the group and can change volumes. */
export interface Arrivals {
  readonly events: readonly UsageCandidate<UsageRecorded>[];
  readonly aggregates: readonly UsageCandidate<UsageAggregated>[];
  readonly amending: ReadonlyMap<string, Amending>;
}

export interface Changes extends Pick<FlushPlan, 'aggregateSeries' | 'incompleteDays'> {
  readonly contributions: readonly TenantContribution[];
}

const NONE: readonly Amendment[] = [];
const ofTenant = (tenant: string, contributions: readonly Contribution[]): readonly TenantContribution[] =>
  contributions.map((contribution) => ({ tenant, ...contribution }));

/** New usage events, with everything that was said about them before they came and with them. */
function changesOfArrivedEvents({ events, amending }: Arrivals, facts: Facts, { dayOf }: JudgeOptions): readonly TenantContribution[] {
  const contributions: TenantContribution[] = [];
  for (const { tenant, identity, event, reference } of events) {
    const key = identityKey(tenant, identity);
    const before = facts.amendments.get(key) ?? NONE;
    const added = amending.get(key)?.amendments ?? NONE;
    const amendments = before.length + added.length === 0 ? NONE : [...before, ...added];
    for (const contribution of contributionsOfRecorded({ original: event, amendments, reference }, { dayOf: dayOf(tenant) }))
      contributions.push({ tenant, ...contribution });
  }
  return contributions;
}

/** Usage events of the ledger that are amended now. */
function changesOfKnownEvents({ amending }: Arrivals, facts: Facts, { dayOf }: JudgeOptions): readonly TenantContribution[] {
  return [...amending].flatMap(([key, { tenant, amendments }]) => {
    const original = facts.originals.get(key);
    if (original?.kind !== 'recorded') return [];
    const { usage, reference } = original;
    const known = facts.amendments.get(key) ?? NONE;
    const of = (all: readonly Amendment[]) => contributionsOfRecorded({ original: usage, amendments: all, reference }, { dayOf: dayOf(tenant) });
    return ofTenant(tenant, differenceOf(of(known), of([...known, ...amendments])));
  });
}

/** One series of aggregates that changes. */
interface ChangedSeries {
  readonly tenant: string;
  readonly series: Series;
  readonly before: readonly StoredSlot[];
  readonly added: AggregateSlot[];
  readonly was: number;
}

function changedSeriesOf({ aggregates, amending }: Arrivals, facts: Facts): ReadonlyMap<string, ChangedSeries> {
  const changed = new Map<string, ChangedSeries>();
  const touch = (tenant: string, event: Parameters<typeof ownSeriesOf>[0]): ChangedSeries => {
    const place = seriesPlace(tenant, seriesText(event));
    const stored = facts.aggregates.get(place);
    const known = changed.get(place) ?? { tenant, series: ownSeriesOf(event), before: stored?.slots ?? [], added: [], was: stored?.revision ?? 0 };
    changed.set(place, known);
    return known;
  };
  for (const { tenant, identity, event, reference } of aggregates) {
    const key = identityKey(tenant, identity);
    const amendments = [...(facts.amendments.get(key) ?? NONE), ...(amending.get(key)?.amendments ?? NONE)];
    touch(tenant, event).added.push({ event, amendments, reference });
  }
  for (const [key, { tenant }] of amending) {
    const original = facts.originals.get(key);
    if (original?.kind === 'aggregated') touch(tenant, original.slot.event);
  }
  return changed;
}

/** What ends before the first period that changes is only there to be subtracted. */
const firstChange = (slots: readonly AggregateSlot[]): Instant => Math.min(...slots.map(({ event }) => event.period.end)) - 1;

/** How many more periods leave each day incomplete. */
function incompleteChange(before: readonly Day[], after: readonly Day[]): readonly { readonly day: Day; readonly aggregates: number }[] {
  const days = new Map<Day, number>();
  for (const day of after) days.set(day, (days.get(day) ?? 0) + 1);
  for (const day of before) days.set(day, (days.get(day) ?? 0) - 1);
  return [...days].filter(([, aggregates]) => aggregates !== 0).map(([day, aggregates]) => ({ day, aggregates }));
}

function changeOfSeries(changed: ChangedSeries, amending: Arrivals['amending'], { dayOf }: JudgeOptions) {
  const { tenant, series, before, added } = changed;
  const amendmentsOf = ({ identity }: StoredSlot): readonly Amendment[] => amending.get(identityKey(tenant, identity))?.amendments ?? NONE;
  const after: readonly AggregateSlot[] = [...before.map((slot) => ({ ...slot, amendments: [...slot.amendments, ...amendmentsOf(slot)] })), ...added];
  const touched = [...before.filter((slot) => amendmentsOf(slot).length > 0), ...added];
  const options = { dayOf: dayOf(tenant), endingAfter: firstChange(touched) };
  return {
    contributions: ofTenant(tenant, differenceOf(contributionsOfSlots(before, options), contributionsOfSlots(after, options))),
    incompleteDays: incompleteChange(incompleteDays(before, options), incompleteDays(after, options)).map((day) => ({ tenant, source: series.source, ...day })),
  };
}

/** The difference that a group of accepted events makes to volumes and to what is incomplete. */
export function changesOf(arrivals: Arrivals, facts: Facts, options: JudgeOptions): Changes {
  const changed = [...changedSeriesOf(arrivals, facts).values()];
  const ofSeries = changed.map((series) => changeOfSeries(series, arrivals.amending, options));
  return {
    contributions: [
      ...changesOfArrivedEvents(arrivals, facts, options),
      ...changesOfKnownEvents(arrivals, facts, options),
      ...ofSeries.flatMap(({ contributions }) => contributions),
    ],
    aggregateSeries: changed.map(({ tenant, series, was }) => ({ tenant, series, was })),
    incompleteDays: ofSeries.flatMap((series) => series.incompleteDays),
  };
}
