import type { ListedEvent, UsageEventsResponse, UsageSeries } from '@hemtag/contracts';
import { monthOf, type Day, type Instant } from '@hemtag/kernel';
import {
  canonicalSeries,
  contributionsOfRecorded,
  meteredPeriods,
  microQuantityText,
  ownSeriesOf,
  spreadOverDays,
  type AggregateSlot,
  type DayOf,
  type MicroQuantity,
  type Series,
} from '@hemtag/metering';

import type { LedgerAggregate, LedgerEvent } from './ledger.js';

/** A row of the ledger with its identity, by which rows of one day are put in order. */
export type Identified<Row> = Row & { readonly identity: string };

/** Which series there are for the source and subject of the one that is asked for. */
export interface SeriesNeighbours {
  readonly wanted: UsageSeries;
  /** Series of events themselves, without those of their measures: rows of the ledger have one of these. */
  readonly own: ReadonlyMap<number, Series>;
}

/** Behind this place: rows of later days, and of the same day with a greater identity. */
export interface LedgerPlace {
  readonly day: Day;
  readonly identity: string;
}

export interface EventRange {
  readonly tenant: string;
  readonly from: Day;
  readonly until: Day;
  /** What was stored up to then, to the millisecond; null: everything. */
  readonly asKnownOn: Instant | null;
}

export interface EventLists {
  /** Null where the tenant has no such series. */
  neighbours(tenant: string, seriesKey: string): Promise<SeriesNeighbours | null>;
  /** Events of the series, and those of its neighbours that were amended, because a correction may have moved them there; in order, at most `limit`. */
  events(
    query: EventRange & { readonly series: number | null; readonly neighbours: readonly number[]; readonly after: LedgerPlace | null; readonly limit: number },
  ): Promise<readonly Identified<LedgerEvent>[]>;
  /** All aggregates of the series, and of those neighbours that have an amended one. */
  aggregates(query: {
    readonly tenant: string;
    readonly series: number | null;
    readonly neighbours: readonly number[];
    readonly asKnownOn: Instant | null;
  }): Promise<readonly Identified<LedgerAggregate>[]>;
  /** Events that count in the volumes of the series, by month, of months whose table was taken out of the ledger. */
  detached(query: EventRange & { readonly seriesKey: string }): Promise<readonly { readonly month: string; readonly events: number }[]>;
}

export interface ListEventsPorts {
  readonly lists: EventLists;
  readonly dayOf: (tenant: string) => DayOf;
}

export interface ListEvents extends EventRange {
  readonly series: string;
  readonly after: LedgerPlace | null;
  readonly limit: number;
}

interface PlacedEvent extends LedgerPlace {
  readonly listed: ListedEvent;
}

const isBehind = (a: LedgerPlace, b: LedgerPlace | null): boolean => b === null || a.day > b.day || (a.day === b.day && a.identity > b.identity);
const byPlace = (a: LedgerPlace, b: LedgerPlace): number => (isBehind(a, b) ? 1 : -1);
const utc = (instant: number): string => new Date(instant).toISOString();

function listedOf(row: LedgerEvent | LedgerAggregate, source: string, day: Day, micros: MicroQuantity): ListedEvent {
  return {
    day,
    id: row.id,
    source,
    kind: 'mode' in row ? 'aggregated' : 'recorded',
    time: utc(row.timeMs),
    period: 'mode' in row ? { start: utc(row.startMs), end: utc(row.endMs), mode: row.mode } : null,
    quantity: microQuantityText(micros),
    isCorrected: row.amendments.length > 0,
    position: { partition: row.partition, offset: String(row.offset) },
  };
}

/** What a recorded event adds to the wanted series; nothing where it was retracted, or corrected away from it. */
function recordedIn(row: Identified<LedgerEvent>, { wanted, own }: SeriesNeighbours): PlacedEvent[] {
  const series = own.get(row.seriesId);
  if (series === undefined) return [];
  const { id, timeMs, quantity, measures, final, amendments, reference, day, identity } = row;
  const { source, subject, unit, outcome, channel, orgUnit, dimensions } = series;
  const original = { kind: 'recorded' as const, id, source, subject, instant: timeMs, quantity, unit, outcome, channel, orgUnit, dimensions, measures, final };
  return contributionsOfRecorded({ original, amendments, reference }, { dayOf: () => day })
    .filter((contribution) => canonicalSeries(contribution.series) === canonicalSeries(wanted))
    .map(({ micros }) => ({ day, identity, listed: listedOf(row, source, day, micros) }));
}

/** What aggregates add to the wanted series, spread over their days as the volumes are. */
function aggregatedIn(rows: readonly Identified<LedgerAggregate>[], { wanted, own }: SeriesNeighbours, dayOf: DayOf): PlacedEvent[] {
  const bySeries = new Map<number, Identified<LedgerAggregate>[]>();
  for (const row of rows) bySeries.set(row.seriesId, [...(bySeries.get(row.seriesId) ?? []), row]);
  return [...bySeries].flatMap(([seriesId, ofSeries]) => {
    const series = own.get(seriesId);
    if (series === undefined) return [];
    const { source, subject, unit, outcome, channel, orgUnit, dimensions } = series;
    const rowOf = new Map<AggregateSlot['event'], Identified<LedgerAggregate>>();
    const slots = ofSeries.map((row): AggregateSlot => {
      const { id, timeMs, quantity, measures, final, startMs, endMs, mode, revision, complete, amendments, reference } = row;
      const values = { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final };
      const event = {
        kind: 'aggregated' as const, id, source, subject, instant: timeMs, ...values,
        period: { start: startMs, end: endMs, mode, revision, complete },
      }; // prettier-ignore
      rowOf.set(event, row);
      return { event, amendments, reference };
    });
    return meteredPeriods(slots).flatMap(({ event, span, shares }) => {
      const row = rowOf.get(event);
      if (row === undefined) return [];
      return shares
        .filter((share) => canonicalSeries(share.series) === canonicalSeries(wanted))
        .flatMap(({ micros }) => spreadOverDays(micros, span, dayOf))
        .map(({ day, micros }) => ({ day, identity: row.identity, listed: listedOf(row, source, day, micros) }));
    });
  });
}

/** Recorded events behind a place until there are enough, however many rows of the ledger turn out to count elsewhere. */
async function recordedBehind(query: ListEvents, found: SeriesNeighbours, ids: { series: number | null; neighbours: readonly number[] }, lists: EventLists) {
  const events: PlacedEvent[] = [];
  let after = query.after;
  for (;;) {
    const { tenant, from, until, asKnownOn, limit } = query;
    const rows = await lists.events({ tenant, from, until, asKnownOn, ...ids, after, limit });
    events.push(...rows.flatMap((row) => recordedIn(row, found)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return { events, isAll: true };
    if (events.length > limit) return { events, isAll: false };
    after = { day: last.day, identity: last.identity };
  }
}

async function unlistable(query: ListEvents, aggregated: readonly PlacedEvent[], lists: EventLists): Promise<UsageEventsResponse['unlistable']> {
  const months = await lists.detached({ ...query, seriesKey: query.series });
  // Aggregates are not kept by month, so they stay listable.
  const stays = (month: string): number => aggregated.filter(({ day }) => monthOf(day) === month).length;
  return months.map(({ month, events }) => ({ month, events: events - stays(month) })).filter(({ events }) => events > 0);
}

export interface ListedPage extends Omit<UsageEventsResponse, 'next'> {
  readonly next: LedgerPlace | null;
}

/** One page of the events behind the volumes of a series, by the same rules that made the volumes; null where there is no such series. */
export async function listEvents(query: ListEvents, { lists, dayOf }: ListEventsPorts): Promise<ListedPage | null> {
  const { tenant, series: key, from, until, asKnownOn, after, limit } = query;
  const found = await lists.neighbours(tenant, key);
  if (found === null) return null;
  const ownText = canonicalSeries(ownSeriesOf(found.wanted));
  const series = [...found.own].find(([, own]) => canonicalSeries(own) === ownText)?.[0] ?? null;
  const ids = { series, neighbours: [...found.own.keys()].filter((id) => id !== series) };
  const inRange = ({ day }: LedgerPlace): boolean => day >= from && day <= until;
  const aggregated = aggregatedIn(await lists.aggregates({ tenant, asKnownOn, ...ids }), found, dayOf(tenant)).filter(inRange);
  const recorded = await recordedBehind(query, found, ids, lists);
  const all = [...recorded.events, ...aggregated.filter((event) => isBehind(event, after))].sort(byPlace);
  const page = all.slice(0, limit);
  const last = page.at(-1);
  const isLast = recorded.isAll && all.length <= limit;
  return {
    tenant,
    series: found.wanted,
    events: page.map(({ listed }) => listed),
    unlistable: await unlistable(query, aggregated, lists),
    next: isLast || last === undefined ? null : { day: last.day, identity: last.identity },
  };
}
