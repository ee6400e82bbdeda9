import { monthOf, type Day } from '@hemtag/kernel';
import {
  canonicalSeries,
  contributionsOfRecorded,
  contributionsOfSlots,
  incompleteDays,
  type AggregateSlot,
  type Contribution,
  type DayOf,
  type MicroQuantity,
  type Series,
} from '@hemtag/metering';

import { feedDaysOf } from './judge.js';
import type { LedgerAggregate, LedgerAmendment, LedgerEvent } from './ledger.js';

export interface VolumeSum {
  readonly series: Series;
  readonly day: Day;
  micros: MicroQuantity;
  events: number;
}
export interface ActivitySum {
  readonly source: string;
  readonly day: Day;
  firstMs: number;
  lastMs: number;
  events: number;
}

/** NUL stands in no part. */
export const keyOf = (...parts: readonly string[]): string => parts.join('\u0000');

type Sums = Map<string, VolumeSum>;

function addTo(sums: Sums, { series, day, micros, events }: Contribution): void {
  const key = keyOf(canonicalSeries(series), day);
  const known = sums.get(key);
  if (known === undefined) sums.set(key, { series, day, micros, events });
  else {
    known.micros += micros;
    known.events += events;
  }
}

/**
 * What the ledger of one tenant says, added up from its rows: with the rules of the domain, and with none of the statements that stored them. Holds sums
 * and no rows; those of single events for one month at a time.
 */
export class RecomputedTenant {
  readonly activity = new Map<string, ActivitySum>();
  readonly incomplete = new Map<string, { readonly source: string; readonly day: Day; aggregates: number }>();
  private readonly aggregated = new Map<string, Sums>();
  private readonly aggregateFeeds = new Set<string>();
  private readonly counts = new Map<number, bigint>();

  constructor(
    private readonly series: ReadonlyMap<number, Series>,
    private readonly dayOf: DayOf,
    /** From which offset on the rows of a partition are counted. */
    private readonly countedFrom: ReadonlyMap<number, bigint>,
  ) {}

  /** Rows of the ledger in each partition. */
  get rowsByPartition(): ReadonlyMap<number, bigint> {
    return this.counts;
  }

  get monthsOfAggregates(): readonly string[] {
    return [...this.aggregated.keys()];
  }

  seriesOf(id: number): Series {
    const series = this.series.get(id);
    if (series === undefined) throw new Error('a row of the ledger has a series that is not there');
    return series;
  }

  /** All aggregates of one series. */
  addSeries(rows: readonly LedgerAggregate[]): void {
    const slots = rows.map((row): AggregateSlot => {
      const { id, timeMs, quantity, measures, final, startMs, endMs, mode, revision, complete, amendments, reference } = row;
      const { source, subject, unit, outcome, channel, orgUnit, dimensions } = this.seriesOf(row.seriesId);
      const values = { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final };
      const period = { start: startMs, end: endMs, mode, revision, complete };
      this.seen(source, this.dayOf(timeMs), timeMs);
      this.took(row);
      return { event: { kind: 'aggregated', id, source, subject, instant: timeMs, ...values, period }, amendments, reference };
    });
    for (const contribution of contributionsOfSlots(slots, { dayOf: this.dayOf })) {
      const month = monthOf(contribution.day);
      const sums = this.aggregated.get(month) ?? new Map<string, VolumeSum>();
      this.aggregated.set(month, sums);
      addTo(sums, contribution);
    }
    const source = slots[0]?.event.source ?? '';
    for (const day of incompleteDays(slots, { dayOf: this.dayOf })) {
      const known = this.incomplete.get(keyOf(source, day)) ?? { source, day, aggregates: 0 };
      this.incomplete.set(keyOf(source, day), { ...known, aggregates: known.aggregates + 1 });
    }
    for (const { event } of slots) {
      for (const day of feedDaysOf(event, this.dayOf)) this.aggregateFeeds.add(keyOf(source, event.subject, day));
    }
  }

  addAmendments(rows: readonly LedgerAmendment[]): void {
    for (const row of rows) {
      this.seen(row.source, this.dayOf(row.timeMs), row.timeMs);
      this.took(row);
    }
  }

  /** The sums of one month: those of its aggregates, to which `addEvents` adds. */
  beginMonth(month: string): Sums {
    const sums = this.aggregated.get(month) ?? new Map<string, VolumeSum>();
    this.aggregated.delete(month);
    return sums;
  }

  /** `feeds` gets the subjects and days of which single events speak. */
  addEvents(rows: readonly LedgerEvent[], sums: Sums, feeds: Set<string>): void {
    for (const row of rows) {
      const { day, id, timeMs, quantity, measures, final, amendments, reference } = row;
      const { source, subject, unit, outcome, channel, orgUnit, dimensions } = this.seriesOf(row.seriesId);
      const original = {
        kind: 'recorded' as const,
        id,
        source,
        subject,
        instant: timeMs,
        quantity,
        unit,
        outcome,
        channel,
        orgUnit,
        dimensions,
        measures,
        final,
      };
      // The day of the ledger: it was decided by the zone that the tenant had then.
      for (const contribution of contributionsOfRecorded({ original, amendments, reference }, { dayOf: () => day })) addTo(sums, contribution);
      this.seen(source, day, timeMs);
      this.took(row);
      feeds.add(keyOf(source, subject, day));
    }
  }

  /** Whether some aggregate of the source speaks of the subject on this day. */
  hasAggregate(source: string, subject: string, day: Day): boolean {
    return this.aggregateFeeds.has(keyOf(source, subject, day));
  }

  private seen(source: string, day: Day, timeMs: number): void {
    const key = keyOf(source, day);
    const known = this.activity.get(key);
    if (known === undefined) this.activity.set(key, { source, day, firstMs: timeMs, lastMs: timeMs, events: 1 });
    else {
      known.firstMs = Math.min(known.firstMs, timeMs);
      known.lastMs = Math.max(known.lastMs, timeMs);
      known.events += 1;
    }
  }

  private took({ partition, offset }: { readonly partition: number; readonly offset: bigint }): void {
    const from = this.countedFrom.get(partition);
    if (from !== undefined && offset >= from) this.counts.set(partition, (this.counts.get(partition) ?? 0n) + 1n);
  }
}
