import type { UsageCorrected, UsageRetracted } from '@hemtag/contracts';
import type { Amendment, BookedSeries, DayOf, Digest128, SeriesBook, UsageValues } from '@hemtag/metering';
import { runStatement, type Statement } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import { feedDaysOf, targetOf } from '../../application/judge.js';
import {
  EVENT_KINDS,
  feedKey,
  identityKey,
  type Facts,
  type Feed,
  type KnownIdentity,
  type Original,
  type StoredAggregates,
  type StoredSlot,
  type UsageCandidate,
} from '../../application/ports.js';

import { toAmendment } from './amendment.mapping.js';
import * as statements from './facts-statements.js';
import { textArray } from './flush-relations.js';
import type { KnownFeeds } from './known-feeds.js';
import type { SeriesIds } from './series-ids.js';

type Read = <Row>(statement: Statement, parameters: readonly unknown[]) => Promise<Row[]>;

interface Key {
  readonly tenant: string;
  readonly identity: string;
}

const keyArrays = (keys: readonly Key[]): readonly string[] => [textArray(keys.map(({ tenant }) => tenant)), textArray(keys.map(({ identity }) => identity))];
const isAmendment = (candidate: UsageCandidate): candidate is UsageCandidate<UsageCorrected | UsageRetracted> =>
  candidate.event.kind === 'corrected' || candidate.event.kind === 'retracted';

interface IdentityRow {
  readonly place: string;
  readonly content_hash: string | null;
  readonly kind: KnownIdentity['kind'];
  readonly amendments: number;
}

async function readIdentities(read: Read, keys: readonly Key[]): Promise<ReadonlyMap<string, KnownIdentity & Key>> {
  const rows = await read<IdentityRow>(statements.READ_IDENTITIES, keyArrays(keys));
  return new Map(
    rows.map(({ place, content_hash, kind, amendments }) => {
      const { tenant, identity } = keys[Number(place) - 1] as Key;
      return [identityKey(tenant, identity), { tenant, identity, contentHash: content_hash, kind, amendments }];
    }),
  );
}

interface AmendmentRow extends Key {
  readonly target: string;
  readonly source: string;
  readonly id: string;
  readonly time_ms: string;
  readonly usage_values: UsageValues | null;
}

async function readAmendments(read: Read, targets: readonly Key[]): Promise<Map<string, readonly Amendment[]>> {
  const found = new Map<string, readonly Amendment[]>();
  const distinct = [...new Map(targets.map((target) => [identityKey(target.tenant, target.identity), target])).values()];
  if (distinct.length === 0) return found;
  for (const { tenant, target, source, id, time_ms, usage_values } of await read<AmendmentRow>(statements.READ_AMENDMENTS, keyArrays(distinct))) {
    const key = identityKey(tenant, target);
    found.set(key, [...(found.get(key) ?? []), toAmendment({ source, id, instant: Number(time_ms), values: usage_values })]);
  }
  return found;
}

interface ValuesRow {
  readonly quantity: string;
  readonly measures: UsageValues['measures'] | null;
  readonly final: boolean;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly org_unit: string | null;
  readonly dimensions: UsageValues['dimensions'];
}

const toValues = ({ quantity, measures, final, unit, outcome, channel, org_unit, dimensions }: ValuesRow): UsageValues => ({
  quantity,
  unit,
  outcome,
  channel,
  orgUnit: org_unit,
  dimensions,
  measures: measures ?? {},
  final,
});

interface EventRow extends ValuesRow, Key {
  readonly id: string;
  readonly time_ms: string;
  readonly reference: boolean;
  readonly source: string;
  readonly subject: string;
}

interface SlotRow extends EventRow {
  readonly series_id: number;
  readonly period_start_ms: string;
  readonly period_end_ms: string;
  readonly mode: 'delta' | 'snapshot' | 'cumulative';
  readonly revision: string;
  readonly complete: boolean;
}

function toSlot(row: SlotRow, amendments: ReadonlyMap<string, readonly Amendment[]>): StoredSlot {
  const { tenant, identity, id, time_ms, source, subject, reference, mode, complete } = row;
  const revision = Number(row.revision);
  const period = { start: Number(row.period_start_ms), end: Number(row.period_end_ms), mode, revision, complete };
  const event = { kind: 'aggregated' as const, id, source, subject, instant: Number(time_ms), ...toValues(row), period };
  return { identity, event, reference, amendments: amendments.get(identityKey(tenant, identity)) ?? [] };
}

async function readOriginals(
  read: Read,
  targets: readonly (Key & KnownIdentity)[],
): Promise<{ readonly originals: Map<string, Original>; readonly slots: readonly SlotRow[] }> {
  const of = (kind: number): readonly Key[] => targets.filter((target) => target.kind === kind);
  const originals = new Map<string, Original>();
  const [events, aggregates] = [of(EVENT_KINDS.recorded), of(EVENT_KINDS.aggregated)];
  for (const row of events.length === 0 ? [] : await read<EventRow>(statements.READ_EVENTS, keyArrays(events))) {
    const { id, source, subject, time_ms, reference } = row;
    const usage = { kind: 'recorded' as const, id, source, subject, instant: Number(time_ms), ...toValues(row) };
    originals.set(identityKey(row.tenant, row.identity), { kind: 'recorded', usage, reference });
  }
  const slots = aggregates.length === 0 ? [] : await read<SlotRow>(statements.READ_AGGREGATES, keyArrays(aggregates));
  return { originals, slots };
}

/** A period whose aggregates are to be read. */
interface Window {
  readonly booked: BookedSeries;
  readonly period: { readonly start: number; readonly end: number; readonly mode: string };
}

async function readWindows(read: Read, windows: readonly Window[], series: SeriesIds) {
  const ids = await series.resolve(new Set(windows.map(({ booked }) => booked)));
  const tenants = textArray(windows.map(({ booked }) => booked.tenant));
  const numbers = textArray(windows.map(({ booked }) => ids.get(booked) ?? 0));
  // The revision before the aggregates: what changes between the two is noticed when the revision is compared.
  const revisions = await read<{ series_id: number; revision: string }>(statements.READ_SERIES_REVISIONS, [tenants, numbers]);
  const slots = await read<SlotRow>(statements.READ_WINDOWS, [
    tenants,
    numbers,
    textArray(windows.map(({ period }) => period.start)),
    textArray(windows.map(({ period }) => period.end)),
    textArray(windows.map(({ period }) => period.mode === 'cumulative')),
  ]);
  return { ids, slots, revisions: new Map(revisions.map(({ series_id, revision }) => [series_id, Number(revision)])) };
}

function aggregatesOf(
  { ids, slots, revisions }: Awaited<ReturnType<typeof readWindows>>,
  amendments: ReadonlyMap<string, readonly Amendment[]>,
): ReadonlyMap<BookedSeries, StoredAggregates> {
  const bySeries = new Map<number, StoredSlot[]>();
  for (const row of slots) bySeries.set(row.series_id, [...(bySeries.get(row.series_id) ?? []), toSlot(row, amendments)]);
  return new Map([...ids].map(([booked, id]) => [booked, { revision: revisions.get(id) ?? 0, slots: bySeries.get(id) ?? [] }]));
}

export interface FactsOptions {
  readonly dataSource: DataSource;
  readonly series: SeriesIds;
  readonly feeds: KnownFeeds;
  readonly digest: Digest128;
  readonly book: SeriesBook;
  readonly dayOf: (tenant: string) => DayOf;
}

async function readFeeds(read: Read, candidates: readonly UsageCandidate[], { feeds, dayOf }: FactsOptions): Promise<ReadonlyMap<string, Feed>> {
  const found = new Map<string, Feed>();
  const missing = new Map<string, { readonly tenant: string; readonly source: string; readonly subject: string; readonly day: string }>();
  for (const { tenant, event, day: ownDay, reference, mixesFeeds } of candidates) {
    if ((event.kind !== 'recorded' && event.kind !== 'aggregated') || reference || mixesFeeds) continue;
    const { source, subject } = event;
    for (const day of event.kind === 'recorded' ? [ownDay] : feedDaysOf(event, dayOf(tenant))) {
      const key = feedKey({ tenant, source, subject, day });
      const known = feeds.get(key);
      if (known !== undefined) found.set(key, known);
      else missing.set(key, { tenant, source, subject, day });
    }
  }
  if (missing.size === 0) return found;
  const wanted = [...missing.values()];
  const column = (of: (one: (typeof wanted)[number]) => string): string => textArray(wanted.map(of));
  const rows = await read<{ tenant: string; source: string; subject: string; day: string; feed: Feed }>(statements.READ_FEEDS, [
    column(({ tenant }) => tenant),
    column(({ source }) => source),
    column(({ subject }) => subject),
    column(({ day }) => day),
  ]);
  const learned = rows.map((row) => [feedKey(row), row.feed] as const);
  feeds.add(learned);
  for (const [key, feed] of learned) found.set(key, feed);
  return found;
}

/** Reads what is known about candidates and about what they amend: of plain recorded usage the identities and nothing else. */
export async function readFacts(candidates: readonly UsageCandidate[], options: FactsOptions): Promise<Facts> {
  const read: Read = (statement, parameters) => runStatement(options.dataSource, statement, parameters);
  const targets = candidates.filter(isAmendment).map(({ tenant, event }) => ({ tenant, identity: targetOf(event, options.digest) }));
  const identities = await readIdentities(read, [...candidates, ...targets]);
  const feeds = await readFeeds(read, candidates, options);
  const aggregated = candidates.flatMap(({ event, booked }) => (event.kind === 'aggregated' && booked !== null ? [{ booked, period: event.period }] : []));
  const reserved = [...identities.values()].filter(({ kind }) => kind === EVENT_KINDS.reserved);
  if (targets.length + aggregated.length + reserved.length === 0)
    return { identities, feeds, amendments: new Map(), originals: new Map(), aggregates: new Map() };
  const known = targets.flatMap(({ tenant, identity }) => identities.get(identityKey(tenant, identity)) ?? []);
  const { originals, slots: amended } = await readOriginals(read, known);
  const ofAmended = amended.map((row): Window => {
    const { event } = toSlot(row, new Map());
    return { booked: options.book.of(row.tenant, event), period: event.period };
  });
  const windows = [...aggregated, ...ofAmended];
  const found =
    windows.length === 0
      ? { ids: new Map<BookedSeries, number>(), slots: [], revisions: new Map<number, number>() }
      : await readWindows(read, windows, options.series);
  const amendments = await readAmendments(read, [...targets, ...reserved, ...found.slots]);
  for (const row of amended) originals.set(identityKey(row.tenant, row.identity), { kind: 'aggregated', slot: toSlot(row, amendments) });
  return { identities, feeds, amendments, originals, aggregates: aggregatesOf(found, amendments) };
}
