import type { UsageAggregated, UsageRecorded } from '@hemtag/contracts';
import type { Day, Instant } from '@hemtag/kernel';
import {
  contributionsOfRecorded,
  contributionsOfSlots,
  differenceOf,
  incompleteDays,
  microQuantity,
  type AggregateSlot,
  type Amendment,
  type BookedContribution,
  type BookedSeries,
  type Contribution,
} from '@hemtag/metering';

import type { JudgeOptions } from './judge.js';
import { identityKey, type Facts, type FlushPlan, type StoredSlot, type UsageCandidate } from './ports.js';

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
  readonly contributions: readonly BookedContribution[];
}

const NONE: readonly Amendment[] = [];

/** What was said about a usage event before it came, and with it. */
function amendmentsOf(key: string, facts: Facts, amending: Arrivals['amending']): readonly Amendment[] {
  const [before, added] = [facts.amendments.get(key) ?? NONE, amending.get(key)?.amendments ?? NONE];
  return before.length + added.length === 0 ? NONE : [...before, ...added];
}

const hasMeasures = ({ measures }: UsageRecorded): boolean => Object.keys(measures).length > 0;

/** New usage events, with everything that was said about them before they came and with them. */
function changesOfArrivedEvents({ events, amending }: Arrivals, facts: Facts, { dayOf, book }: JudgeOptions): readonly BookedContribution[] {
  const contributions: BookedContribution[] = [];
  for (const { tenant, key, event, reference, booked, day } of events) {
    const amendments = amendmentsOf(key, facts, amending);
    // By far the most: nothing was said about it, and it has no measures. The general way gives the same.
    if (booked !== null && amendments === NONE && event.final && !reference && !hasMeasures(event)) {
      contributions.push({ booked, day, micros: microQuantity(event.quantity), events: 1 });
      continue;
    }
    const general = contributionsOfRecorded({ original: event, amendments, reference }, { dayOf: dayOf(tenant) });
    for (const { series, ...change } of general) contributions.push({ booked: book.of(tenant, series), ...change });
  }
  return contributions;
}

const bookedOf = (tenant: string, contributions: readonly Contribution[], { book }: JudgeOptions): readonly BookedContribution[] =>
  contributions.map(({ series, ...change }) => ({ booked: book.of(tenant, series), ...change }));

/** Usage events of the ledger that are amended now. */
function changesOfKnownEvents({ amending }: Arrivals, facts: Facts, options: JudgeOptions): readonly BookedContribution[] {
  return [...amending].flatMap(([key, { tenant, amendments }]) => {
    const original = facts.originals.get(key);
    if (original?.kind !== 'recorded') return [];
    const { usage, reference } = original;
    const known = facts.amendments.get(key) ?? NONE;
    const of = (all: readonly Amendment[]) => contributionsOfRecorded({ original: usage, amendments: all, reference }, { dayOf: options.dayOf(tenant) });
    return bookedOf(tenant, differenceOf(of(known), of([...known, ...amendments])), options);
  });
}

/** One series of aggregates that changes. */
interface ChangedSeries {
  readonly booked: BookedSeries;
  readonly before: readonly StoredSlot[];
  readonly added: AggregateSlot[];
  readonly was: number;
}

function changedSeriesOf({ aggregates, amending }: Arrivals, facts: Facts, { book }: JudgeOptions): readonly ChangedSeries[] {
  const changed = new Map<BookedSeries, ChangedSeries>();
  const touch = (booked: BookedSeries): ChangedSeries => {
    const stored = facts.aggregates.get(booked);
    const known = changed.get(booked) ?? { booked, before: stored?.slots ?? [], added: [], was: stored?.revision ?? 0 };
    changed.set(booked, known);
    return known;
  };
  for (const { booked, key, event, reference } of aggregates) {
    if (booked === null) throw new Error('an aggregate has a series');
    touch(booked).added.push({ event, amendments: amendmentsOf(key, facts, amending), reference });
  }
  for (const [key, { tenant }] of amending) {
    const original = facts.originals.get(key);
    if (original?.kind === 'aggregated') touch(book.of(tenant, original.slot.event));
  }
  return [...changed.values()];
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

function changeOfSeries({ booked, before, added }: ChangedSeries, amending: Arrivals['amending'], options: JudgeOptions) {
  const { tenant, series } = booked;
  const newlySaid = ({ identity }: StoredSlot): readonly Amendment[] => amending.get(identityKey(tenant, identity))?.amendments ?? NONE;
  const after: readonly AggregateSlot[] = [...before.map((slot) => ({ ...slot, amendments: [...slot.amendments, ...newlySaid(slot)] })), ...added];
  const touched = [...before.filter((slot) => newlySaid(slot).length > 0), ...added];
  const window = { dayOf: options.dayOf(tenant), endingAfter: firstChange(touched) };
  const difference = differenceOf(contributionsOfSlots(before, window), contributionsOfSlots(after, window));
  return {
    contributions: bookedOf(tenant, difference, options),
    incompleteDays: incompleteChange(incompleteDays(before, window), incompleteDays(after, window)).map((day) => ({ tenant, source: series.source, ...day })),
  };
}

/** A source's day is one row, however many of its series change it; in the order of the keys, which is that in which all writers lock rows. */
function summedDays(days: FlushPlan['incompleteDays']): FlushPlan['incompleteDays'] {
  const sums = new Map<string, FlushPlan['incompleteDays'][number]>();
  for (const change of days) {
    const key = `${change.tenant}\u0000${change.source}\u0000${change.day}`;
    sums.set(key, { ...change, aggregates: change.aggregates + (sums.get(key)?.aggregates ?? 0) });
  }
  return [...sums]
    .filter(([, { aggregates }]) => aggregates !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}

/** The difference that a group of accepted events makes to volumes and to what is incomplete. */
export function changesOf(arrivals: Arrivals, facts: Facts, options: JudgeOptions): Changes {
  const changed = changedSeriesOf(arrivals, facts, options);
  const ofSeries = changed.map((series) => changeOfSeries(series, arrivals.amending, options));
  const ofAmended = [...changesOfKnownEvents(arrivals, facts, options), ...ofSeries.flatMap(({ contributions }) => contributions)];
  const ofArrived = changesOfArrivedEvents(arrivals, facts, options);
  return {
    contributions: ofAmended.length === 0 ? ofArrived : [...ofArrived, ...ofAmended],
    aggregateSeries: changed.map(({ booked, was }) => ({ booked, was })),
    incompleteDays: summedDays(ofSeries.flatMap((series) => series.incompleteDays)),
  };
}
