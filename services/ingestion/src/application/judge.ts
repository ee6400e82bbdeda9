import type { Fault, UsageAggregated, UsageCorrected, UsageRetracted } from '@hemtag/contracts';
import {
  daysOfPeriod,
  identityOf,
  overlapOf,
  type AggregateSlot,
  type BookedSeries,
  type DayOf,
  type Digest128,
  type Outcome,
  type SeriesBook,
} from '@hemtag/metering';

import { EVENT_KINDS, feedKey, identityKey, type Facts, type Feed, type Position, type ReadItem, type RejectedRecord, type UsageCandidate } from './ports.js';

export interface JudgeOptions {
  readonly dayOf: (tenant: string) => DayOf;
  readonly digest: Digest128;
  readonly book: SeriesBook;
}

const fault = (code: Fault['code'], pointer: string, detail: string): Fault => ({ code, pointer, detail });
const CONFLICT = fault('CONFLICT', '/id', 'another event with this source and id came before; the first one counts');
const FEED_OVERLAP = {
  events: fault('FEED_OVERLAP', '/subject', 'aggregates of this subject and day count already: register the source with reference: events or aggregates'),
  aggregates: fault(
    'FEED_OVERLAP',
    '/subject',
    'single events of this subject and day count already: register the source with reference: events or aggregates',
  ),
} as const;
const PERIOD_OVERLAP = fault('PERIOD_OVERLAP', '/data/period', 'another period of the same series overlaps this one: retract it first');
const INVALID_CORRECTION = fault('INVALID_CORRECTION', '/data/corrects/id', 'corrects must name the original usage event, not a correction or heartbeat');
const ORIGINAL_NOT_KEPT = fault('ORIGINAL_NOT_KEPT', '/data/corrects/id', 'the month of the original was taken out of the ledger, so it cannot be amended');

/** What is found out on the way through a group of batches. */
export interface Work {
  readonly contents: Map<string, string>;
  readonly feeds: Map<string, Feed>;
  /** New aggregates by series. */
  readonly slots: Map<BookedSeries, AggregateSlot[]>;
}

function feedFault(candidate: UsageCandidate, feed: Feed, days: readonly string[], facts: Facts, work: Work): Fault | null {
  const { event, tenant, reference, mixesFeeds } = candidate;
  if (event.kind !== 'recorded' && event.kind !== 'aggregated') return null;
  if (reference || mixesFeeds) return null;
  const { source, subject } = event;
  const unknown: string[] = [];
  for (const day of days) {
    const key = feedKey({ tenant, source, subject, day });
    const known = facts.feeds.get(key) ?? work.feeds.get(key);
    if (known === undefined) unknown.push(key);
    else if (known !== feed) return FEED_OVERLAP[feed];
  }
  for (const key of unknown) work.feeds.set(key, feed);
  return null;
}

/** The days whose feed an aggregate decides: those that it counts on; of a counter the day of its reading. */
export const feedDaysOf = ({ period }: Pick<UsageAggregated, 'period'>, dayOf: DayOf): readonly string[] =>
  period.mode === 'cumulative' ? [dayOf(period.end - 1)] : daysOfPeriod(period, dayOf);

function aggregateFault(candidate: UsageCandidate<UsageAggregated>, booked: BookedSeries, dayOf: DayOf, facts: Facts, work: Work): Fault | null {
  const { event, reference } = candidate;
  const added = work.slots.get(booked) ?? [];
  const slots = [...(facts.aggregates.get(booked)?.slots ?? []), ...added];
  if (!reference && overlapOf(event, slots) !== null) return PERIOD_OVERLAP;
  const overlap = feedFault(candidate, 'aggregates', feedDaysOf(event, dayOf), facts, work);
  if (overlap) return overlap;
  work.slots.set(booked, [...added, { event, amendments: [], reference }]);
  return null;
}

const AMENDABLE: ReadonlySet<number> = new Set([EVENT_KINDS.reserved, EVENT_KINDS.recorded, EVENT_KINDS.aggregated]);

/** The identity that a correction or retraction is about. */
export const targetOf = (event: UsageCorrected | UsageRetracted, digest: Digest128): string => identityOf(event.corrects, digest);

function amendmentFault(candidate: UsageCandidate<UsageCorrected | UsageRetracted>, facts: Facts, digest: Digest128): Fault | null {
  const key = identityKey(candidate.tenant, targetOf(candidate.event, digest));
  const known = facts.identities.get(key);
  if (known === undefined) return null;
  if (!AMENDABLE.has(known.kind)) return INVALID_CORRECTION;
  return known.kind !== EVENT_KINDS.reserved && !facts.originals.has(key) ? ORIGINAL_NOT_KEPT : null;
}

function memoryFault(candidate: UsageCandidate, options: JudgeOptions, facts: Facts, work: Work): Fault | null {
  const { event, tenant, day, booked } = candidate;
  switch (event.kind) {
    case 'recorded':
      return feedFault(candidate, 'events', [day], facts, work);
    case 'aggregated':
      if (booked === null) throw new Error('an aggregate has a series');
      return aggregateFault({ ...candidate, event }, booked, options.dayOf(tenant), facts, work);
    case 'corrected':
    case 'retracted':
      return amendmentFault({ ...candidate, event }, facts, options.digest);
    case 'heartbeat':
      return null;
  }
}

export interface Verdict {
  readonly kind: Outcome['kind'];
  readonly tenant: string;
  readonly source: string;
  readonly rejected: RejectedRecord | null;
}

function judgeCandidate(candidate: UsageCandidate, position: Position, options: JudgeOptions, facts: Facts, work: Work): Verdict {
  const { tenant, key, contentHash, event, record } = candidate;
  const { source } = event;
  const refuse = (reason: Fault, hashes: RejectedRecord['hashes']): RejectedRecord => ({
    record, masked: false, topic: position.topic, partition: position.partition, tenant, source, fault: reason, hashes,
  }); // prettier-ignore
  const kept = work.contents.get(key) ?? facts.identities.get(key)?.contentHash ?? null;
  if (kept === contentHash) return { kind: 'duplicate', tenant, source, rejected: null };
  if (kept !== null) return { kind: 'conflict', tenant, source, rejected: refuse(CONFLICT, { kept, refused: contentHash }) };
  const reason = memoryFault(candidate, options, facts, work);
  if (reason) return { kind: 'reject', tenant, source, rejected: refuse(reason, null) };
  work.contents.set(key, contentHash);
  return { kind: 'accept', tenant, source, rejected: null };
}

/** What becomes of one record, in the light of the facts and of the records before it. What it accepts is remembered in `work`. */
export function judge(item: ReadItem, position: Position, options: JudgeOptions, facts: Facts, work: Work): Verdict {
  if (item.kind === 'candidate') return judgeCandidate(item.candidate, position, options, facts, work);
  const { rejected } = item;
  return { kind: 'reject', tenant: rejected.tenant, source: rejected.source, rejected };
}
