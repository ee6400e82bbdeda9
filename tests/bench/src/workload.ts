import { toKafkaRecord, USAGE_RECORDED, type KafkaRecord } from '@hemtag/contracts';

/** `time-ordered`: UUIDv7 of the event's time, as the SDK makes them. `random`: UUIDv4. */
export type IdKind = 'time-ordered' | 'random';

export interface BenchTenant {
  readonly tenant: string;
  readonly source: string;
}

/** What the database must hold when every record is stored. */
export interface ExpectedTotals {
  readonly records: number;
  readonly distinct: number;
  readonly duplicates: number;
  readonly quantity: number;
}

const TENANTS = 20;
const SUBJECTS = ['message:letter', 'message:notice', 'message:reminder', 'form:application', 'form:complaint', 'form:booking'];
const CHANNELS = ['e-service', 'digital-mail', 'paper-mail', 'sms'];
/** One record in 20 repeats an earlier one. */
const DUPLICATE_EVERY = 20;
/** Records back, at most, for the nearer half of the duplicates. */
const NEAR_RECORDS = 2_000;
export const FIRST_EVENT_MS = Date.parse('2026-01-05T00:00:00Z');
const EVENTS_PER_HOUR = 5_000;
const MS_PER_EVENT = 3_600_000 / EVENTS_PER_HOUR;

export const BENCH_TENANTS: readonly BenchTenant[] = Array.from({ length: TENANTS }, (_, n) => {
  const code = String(2260 + n);
  return { tenant: `SE-${code}`, source: `/se/${code}/messaging/prod` };
});

/** 32 bits that look random and are a function of the two numbers alone (the finalizer of MurmurHash3). */
export function bits(index: number, salt: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);

function idOf(index: number, timeMs: number, kind: IdKind): string {
  const [a, b, c] = [hex(bits(index, 11), 8), hex(bits(index, 12), 8), hex(bits(index, 13), 8)];
  const tail = `${a.slice(1, 4)}-8${a.slice(4, 7)}-${b}${c.slice(0, 4)}`;
  if (kind === 'time-ordered') {
    const ms = hex(timeMs, 12);
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${tail}`;
  }
  const d = hex(bits(index, 14), 8);
  return `${d}-${c.slice(4)}-4${tail}`;
}

const quantityOf = (index: number): number => 1 + (bits(index, 5) % 3);

/** The n-th distinct event, always the same one. */
function eventRecord(index: number, kind: IdKind): KafkaRecord {
  const { source } = BENCH_TENANTS[bits(index, 1) % TENANTS] as BenchTenant;
  const timeMs = FIRST_EVENT_MS + Math.floor(index * MS_PER_EVENT);
  return toKafkaRecord({
    id: idOf(index, timeMs, kind),
    source,
    type: USAGE_RECORDED,
    subject: SUBJECTS[bits(index, 2) % SUBJECTS.length] as string,
    time: new Date(timeMs).toISOString(),
    datacontenttype: 'application/json',
    dataschema: null,
    extensions: {},
    data: {
      kind: 'json',
      value: {
        quantity: quantityOf(index),
        unit: 'letter',
        outcome: 'success',
        channel: CHANNELS[bits(index, 3) % CHANNELS.length] as string,
        orgUnit: 'kc-1',
        dimensions: { priority: 'normal' },
        provenance: { method: 'push' },
      },
    },
  });
}

/** Which distinct event the n-th record of the log is. */
function eventOfRecord(record: number): number {
  const repeatsBefore = Math.floor(record / DUPLICATE_EVERY);
  const distinctBefore = record - repeatsBefore;
  if (record % DUPLICATE_EVERY !== DUPLICATE_EVERY - 1) return distinctBefore;
  const nearest = Math.floor((NEAR_RECORDS * (DUPLICATE_EVERY - 1)) / DUPLICATE_EVERY);
  const reach = repeatsBefore % 2 === 0 ? Math.min(nearest, distinctBefore) : distinctBefore;
  return distinctBefore - 1 - (bits(record, 7) % reach);
}

/** The records of the log from one number up to another, not included. Event times rise, 5 000 events in an hour. */
export function* workloadRecords({ from = 0, until, ids }: { readonly from?: number; readonly until: number; readonly ids: IdKind }): Iterable<KafkaRecord> {
  for (let record = from; record < until; record += 1) yield eventRecord(eventOfRecord(record), ids);
}

/** The totals of the first records, counted by the generator alone. */
export function expectedTotals(records: number): ExpectedTotals {
  const duplicates = Math.floor(records / DUPLICATE_EVERY);
  const distinct = records - duplicates;
  let quantity = 0;
  for (let index = 0; index < distinct; index += 1) quantity += quantityOf(index);
  return { records, distinct, duplicates, quantity };
}

/** Bytes of key, value and headers with their names. */
export const payloadBytes = ({ key, headers, value }: KafkaRecord): number =>
  Buffer.byteLength(key) +
  (value?.byteLength ?? 0) +
  Object.entries(headers).reduce((total, [name, text]) => total + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
