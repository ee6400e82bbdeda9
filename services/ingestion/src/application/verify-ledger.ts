import type { VerifyResponse } from '@hemtag/contracts';
import { canonicalSeries, microQuantityText, type DayOf } from '@hemtag/metering';

import { SOURCE_COUNTS, type Ledger, type LedgerAggregate, type LedgerMonth, type LedgerSnapshots, type StoredPartition } from './ledger.js';
import { keyOf, RecomputedTenant, type VolumeSum } from './recomputed-tenant.js';
import { Verification } from './verification.js';

export interface VerifyPorts {
  readonly snapshots: LedgerSnapshots;
  readonly dayOf: (tenant: string) => DayOf;
  readonly topic: string;
}

interface TenantLedger {
  readonly tenant: string;
  readonly ledger: Ledger;
  readonly recomputed: RecomputedTenant;
  readonly report: Verification;
}

const volumeText = (quantity: string, events: number | string): string => `${quantity} of ${events} events`;
const seriesName = ({ series, day }: Pick<VolumeSum, 'series' | 'day'>): string => `volume of ${canonicalSeries(series)} on ${day}`;

async function recomputeAggregates({ tenant, ledger, recomputed, report }: TenantLedger): Promise<void> {
  let series: LedgerAggregate[] = [];
  const close = (): void => {
    if (series.length > 0) recomputed.addSeries(series);
    series = [];
  };
  for await (const share of ledger.aggregates(tenant)) {
    report.count('aggregates', share.length);
    for (const row of share) {
      if (series[0]?.seriesId !== row.seriesId) close();
      series.push(row);
    }
  }
  close();
  for await (const share of ledger.amendments(tenant)) {
    report.count('amendments', share.length);
    recomputed.addAmendments(share);
  }
}

async function compareVolumes({ tenant, ledger, recomputed, report }: TenantLedger, month: string, sums: Map<string, VolumeSum>): Promise<void> {
  for await (const share of ledger.volumes(tenant, month)) {
    for (const { seriesId, day, quantity, events } of share) {
      const series = recomputed.seriesOf(seriesId);
      const key = keyOf(canonicalSeries(series), day);
      const sum = sums.get(key) ?? { micros: 0n, events: 0 };
      sums.delete(key);
      // Usage that was taken back leaves a row of zeros.
      report.compare('volumes', {
        tenant,
        place: seriesName({ series, day }),
        stored: volumeText(quantity, events),
        recomputed: volumeText(microQuantityText(sum.micros), sum.events),
      });
    }
  }
  for (const sum of sums.values()) {
    report.differ('volumes', { tenant, place: seriesName(sum), stored: null, recomputed: volumeText(microQuantityText(sum.micros), sum.events) });
  }
}

/** Which feed came first is not in the ledger; that the one that counts has been heard of is. */
async function compareFeeds({ tenant, ledger, recomputed, report }: TenantLedger, month: string, ofEvents: ReadonlySet<string>): Promise<void> {
  for await (const share of ledger.feedDays(tenant, month)) {
    for (const { source, subject, day, feed } of share) {
      const isHeard = feed === 'events' ? ofEvents.has(keyOf(source, subject, day)) : recomputed.hasAggregate(source, subject, day);
      report.compare('feedDays', { tenant, place: `feed of ${source} for ${subject} on ${day}`, stored: feed, recomputed: isHeard ? feed : null });
    }
  }
}

async function verifyMonth(work: TenantLedger, { month, events, isDetached }: LedgerMonth): Promise<void> {
  const { tenant, ledger, recomputed, report } = work;
  const sums = recomputed.beginMonth(month);
  if (isDetached) return report.leaveOut({ tenant, month, events });
  const feeds = new Set<string>();
  for await (const share of ledger.events(tenant, month)) {
    report.count('events', share.length);
    recomputed.addEvents(share, sums, feeds);
  }
  await compareVolumes(work, month, sums);
  await compareFeeds(work, month, feeds);
}

/** Heartbeats leave no row but this one, so a day may hold more than the ledger tells, and never less. */
async function compareActivity({ tenant, ledger, recomputed, report }: TenantLedger, identities: bigint): Promise<void> {
  let stored = 0n;
  const missing = new Map(recomputed.activity);
  for await (const share of ledger.activity(tenant)) {
    for (const { source, day, firstMs, lastMs, events } of share) {
      stored += BigInt(events);
      const sum = missing.get(keyOf(source, day));
      missing.delete(keyOf(source, day));
      const text = `${events} events from ${firstMs} to ${lastMs} ms`;
      const holds =
        sum === undefined ||
        (events === sum.events ? firstMs === sum.firstMs && lastMs === sum.lastMs : events > sum.events && firstMs <= sum.firstMs && lastMs >= sum.lastMs);
      const recomputedText = holds || sum === undefined ? text : `${sum.events} events from ${sum.firstMs} to ${sum.lastMs} ms`;
      report.compare('activityDays', { tenant, place: `activity of ${source} on ${day}`, stored: text, recomputed: recomputedText });
    }
  }
  for (const { source, day, events } of missing.values())
    report.differ('activityDays', { tenant, place: `activity of ${source} on ${day}`, stored: null, recomputed: `${events} events` });
  report.compare('activityDays', { tenant, place: 'events of all sources and days', stored: String(stored), recomputed: String(identities) });
}

async function compareIncomplete({ tenant, ledger, recomputed, report }: TenantLedger): Promise<void> {
  const missing = new Map(recomputed.incomplete);
  for await (const share of ledger.incompleteDays(tenant)) {
    for (const { source, day, aggregates } of share) {
      const sum = missing.get(keyOf(source, day))?.aggregates ?? 0;
      missing.delete(keyOf(source, day));
      report.compare('incompleteDays', { tenant, place: `open periods of ${source} on ${day}`, stored: String(aggregates), recomputed: String(sum) });
    }
  }
  for (const { source, day, aggregates } of missing.values())
    report.differ('incompleteDays', { tenant, place: `open periods of ${source} on ${day}`, stored: null, recomputed: String(aggregates) });
}

type CountedTotals = Awaited<ReturnType<Ledger['countedTotals']>>;

async function compareTotals({ tenant, ledger, report }: TenantLedger, { sources, heartbeats }: CountedTotals): Promise<void> {
  const counted = new Map(sources.map((totals) => [totals.source, totals]));
  const stored = new Map((await ledger.storedTotals(tenant)).map((totals) => [totals.source, totals]));
  let others = 0n;
  for (const source of new Set([...stored.keys(), ...counted.keys()])) {
    const [kept, found] = [stored.get(source), counted.get(source)];
    for (const name of SOURCE_COUNTS) {
      const [said, sum] = [kept?.[name] ?? 0n, found?.[name] ?? 0n];
      // Heartbeats are accepted too, and whose they were is not kept: they are compared together.
      if (name === 'accepted' && said > sum) others += said - sum;
      else report.compare('sourceCounters', { tenant, place: `${name} of ${source || 'no registered source'}`, stored: String(said), recomputed: String(sum) });
    }
  }
  report.compare('sourceCounters', { tenant, place: 'accepted heartbeats of all sources', stored: String(others), recomputed: String(heartbeats) });
}

async function verifyTenant(work: TenantLedger): Promise<CountedTotals & { readonly hasDetached: boolean }> {
  const { tenant, ledger, recomputed, report } = work;
  await recomputeAggregates(work);
  const known = await ledger.months(tenant);
  const named = new Set(known.map(({ month }) => month));
  const others = recomputed.monthsOfAggregates.filter((month) => !named.has(month)).map((month) => ({ month, events: 0, isDetached: false }));
  const months = [...known, ...others].sort((a, b) => (a.month < b.month ? -1 : 1));
  for (const month of months) await verifyMonth(work, month);
  const detached = months.filter(({ isDetached }) => isDetached).map(({ month }) => month);
  const totals = await ledger.countedTotals(tenant);
  await compareActivity(work, totals.identities);
  await compareIncomplete(work);
  await compareTotals(work, totals);
  for (const { part, ...lone } of await ledger.loneRows(tenant, detached, report.room)) report.differ(part, { tenant, ...lone });
  return { ...totals, hasDetached: detached.length > 0 };
}

interface Taken {
  readonly rows: Map<number, bigint>;
  heartbeats: bigint;
  hasDetached: boolean;
}

function comparePartitions(partitions: readonly StoredPartition[], { rows, heartbeats, hasDetached }: Taken, topic: string, report: Verification): void {
  let others = 0n;
  for (const { partition, nextOffset, consumedUpTo, accepted, conflict, rejected, storedConflicts, storedRejects } of partitions) {
    const compare = (what: string, stored: bigint, recomputed: bigint | null): void =>
      report.compare('partitions', {
        tenant: null,
        place: `${what} of ${topic} ${partition}`,
        stored: String(stored),
        recomputed: recomputed === null ? null : String(recomputed),
      });
    compare('next offset', nextOffset, consumedUpTo);
    compare('conflicts', conflict, storedConflicts);
    compare('rejects', rejected, storedRejects);
    const kept = rows.get(partition) ?? 0n;
    if (accepted < kept) compare('accepted', accepted, kept);
    else others += accepted - kept;
  }
  // Heartbeats, and rows of months that were detached, say nothing of their partition any more.
  if (!hasDetached && partitions.length > 0)
    report.compare('partitions', { tenant: null, place: `accepted heartbeats of ${topic}`, stored: String(others), recomputed: String(heartbeats) });
}

/**
 * Recomputes from the ledger what was stored as sums, and compares. One moment, and memory for the sums of a month, however many events there are.
 * Partitions are compared only over all tenants (`tenant` null).
 */
export function verifyLedger(tenant: string | null, { snapshots, dayOf, topic }: VerifyPorts): Promise<VerifyResponse> {
  return snapshots.inSnapshot(async (ledger) => {
    const report = new Verification();
    const tenants = tenant === null ? await ledger.tenants() : [tenant];
    const partitions = await ledger.partitions(topic);
    const countedFrom = new Map(partitions.map(({ partition, firstOffset }) => [partition, firstOffset]));
    const taken: Taken = { rows: new Map(), heartbeats: 0n, hasDetached: false };
    for (const one of tenants) {
      const recomputed = new RecomputedTenant(await ledger.series(one), (instant) => dayOf(one)(instant), countedFrom);
      const { heartbeats, hasDetached } = await verifyTenant({ tenant: one, ledger, recomputed, report });
      for (const [partition, rows] of recomputed.rowsByPartition) taken.rows.set(partition, (taken.rows.get(partition) ?? 0n) + rows);
      taken.heartbeats += heartbeats;
      taken.hasDetached ||= hasDetached;
    }
    if (tenant === null) comparePartitions(partitions, taken, topic, report);
    return report.answer(tenants);
  });
}
