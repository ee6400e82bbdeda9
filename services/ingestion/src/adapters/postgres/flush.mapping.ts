import { REJECT_HEADER_PREFIX, REJECT_HEADERS, TRACEPARENT, VOLUME_HEADERS } from '@hemtag/contracts';
import { amendmentOf, type BookedSeries, type VolumeDelta } from '@hemtag/metering';

import { EVENT_KINDS, type ClaimedIdentity, type FlushPlan, type IncomingRecord, type RejectedRecord, type UsageCandidate } from '../../application/ports.js';

import type { FlushRows } from './flush-relations.js';

export const timestampOf = (instantMs: number): string => new Date(instantMs).toISOString();

// PostgreSQL's text cannot hold NUL. Only a fault's own words come here; the record itself is kept as bytes.
export const storableText = (text: string): string => text.replaceAll('\u0000', '\ufffd');

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
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
function messageHead({ booked: { tenant, key, series }, day }: VolumeDelta): string {
  return `${JSON.stringify({ tenant, series: { key, ...series }, day }).slice(0, -1)},"quantity":"`;
}

/** The headers of what each source changes, by source: one text for all of its volumes. */
function volumeHeaders({ events, aggregates, amendments, traceparent }: FlushPlan): ReadonlyMap<string, string> {
  const oldest = new Map<string, number>();
  const trace = traceparent === undefined ? [] : [[TRACEPARENT, base64(traceparent)]];
  for (const rows of [events, aggregates, amendments]) {
    for (const { candidate } of rows) {
      const { source } = candidate.event;
      const { timestamp } = candidate.record;
      if (timestamp < (oldest.get(source) ?? Infinity)) oldest.set(source, timestamp);
    }
  }
  return new Map([...oldest].map(([source, usageMs]) => [source, JSON.stringify([[VOLUME_HEADERS.usageAt, base64(String(usageMs))], ...trace])]));
}

const lowers = ({ quantity, events }: VolumeDelta): boolean => events < 0 || quantity.startsWith('-');
const measuresOf = (measures: object): string | null => (Object.keys(measures).length === 0 ? null : JSON.stringify(measures));
const byIdentity = (a: { readonly candidate: UsageCandidate }, b: { readonly candidate: UsageCandidate }): number => {
  const [first, second] = [a.candidate, b.candidate];
  return first.tenant === second.tenant ? (first.identity < second.identity ? -1 : 1) : first.tenant < second.tenant ? -1 : 1;
};

/** Every series whose number the plan needs. */
export function seriesOf(plan: FlushPlan): ReadonlySet<BookedSeries> {
  const wanted = new Set<BookedSeries>();
  for (const rows of [plan.volumes, plan.aggregateSeries, plan.events, plan.aggregates]) for (const { booked } of rows) wanted.add(booked);
  return wanted;
}

type SeriesNumbers = ReadonlyMap<BookedSeries, number>;

function numberOf(booked: BookedSeries, numbers: SeriesNumbers): number {
  const number = numbers.get(booked);
  if (number === undefined) throw new Error('a series of the plan has no number');
  return number;
}

const identityRow = ({ candidate, day, booked, amendments }: ClaimedIdentity, numbers: SeriesNumbers) => ({
  tenant: candidate.tenant,
  identity: candidate.identity,
  content_hash: candidate.contentHash,
  day,
  series_id: booked === null ? null : numberOf(booked, numbers),
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

const eventRow = (usage: FlushPlan['events'][number], numbers: SeriesNumbers): FlushRows['event'][number] => ({
  ...statement(usage),
  series_id: numberOf(usage.booked, numbers),
  day: usage.day,
  content_hash: usage.candidate.contentHash,
  amendments: usage.amendments,
  is_reserved: usage.known !== null,
});

const aggregateRow = (usage: FlushPlan['aggregates'][number], numbers: SeriesNumbers): FlushRows['aggregate'][number] => {
  const { start, end, mode, revision, complete } = usage.candidate.event.period;
  const place = { series_id: numberOf(usage.booked, numbers), period_start_ms: start, period_end_ms: end };
  return { ...statement(usage), ...place, mode, revision, complete };
};

function amendmentRow({ candidate: { event, tenant, identity, partition, record }, target }: FlushPlan['amendments'][number]): FlushRows['amendment'][number] {
  const said = amendmentOf(event);
  return {
    tenant,
    target,
    identity,
    source: said.source,
    id: said.id,
    time_ms: said.instant,
    usage_values: said.kind === 'retracted' ? null : JSON.stringify(said.values),
    reason: event.corrects.reason,
    record_partition: partition,
    record_offset: record.offset,
  };
}

type HeaderPair = ReturnType<typeof headerPairs>[number];

/** What the topic of rejects says of a record beside its own headers; what a sender called the same is left out there. */
function announcedHeaders({ record, masked, topic, partition, tenant, source, fault }: RejectedRecord, own: readonly HeaderPair[]): readonly HeaderPair[] {
  const { code, pointer, detail } = fault;
  const said = {
    origin: 'ingestion',
    code,
    pointer,
    detail,
    tenant,
    source,
    masked: String(masked),
    topic,
    partition: String(partition),
    offset: String(record.offset),
  };
  const names = Object.keys(REJECT_HEADERS) as (keyof typeof REJECT_HEADERS)[];
  return [...own.filter(([name]) => !name.startsWith(REJECT_HEADER_PREFIX)), ...names.map((name) => [REJECT_HEADERS[name], base64(said[name])] as const)];
}

/** `at` is where the record's value begins among all of the flush. */
function rejectRow(rejected: RejectedRecord, at: number): FlushRows['reject'][number] {
  const { record, masked, topic, partition, tenant, source, fault, hashes } = rejected;
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
    value_at: at,
    value_size: record.value?.length ?? null,
    record_time: timestampOf(record.timestamp),
    masked,
    kept_hash: hashes?.kept ?? null,
    refused_hash: hashes?.refused ?? null,
    headers: JSON.stringify(announcedHeaders(rejected, pairs)),
  };
}

function rejectsOf(rejected: readonly RejectedRecord[]): Pick<FlushRows, 'reject' | 'values'> {
  let at = 0;
  const reject = rejected.map((one) => {
    const row = rejectRow(one, at);
    at += one.record.value?.length ?? 0;
    return row;
  });
  return { reject, values: Buffer.concat(rejected.flatMap(({ record }) => (record.value === null ? [] : [record.value]))) };
}

const volumeRow = (delta: VolumeDelta, numbers: SeriesNumbers): FlushRows['raise'][number] => ({
  tenant: delta.booked.tenant,
  series_id: numberOf(delta.booked, numbers),
  day: delta.day,
  quantity: delta.quantity,
  events: delta.events,
});

/** The plan as rows. */
export function toFlushRows(plan: FlushPlan, numbers: SeriesNumbers): FlushRows {
  const [lower, raise] = [plan.volumes.filter(lowers), plan.volumes.filter((delta) => !lowers(delta))];
  const headers = volumeHeaders(plan);
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
    event: plan.events.toSorted(byIdentity).map((usage) => eventRow(usage, numbers)),
    claim: [...plan.claimed.toSorted(byIdentity).map((claim) => identityRow(claim, numbers)), ...reserved],
    fulfil: plan.fulfilled.map((claim) => ({ ...identityRow(claim, numbers), was: claim.known.amendments })),
    amended: plan.amended.map(({ isReserved, ...amended }) => ({ ...amended, is_reserved: isReserved })),
    aggregate: plan.aggregates.map((usage) => aggregateRow(usage, numbers)),
    aggregate_series: plan.aggregateSeries.map(({ booked, was }) => ({ tenant: booked.tenant, series_id: numberOf(booked, numbers), was })),
    amendment: plan.amendments.map(amendmentRow),
    feed: plan.feeds,
    incomplete: plan.incompleteDays,
    raise: raise.map((delta) => volumeRow(delta, numbers)),
    lower: lower.map((delta) => volumeRow(delta, numbers)),
    message: plan.volumes.map((delta) => ({
      headers: headers.get(delta.booked.series.source) ?? null,
      series_id: numberOf(delta.booked, numbers),
      day: delta.day,
      key: `${delta.booked.tenant}|${delta.booked.key}|${delta.day}`,
      head: messageHead(delta),
    })),
    activity: plan.activity.map(({ first, last, ...activity }) => ({ ...activity, first_ms: first, last_ms: last })),
    count: plan.counts,
    ...rejectsOf(plan.rejected),
  };
}
