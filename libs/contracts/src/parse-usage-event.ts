import { err, ok, parseInstant, type Instant, type Result } from '@hemtag/kernel';
import type { z } from 'zod';

import { pointerTo } from './cloudevents/attributes.js';
import type { CloudEvent } from './cloudevents/cloud-event.js';
import { readBody } from './cloudevents/http-binding.js';
import { parseMediaType } from './cloudevents/media-type.js';
import type { Fault, ProblemCode } from './problem.js';
import { UsageRecordedData } from './usage-event-data.js';
import { CHANNELS, UNITS, USAGE_RECORDED, type DimensionValue, type Measure, type UsageRecorded } from './usage-event.js';
import { wireDecimal } from './wire-decimal.js';

/** How far a sender's clock may run ahead. */
const MAX_AHEAD_MS = 5 * 60_000;
const LATER_TYPES: ReadonlySet<string> = new Set([
  'io.hemtag.usage.aggregated.v1',
  'io.hemtag.usage.corrected.v1',
  'io.hemtag.usage.retracted.v1',
  'io.hemtag.source.heartbeat.v1',
]);
const ID = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/;
const SUBJECT = /^[a-z][a-z0-9._-]{0,39}:[^\p{Cc}\p{Cs}]{1,160}$/u;
// Clients hash the key with arithmetic that takes seconds for a megabyte, in which nobody else is answered.
const MAX_PARTITION_KEY = 256;
const isPartitionKey = ({ length }: string): boolean => length > 0 && length <= MAX_PARTITION_KEY;
const DIGITS = /^\d{1,10}$/;

const fault = (code: ProblemCode, pointer: string, detail: string): Fault => ({ code, pointer, detail });

const DETAILS: Readonly<Record<string, string>> = {
  quantity: 'quantity must be above 0: a JSON number of at most 15 significant digits or decimal text, with at most 6 decimals',
  unit: `unit must be one of ${UNITS.join(', ')}`,
  outcome: 'outcome must be success, failure, partial, cancelled, rejected or unknown',
  outcomeCode: 'outcomeCode must be 1 to 64 letters, digits, dots, hyphens or underscores',
  startedAt: 'startedAt must be RFC 3339 with an offset',
  durationSeconds: 'durationSeconds must be a number of at least 0',
  humanSeconds: 'humanSeconds must be a number of at least 0',
  channel: `channel must be one of ${CHANNELS.join(', ')}`,
  orgUnit: 'orgUnit must be a code of 1 to 64 letters, digits, dots, colons, hyphens or underscores',
  attempt: 'attempt may hold number (integer of at least 0), final (boolean) and groupId (text)',
  measures: 'measures hold at most 10 names, each with value (decimal of at least 0, at most 6 decimals) and unit (unit list or ISO 4217)',
  dimensions: 'dimensions hold at most 20 keys (a-z, 0-9, _; at most 40 characters) with text of at most 100 characters, numbers or booleans',
  provenance: 'provenance may hold method (push, poll, file, counter, manual), nativeType, nativeId, batchId, connector and estimated',
};

function dataFault(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.map(String);
  const pointer = path.reduce((parent, name) => pointerTo(parent, name), '/data');
  const [field] = path;
  if (issue.code === 'unrecognized_keys')
    return fault('INVALID_DATA', pointerTo(pointer, issue.keys[0] ?? ''), 'this field is not part of the contract for recorded usage');
  if (field === undefined) return fault('INVALID_DATA', '/data', 'data must be a JSON object');
  const detail = DETAILS[field] ?? 'this value is not what the contract for recorded usage allows';
  if (field === 'quantity') return fault('INVALID_QUANTITY', pointer, detail);
  const isUnit = path.at(-1) === 'unit' && (field === 'unit' || field === 'measures') && (issue.code === 'invalid_value' || issue.code === 'custom');
  return fault(isUnit ? 'UNKNOWN_UNIT' : 'INVALID_DATA', pointer, detail);
}

/** A record schema passes over a member of this name without a word, so it is looked for here. */
function prototypeMember(data: unknown): Fault | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const field of ['dimensions', 'measures'] as const) {
    const map = (data as Readonly<Record<string, unknown>>)[field];
    if (typeof map === 'object' && map !== null && Object.hasOwn(map, '__proto__')) return fault('INVALID_DATA', `/data/${field}`, DETAILS[field] ?? '');
  }
  return null;
}

function readData(event: CloudEvent): Result<UsageRecordedData, Fault> {
  if (event.datacontenttype !== null && parseMediaType(event.datacontenttype)?.isJson !== true) {
    return err(fault('INVALID_ATTRIBUTE', '/datacontenttype', 'datacontenttype must be application/json'));
  }
  // Bytes come from data_base64 or from a record without a content type; the contract knows JSON only.
  const data = event.data.kind === 'bytes' ? readBody('application/json', event.data.value) : ok(event.data);
  if (!data.ok) return err(data.error.code === 'MALFORMED_BODY' ? fault('INVALID_DATA', '/data', 'data must be JSON') : data.error);
  if (data.value.kind === 'none') return err(fault('INVALID_DATA', '/data', 'data is missing'));
  const hidden = prototypeMember(data.value.value);
  if (hidden) return err(hidden);
  const parsed = UsageRecordedData.safeParse(data.value.value);
  if (parsed.success) return ok(parsed.data);
  return err(dataFault(parsed.error.issues[0] as z.core.$ZodIssue));
}

function checkEnvelope(event: CloudEvent): Fault | null {
  const { extensions } = event;
  if (LATER_TYPES.has(event.type)) return fault('UNKNOWN_TYPE', '/type', `events of this type are not taken yet; ${USAGE_RECORDED} is`);
  if (event.type !== USAGE_RECORDED) return fault('UNKNOWN_TYPE', '/type', `the type must be ${USAGE_RECORDED}`);
  if (!ID.test(event.id)) return fault('INVALID_ATTRIBUTE', '/id', 'id must be 1 to 200 printable ASCII characters without blanks at the ends');
  if (event.subject === null) return fault('MISSING_ATTRIBUTE', '/subject', 'subject is missing: {kind}:{native key}, such as message:letter');
  if (!SUBJECT.test(event.subject)) return fault('INVALID_ATTRIBUTE', '/subject', 'subject must be {kind}:{native key}, such as message:letter');
  const { recordedtime, sampledrate, dataclassification, municipality, partitionkey } = extensions;
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

const decimalOf = (value: number | string): string => wireDecimal(value) ?? '';

function sortedByName<T>(map: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Everything that decides what the event says, in a fixed order. Identity (source, id) is left out because it is what contents are compared under;
 * transport (recordedtime, traceparent, correlationid, sequence, partitionkey, provenance, dataschema, unknown extensions) because it may differ between two sendings of one event.
 */
function contentOf(event: Omit<UsageRecorded, 'content'>, data: UsageRecordedData): string {
  const { attempt } = data;
  return JSON.stringify([
    USAGE_RECORDED,
    event.subject,
    event.instant,
    event.quantity,
    event.unit,
    event.outcome,
    data.outcomeCode ?? null,
    data.startedAt === undefined ? null : parseInstant(data.startedAt),
    data.durationSeconds ?? null,
    data.humanSeconds ?? null,
    event.channel,
    event.orgUnit,
    [attempt?.number ?? null, event.final, attempt?.groupId ?? null],
    sortedByName(event.measures).map(([name, { value, unit }]) => [name, value, unit]),
    sortedByName(event.dimensions),
  ]);
}

/** Reads a CloudEvent as usage event. Pure: `nowMs` is the receiver's time, needed only to refuse events from the future. */
export function parseUsageEvent(event: CloudEvent, { nowMs }: { readonly nowMs: Instant }): Result<UsageRecorded, Fault> {
  const invalid = checkEnvelope(event);
  if (invalid) return err(invalid);
  const instant = readTime(event.time, nowMs);
  if (!instant.ok) return instant;
  const read = readData(event);
  if (!read.ok) return read;
  const data = read.value;
  const measures: Record<string, Measure> = {};
  for (const [name, { value, unit }] of Object.entries(data.measures ?? {})) measures[name] = { value: decimalOf(value), unit };
  const dimensions: Readonly<Record<string, DimensionValue>> = data.dimensions ?? {};
  const usage = {
    id: event.id,
    source: event.source,
    kind: 'recorded',
    subject: event.subject as string,
    time: event.time as string,
    instant: instant.value,
    quantity: decimalOf(data.quantity),
    unit: data.unit,
    outcome: data.outcome ?? 'success',
    channel: data.channel ?? null,
    orgUnit: data.orgUnit ?? null,
    dimensions,
    measures,
    final: data.attempt?.final ?? true,
    municipality: (event.extensions.municipality as string | undefined) ?? null,
  } as const;
  return ok({ ...usage, content: contentOf(usage, data) });
}
