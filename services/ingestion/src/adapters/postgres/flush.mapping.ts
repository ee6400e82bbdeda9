import { canonicalSeries, type VolumeDelta } from '@hemtag/metering';

import {
  EVENT_KINDS,
  seriesPlace,
  type ClaimedIdentity,
  type FlushPlan,
  type IncomingRecord,
  type RejectedRecord,
  type UsageCandidate,
} from '../../application/ports.js';

import type { FlushRows } from './flush-relations.js';
import type { TenantSeries } from './series-ids.js';

export const timestampOf = (instantMs: number): string => new Date(instantMs).toISOString();

// PostgreSQL's text cannot hold NUL. Only a fault's own words come here; the record itself is kept as bytes.
export const storableText = (text: string): string => text.replaceAll('\u0000', '\ufffd');

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value);

/** Headers as a list of [name, value in base64], because neither names nor values need to be text. */
function headerPairs(headers: IncomingRecord['headers']): readonly (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value;
    return values.map((one) => [name, bytesOf(one).toString('base64')] as const);
  });
}

/** A volume's place in the topic: all days of a series in one partition. */
export const volumePlace = (key: string): string => key.slice(0, key.lastIndexOf('|'));

/** What stands in a published volume before the quantity; the flush writes the rest from the row that it changed. */
function messageHead({ tenant, seriesKey, series, day }: VolumeDelta): string {
  return `${JSON.stringify({ tenant, series: { key: seriesKey, ...series }, day }).slice(0, -1)},"quantity":"`;
}

const lowers = ({ quantity, events }: VolumeDelta): boolean => events < 0 || quantity.startsWith('-');
const measuresOf = (measures: object): string | null => (Object.keys(measures).length === 0 ? null : JSON.stringify(measures));
const byIdentity = (a: { readonly candidate: UsageCandidate }, b: { readonly candidate: UsageCandidate }): number => {
  const [first, second] = [a.candidate, b.candidate];
  return first.tenant === second.tenant ? (first.identity < second.identity ? -1 : 1) : first.tenant < second.tenant ? -1 : 1;
};

type SeriesIdOf = (of: TenantSeries) => number;

/** The number of a series; the same object is asked for often. */
export function seriesIdFinder(ids: ReadonlyMap<string, number>): SeriesIdOf {
  return ({ tenant, series }) => {
    const id = ids.get(seriesPlace(tenant, canonicalSeries(series)));
    if (id === undefined) throw new Error('a series of the plan has no number');
    return id;
  };
}

/** Every series whose number the plan needs. */
export function* seriesOf(plan: FlushPlan): Iterable<TenantSeries> {
  yield* plan.volumes;
  yield* plan.aggregateSeries;
  for (const { candidate, series } of [...plan.events, ...plan.aggregates]) yield { tenant: candidate.tenant, series };
}

const identityRow = ({ candidate, place, amendments }: ClaimedIdentity, seriesIdOf: SeriesIdOf) => ({
  tenant: candidate.tenant,
  identity: candidate.identity,
  content_hash: candidate.contentHash,
  day: place?.day ?? null,
  series_id: place ? seriesIdOf({ tenant: candidate.tenant, series: place.series }) : null,
  kind: EVENT_KINDS[candidate.event.kind],
  amendments,
});

/** What a row of the ledger says beside its place, whether of a single event or of an aggregate. */
function statement({ candidate: { event, tenant, identity, reference, partition, record } }: FlushPlan['events'][number] | FlushPlan['aggregates'][number]) {
  return {
    tenant,
    identity,
    id: event.id,
    time_ms: event.instant,
    quantity: event.quantity,
    measures: measuresOf(event.measures),
    final: event.final,
    reference,
    record_partition: partition,
    record_offset: record.offset,
  };
}

function eventRows(plan: FlushPlan, seriesIdOf: SeriesIdOf): FlushRows['event'] {
  const claims = new Map([...plan.claimed, ...plan.fulfilled].map((claim) => [claim.candidate, claim]));
  const reserved = new Set(plan.fulfilled.map(({ candidate }) => candidate));
  return plan.events.toSorted(byIdentity).map((usage) => {
    const { candidate, day, series } = usage;
    return {
      ...statement(usage),
      series_id: seriesIdOf({ tenant: candidate.tenant, series }),
      day,
      content_hash: candidate.contentHash,
      amendments: claims.get(candidate)?.amendments ?? 0,
      is_reserved: reserved.has(candidate),
    };
  });
}

const aggregateRow = (usage: FlushPlan['aggregates'][number], seriesIdOf: SeriesIdOf): FlushRows['aggregate'][number] => {
  const { candidate, series } = usage;
  const { start, end, mode, revision, complete } = candidate.event.period;
  const place = { series_id: seriesIdOf({ tenant: candidate.tenant, series }), period_start_ms: start, period_end_ms: end };
  return { ...statement(usage), ...place, mode, revision, complete };
};

function amendmentRow({ candidate: { event, tenant, identity, partition, record }, target }: FlushPlan['amendments'][number]): FlushRows['amendment'][number] {
  const { source, id, instant, corrects } = event;
  const values = (): string => {
    if (event.kind === 'retracted') throw new Error('a retraction has no values');
    const { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final } = event;
    return JSON.stringify({ quantity, unit, outcome, channel, orgUnit, dimensions, measures, final });
  };
  return {
    tenant,
    target,
    identity,
    source,
    id,
    time_ms: instant,
    usage_values: event.kind === 'retracted' ? null : values(),
    reason: corrects.reason,
    record_partition: partition,
    record_offset: record.offset,
  };
}

function rejectRow({ record, topic, partition, tenant, source, fault, hashes }: RejectedRecord): FlushRows['reject'][number] {
  const pairs = headerPairs(record.headers);
  return {
    tenant,
    topic,
    partition_id: partition,
    record_offset: record.offset,
    source,
    code: fault.code,
    pointer: storableText(fault.pointer),
    detail: storableText(fault.detail),
    record_key: record.key,
    record_headers: Buffer.from(JSON.stringify(pairs), 'utf8'),
    record_value: record.value,
    record_time: timestampOf(record.timestamp),
    masked: false,
    kept_hash: hashes?.kept ?? null,
    refused_hash: hashes?.refused ?? null,
    headers: JSON.stringify(pairs),
  };
}

const volumeRow = (delta: VolumeDelta, seriesIdOf: SeriesIdOf): FlushRows['raise'][number] => ({
  tenant: delta.tenant,
  series_id: seriesIdOf(delta),
  day: delta.day,
  quantity: delta.quantity,
  events: delta.events,
});

const isSingle = ({ candidate }: ClaimedIdentity): boolean => candidate.event.kind === 'recorded';

/** The plan as rows. */
export function toFlushRows(plan: FlushPlan, seriesIdOf: SeriesIdOf): FlushRows {
  const [lower, raise] = [plan.volumes.filter(lowers), plan.volumes.filter((delta) => !lowers(delta))];
  const claimed = plan.claimed.filter((claim) => !isSingle(claim)).toSorted(byIdentity);
  const reserved = plan.reserved.map((one) => ({ ...one, content_hash: null, day: null, series_id: null, kind: EVENT_KINDS.reserved }));
  return {
    partition: plan.partitions.map(({ position, ...counts }) => ({
      topic: position.topic,
      partition_id: position.partition,
      epoch: position.epoch,
      first_offset: position.firstOffset,
      next_offset: position.nextOffset,
      ...counts,
    })),
    event: eventRows(plan, seriesIdOf),
    claim: [...claimed.map((claim) => identityRow(claim, seriesIdOf)), ...reserved],
    fulfil: plan.fulfilled.map((claim) => ({ ...identityRow(claim, seriesIdOf), was: claim.known.amendments })),
    amended: plan.amended,
    aggregate: plan.aggregates.map((usage) => aggregateRow(usage, seriesIdOf)),
    aggregate_series: plan.aggregateSeries.map((one) => ({ tenant: one.tenant, series_id: seriesIdOf(one), was: one.was })),
    amendment: plan.amendments.map(amendmentRow),
    feed: plan.feeds,
    incomplete: plan.incompleteDays,
    raise: raise.map((delta) => volumeRow(delta, seriesIdOf)),
    lower: lower.map((delta) => volumeRow(delta, seriesIdOf)),
    message: plan.volumes.map((delta) => ({
      series_id: seriesIdOf(delta),
      day: delta.day,
      key: `${delta.tenant}|${delta.seriesKey}|${delta.day}`,
      head: messageHead(delta),
    })),
    activity: plan.activity.map(({ first, last, ...activity }) => ({ ...activity, first_ms: first, last_ms: last })),
    count: plan.counts,
    reject: plan.rejected.map(rejectRow),
  };
}
