import { err, ok, parseInstant, type Instant, type Result } from '@hemtag/kernel';
import type { z } from 'zod';

import type { CloudEvent } from './cloudevents/cloud-event.js';
import { readBody } from './cloudevents/http-binding.js';
import { parseMediaType } from './cloudevents/media-type.js';
import type { Fault } from './problem.js';
import { aggregatedContent, correctedContent, heartbeatContent, recordedContent, retractedContent } from './usage-event-content.js';
import { isRecordedData } from './usage-data-check.js';
import { isEventId, USAGE_EVENT_DATA, type UsageEventData, type UsageValuesData } from './usage-event-data.js';
import { dataFault, fault, prototypeMember } from './usage-event-fault.js';
import {
  SOURCE_HEARTBEAT,
  USAGE_AGGREGATED,
  USAGE_CORRECTED,
  USAGE_RECORDED,
  USAGE_RETRACTED,
  type AmendedUsage,
  type EventPeriod,
  type Measure,
  type UsageAggregated,
  type UsageCorrected,
  type UsageEvent,
  type UsageEventKind,
  type UsageEventValues,
  type UsageHeartbeat,
  type UsageRecorded,
  type UsageRetracted,
} from './usage-event.js';
import { wireDecimal } from './wire-decimal.js';

/** How far a sender's clock may run ahead. */
const MAX_AHEAD_MS = 5 * 60_000;
/** Ten years, whichever they are. */
const MAX_PERIOD_MS = 10 * 366 * 86_400_000;
const PLAIN_SUBJECT = /^[a-z][a-z0-9._-]{0,39}:[\x20-\x7e]{1,160}$/;
const SUBJECT = /^[a-z][a-z0-9._-]{0,39}:[^\p{Cc}\p{Cs}]{1,160}$/u;
// Clients hash the key with arithmetic that takes seconds for a megabyte, in which nobody else is answered.
const MAX_PARTITION_KEY = 256;
const isPartitionKey = ({ length }: string): boolean => length > 0 && length <= MAX_PARTITION_KEY;
const DIGITS = /^\d{1,10}$/;
const KINDS: ReadonlyMap<string, UsageEventKind> = new Map([
  [USAGE_RECORDED, 'recorded'],
  [USAGE_AGGREGATED, 'aggregated'],
  [USAGE_CORRECTED, 'corrected'],
  [USAGE_RETRACTED, 'retracted'],
  [SOURCE_HEARTBEAT, 'heartbeat'],
]);
const UNKNOWN_TYPE = fault('UNKNOWN_TYPE', '/type', `the type must be one of ${[...KINDS.keys()].join(', ')}`);

interface Reading<Kind extends UsageEventKind> {
  readonly event: CloudEvent;
  readonly data: UsageEventData<Kind>;
  readonly instant: Instant;
  readonly nowMs: Instant;
}

function dataOf(event: CloudEvent, kind: UsageEventKind): Result<unknown, Fault> {
  if (event.datacontenttype !== null && parseMediaType(event.datacontenttype)?.isJson !== true) {
    return err(fault('INVALID_ATTRIBUTE', '/datacontenttype', 'datacontenttype must be application/json'));
  }
  // Bytes come from data_base64 or from a record without a content type; the contract knows JSON only.
  const data = event.data.kind === 'bytes' ? readBody('application/json', event.data.value) : ok(event.data);
  if (!data.ok) return err(data.error.code === 'MALFORMED_BODY' ? fault('INVALID_DATA', '/data', 'data must be JSON') : data.error);
  if (data.value.kind !== 'none') return ok(data.value.value);
  return kind === 'heartbeat' ? ok({}) : err(fault('INVALID_DATA', '/data', 'data is missing'));
}

function readData<Kind extends UsageEventKind>(event: CloudEvent, kind: Kind): Result<UsageEventData<Kind>, Fault> {
  const data = dataOf(event, kind);
  if (!data.ok) return data;
  if (kind === 'recorded' && isRecordedData(data.value)) return ok(data.value as UsageEventData<Kind>);
  const hidden = prototypeMember(data.value);
  if (hidden) return err(hidden);
  const parsed = USAGE_EVENT_DATA[kind].safeParse(data.value);
  return parsed.success ? ok(parsed.data as UsageEventData<Kind>) : err(dataFault(kind, parsed.error.issues[0] as z.core.$ZodIssue));
}

function checkSubject({ subject }: CloudEvent, kind: UsageEventKind): Fault | null {
  if (subject !== null)
    return PLAIN_SUBJECT.test(subject) || SUBJECT.test(subject)
      ? null
      : fault('INVALID_ATTRIBUTE', '/subject', 'subject must be {kind}:{native key}, such as message:letter');
  return kind === 'heartbeat' ? null : fault('MISSING_ATTRIBUTE', '/subject', 'subject is missing: {kind}:{native key}, such as message:letter');
}

function checkEnvelope(event: CloudEvent, kind: UsageEventKind): Fault | null {
  if (!isEventId(event.id)) return fault('INVALID_ATTRIBUTE', '/id', 'id must be 1 to 200 printable ASCII characters without blanks at the ends');
  const subject = checkSubject(event, kind);
  if (subject) return subject;
  const { recordedtime, sampledrate, dataclassification, municipality, partitionkey } = event.extensions;
  if (recordedtime !== undefined && (typeof recordedtime !== 'string' || parseInstant(recordedtime) === null)) {
    return fault('INVALID_ATTRIBUTE', '/recordedtime', 'recordedtime must be RFC 3339 with an offset');
  }
  if (sampledrate !== undefined && (!DIGITS.test(String(sampledrate)) || Number(sampledrate) !== 1)) {
    return fault('INVALID_ATTRIBUTE', '/sampledrate', 'sampled events are not taken: sampledrate may only be 1');
  }
  if (dataclassification !== undefined && dataclassification !== 'public' && dataclassification !== 'internal') {
    return fault('INVALID_ATTRIBUTE', '/dataclassification', 'dataclassification may only be public or internal');
  }
  if (municipality !== undefined && typeof municipality !== 'string') return fault('INVALID_ATTRIBUTE', '/municipality', 'municipality must be text');
  if (partitionkey !== undefined && !isPartitionKey(String(partitionkey))) {
    return fault('INVALID_ATTRIBUTE', '/partitionkey', `partitionkey must have 1 to ${MAX_PARTITION_KEY} characters`);
  }
  return null;
}

function readTime(time: string | null, nowMs: Instant): Result<Instant, Fault> {
  if (time === null) return err(fault('MISSING_ATTRIBUTE', '/time', 'time is missing'));
  const instant = parseInstant(time);
  // PostgreSQL has no year 0.
  if (instant === null || time.startsWith('0000')) return err(fault('INVALID_ATTRIBUTE', '/time', 'time must be RFC 3339 with an offset'));
  if (instant > nowMs + MAX_AHEAD_MS) return err(fault('TIME_IN_FUTURE', '/time', 'time lies more than 5 minutes ahead'));
  return ok(instant);
}

function readPeriod({ period }: UsageEventData<'aggregated'>, nowMs: Instant): Result<EventPeriod, Fault> {
  const [start, end] = [parseInstant(period.start) ?? NaN, parseInstant(period.end) ?? NaN];
  const invalid = (detail: string): Result<never, Fault> => err(fault('INVALID_PERIOD', '/data/period/end', detail));
  if (!(start < end)) return invalid('the period must end after its start');
  if (end > nowMs + MAX_AHEAD_MS) return invalid('the period ends more than 5 minutes ahead');
  if (end - start > MAX_PERIOD_MS) return invalid('the period is longer than ten years');
  return ok({ start, end, mode: period.mode, revision: period.revision ?? 0, complete: period.complete ?? true });
}

function readCorrects({ event, data }: Pick<Reading<'corrected' | 'retracted'>, 'event' | 'data'>): Result<AmendedUsage, Fault> {
  const { source, id, reason = null } = data.corrects;
  if (source === event.source && id === event.id) return err(fault('INVALID_CORRECTION', '/data/corrects/id', 'an event cannot correct itself'));
  return ok({ source, id, reason });
}

const decimalOf = (value: number | string): string => wireDecimal(value) ?? '';

function measuresOf({ measures = {} }: UsageValuesData): Readonly<Record<string, Measure>> {
  const exact: Record<string, Measure> = {};
  for (const [name, { value, unit }] of Object.entries(measures)) exact[name] = { value: decimalOf(value), unit };
  return exact;
}

function valuesOf(data: UsageValuesData): UsageEventValues {
  return {
    quantity: decimalOf(data.quantity),
    unit: data.unit,
    outcome: data.outcome ?? 'success',
    channel: data.channel ?? null,
    orgUnit: data.orgUnit ?? null,
    dimensions: data.dimensions ?? {},
    measures: measuresOf(data),
    final: data.attempt?.final ?? true,
  };
}

type Said = Pick<UsageRetracted, 'id' | 'source' | 'subject' | 'time' | 'instant' | 'municipality'>;

/** What all kinds say. All but the heartbeat have a subject; that was checked with the envelope. */
const saidOf = ({ event: { id, source, time, subject, extensions }, instant }: Reading<UsageEventKind>): Said => ({
  id,
  source,
  subject: subject as string,
  time: time as string,
  instant,
  municipality: (extensions.municipality as string | undefined) ?? null,
});

function recorded(reading: Reading<'recorded'>): UsageRecorded {
  const { data, instant } = reading;
  const { id, source, subject, time, municipality } = saidOf(reading);
  const values = valuesOf(data);
  const { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final } = values;
  const content = recordedContent({ subject, instant, values, data });
  // Member by member, because this is made for every event and spreading objects takes as long as all else here.
  return {
    kind: 'recorded',
    id,
    source,
    subject,
    time,
    instant,
    quantity,
    unit,
    outcome,
    channel,
    orgUnit,
    dimensions,
    measures,
    final,
    municipality,
    content,
  };
}

function aggregated(reading: Reading<'aggregated'>): Result<UsageAggregated, Fault> {
  const { data, nowMs } = reading;
  const period = readPeriod(data, nowMs);
  if (!period.ok) return period;
  const said = saidOf(reading);
  const values = valuesOf(data);
  const content = aggregatedContent({ ...said, values, data }, period.value);
  return ok({ kind: 'aggregated', ...said, ...values, period: period.value, content });
}

function corrected(reading: Reading<'corrected'>): Result<UsageCorrected, Fault> {
  const { data } = reading;
  const corrects = readCorrects(reading);
  if (!corrects.ok) return corrects;
  const said = saidOf(reading);
  const values = valuesOf(data);
  const content = correctedContent({ ...said, values, data }, corrects.value);
  return ok({ kind: 'corrected', ...said, ...values, corrects: corrects.value, content });
}

function retracted(reading: Reading<'retracted'>): Result<UsageRetracted, Fault> {
  const corrects = readCorrects(reading);
  if (!corrects.ok) return corrects;
  const said = saidOf(reading);
  return ok({ kind: 'retracted', ...said, corrects: corrects.value, content: retractedContent(said, corrects.value) });
}

function heartbeat(reading: Reading<'heartbeat'>): UsageHeartbeat {
  const { id, source, time, instant, municipality } = saidOf(reading);
  return { kind: 'heartbeat', id, source, time, instant, municipality, content: heartbeatContent(reading.event.subject, instant) };
}

/** Reads a CloudEvent as usage event of one of the five kinds. Pure: `nowMs` is the receiver's time, needed only to refuse events from the future. */
export function parseUsageEvent(event: CloudEvent, { nowMs }: { readonly nowMs: Instant }): Result<UsageEvent, Fault> {
  const kind = KINDS.get(event.type);
  if (kind === undefined) return err(UNKNOWN_TYPE);
  const invalid = checkEnvelope(event, kind);
  if (invalid) return err(invalid);
  const instant = readTime(event.time, nowMs);
  if (!instant.ok) return instant;
  const read = <Kind extends UsageEventKind, Event>(one: Kind, build: (reading: Reading<Kind>) => Result<Event, Fault>): Result<Event, Fault> => {
    const data = readData(event, one);
    return data.ok ? build({ event, data: data.value, instant: instant.value, nowMs }) : data;
  };
  switch (kind) {
    case 'recorded':
      return read(kind, (reading) => ok(recorded(reading)));
    case 'aggregated':
      return read(kind, aggregated);
    case 'corrected':
      return read(kind, corrected);
    case 'retracted':
      return read(kind, retracted);
    case 'heartbeat':
      return read(kind, (reading) => ok(heartbeat(reading)));
  }
}
