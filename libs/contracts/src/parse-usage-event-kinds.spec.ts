import { parseHttpMessage } from './cloudevents/http-binding.js';
import { fromKafkaRecord, toKafkaRecord } from './cloudevents/kafka-binding.js';
import { parseUsageEvent } from './parse-usage-event.js';
import type { Fault } from './problem.js';
import type { UsageEvent } from './usage-event.js';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const SOURCE = '/se/2281/camera/vendor-a';
const PERIOD = { start: '2026-03-01T21:00:00+01:00', end: '2026-03-02T07:00:00+01:00', mode: 'snapshot' };
const CORRECTS = { source: SOURCE, id: 'r1' };
const COMMON = { specversion: '1.0', id: 'e-1', source: SOURCE, subject: 'supervision:night-camera', time: '2026-03-02T07:00:00+01:00' };
const USAGE = { quantity: 184, unit: 'check' };
const EVENTS = {
  aggregated: { ...COMMON, type: 'io.hemtag.usage.aggregated.v1', data: { ...USAGE, period: PERIOD } },
  corrected: { ...COMMON, type: 'io.hemtag.usage.corrected.v1', data: { ...USAGE, corrects: CORRECTS } },
  retracted: { ...COMMON, type: 'io.hemtag.usage.retracted.v1', data: { corrects: CORRECTS } },
  heartbeat: { ...COMMON, type: 'io.hemtag.source.heartbeat.v1', data: {} },
} as const;
type Kind = keyof typeof EVENTS;

type Read = { readonly ok: true; readonly value: UsageEvent } | { readonly ok: false; readonly error: Fault };
function readText(body: string): Read {
  const parse = parseHttpMessage({ rawHeaders: ['content-type', 'application/cloudevents+json'], body: Buffer.from(body) });
  if (parse.kind === 'refused') return { ok: false, error: parse.fault };
  if (parse.kind === 'batch') throw new Error('not a batch');
  return parse.event.ok ? parseUsageEvent(parse.event.value, { nowMs: NOW }) : parse.event;
}
const read = (kind: Kind, change: Readonly<Record<string, unknown>> = {}): Read => readText(JSON.stringify({ ...EVENTS[kind], ...change }));
const readData = (kind: Kind, change: Readonly<Record<string, unknown>>): Read => read(kind, { data: { ...EVENTS[kind].data, ...change } });
const readPeriod = (change: Readonly<Record<string, unknown>>): Read => readData('aggregated', { period: { ...PERIOD, ...change } });
const content = (answer: Read): string => (answer.ok ? answer.value.content : `refused: ${answer.error.code} ${answer.error.pointer}`);
const refusal = (answer: Read): string => (answer.ok ? 'taken' : `${answer.error.code} ${answer.error.pointer}`);
const ms = (text: string): number => Date.parse(text);
const ALL: readonly Kind[] = ['aggregated', 'corrected', 'retracted', 'heartbeat'];

describe('the samples of the contract', () => {
  it('a night of checks, as the camera vendor counted them', () => {
    const sample =
      '{"specversion":"1.0","id":"tillsyn-natt-team-2-2026-03-01-r1","source":"/se/2281/camera/vendor-a","type":"io.hemtag.usage.aggregated.v1","subject":"supervision:night-camera","time":"2026-03-02T07:00:00+01:00","recordedtime":"2026-03-02T09:30:00Z","data":{"quantity":184,"unit":"check","outcome":"success","channel":"camera","orgUnit":"VOF-NATT-2","period":{"start":"2026-03-01T21:00:00+01:00","end":"2026-03-02T07:00:00+01:00","timeZone":"Europe/Stockholm","mode":"snapshot","revision":1,"complete":true},"provenance":{"method":"file","batchId":"b-2026-03-02-01"}}}';
    expect(readText(sample)).toEqual({
      ok: true,
      value: {
        id: 'tillsyn-natt-team-2-2026-03-01-r1', source: SOURCE, kind: 'aggregated', subject: 'supervision:night-camera', time: '2026-03-02T07:00:00+01:00',
        // 2026-03-02T06:00:00Z is 20 514 days and 6 hours after 1970; the period began ten hours before.
        instant: 20_514 * 86_400_000 + 6 * 3_600_000, quantity: '184', unit: 'check', outcome: 'success', channel: 'camera', orgUnit: 'VOF-NATT-2',
        dimensions: {}, measures: {}, final: true, municipality: null,
        period: { start: 20_514 * 86_400_000 - 4 * 3_600_000, end: 20_514 * 86_400_000 + 6 * 3_600_000, mode: 'snapshot', revision: 1, complete: true },
        content: '["io.hemtag.usage.aggregated.v1","supervision:night-camera",1772431200000,"184","check","success",null,null,null,null,"camera","VOF-NATT-2",[null,true,null],[],[],[1772395200000,1772431200000,"snapshot",1,true]]',
      },
    }); // prettier-ignore
  });

  it('an hour of permits from a counter', () => {
    const sample =
      '{"specversion":"1.0","id":"otlp-permits_issued_total-20260302T10","source":"/no/0301/parking/prod","type":"io.hemtag.usage.aggregated.v1","subject":"service:resident-parking","time":"2026-03-02T11:00:00Z","data":{"quantity":42,"unit":"permit","outcome":"success","channel":"e-service","period":{"start":"2026-03-02T10:00:00Z","end":"2026-03-02T11:00:00Z","timeZone":"Europe/Oslo","mode":"delta","revision":0,"complete":true},"provenance":{"method":"counter","nativeType":"otlp.sum"}}}';
    expect(readText(sample)).toMatchObject({
      ok: true,
      value: { kind: 'aggregated', quantity: '42', period: { start: ms('2026-03-02T10:00:00Z'), end: ms('2026-03-02T11:00:00Z'), mode: 'delta', revision: 0 } },
    });
  });

  it('the retraction of a case that was a test', () => {
    const sample =
      '{"specversion":"1.0","id":"ret-oep-4965-submitted-1","source":"/se/2281/oep/external","type":"io.hemtag.usage.retracted.v1","subject":"e-service:832","time":"2026-02-20T08:00:00+01:00","data":{"corrects":{"source":"/se/2281/oep/external","id":"oep-4965-submitted","reason":"test-data"}}}';
    expect(readText(sample)).toEqual({
      ok: true,
      value: {
        id: 'ret-oep-4965-submitted-1', source: '/se/2281/oep/external', kind: 'retracted', subject: 'e-service:832', time: '2026-02-20T08:00:00+01:00',
        instant: ms('2026-02-20T07:00:00Z'), municipality: null,
        corrects: { source: '/se/2281/oep/external', id: 'oep-4965-submitted', reason: 'test-data' },
        content: '["io.hemtag.usage.retracted.v1","e-service:832",1771570800000,["/se/2281/oep/external","oep-4965-submitted","test-data"]]',
      },
    }); // prettier-ignore
  });
});

describe('what may be left out', () => {
  it('an aggregate is revision 0 and complete', () => {
    expect(read('aggregated')).toMatchObject({ ok: true, value: { period: { revision: 0, complete: true }, outcome: 'success', final: true } });
    expect(readPeriod({ revision: 7, complete: false })).toMatchObject({ ok: true, value: { period: { revision: 7, complete: false } } });
  });

  it('a correction has the defaults of recorded usage, and no reason', () => {
    expect(read('corrected')).toEqual({
      ok: true,
      value: {
        id: 'e-1', source: SOURCE, kind: 'corrected', subject: 'supervision:night-camera', time: COMMON.time, instant: ms(COMMON.time), municipality: null,
        quantity: '184', unit: 'check', outcome: 'success', channel: null, orgUnit: null, dimensions: {}, measures: {}, final: true,
        corrects: { source: SOURCE, id: 'r1', reason: null },
        content: '["io.hemtag.usage.corrected.v1","supervision:night-camera",1772431200000,"184","check","success",null,null,null,null,null,null,[null,true,null],[],[],["/se/2281/camera/vendor-a","r1",null]]',
      },
    }); // prettier-ignore
  });

  it('a heartbeat needs neither subject nor data', () => {
    const value = {
      id: 'e-1', source: SOURCE, kind: 'heartbeat', time: COMMON.time, instant: ms(COMMON.time), municipality: null,
      content: '["io.hemtag.source.heartbeat.v1",null,1772431200000]',
    }; // prettier-ignore
    expect(read('heartbeat', { subject: null })).toEqual({ ok: true, value });
    expect(read('heartbeat', { subject: null, data: undefined })).toEqual({ ok: true, value });
    expect(read('heartbeat', { subject: undefined, data: undefined, datacontenttype: 'application/json' })).toEqual({ ok: true, value });
  });

  it('a heartbeat without data comes through the log, with or without a value', () => {
    const parse = parseHttpMessage({
      rawHeaders: ['content-type', 'application/cloudevents+json'],
      body: Buffer.from(JSON.stringify({ ...EVENTS.heartbeat, data: undefined })),
    });
    if (parse.kind !== 'single' || !parse.event.ok) throw new Error('the event is valid');
    const { headers, value } = toKafkaRecord(parse.event.value);
    for (const sent of [value, Buffer.alloc(0)]) {
      const back = fromKafkaRecord({ headers, value: sent });
      if (!back.ok) throw new Error(back.error.code);
      expect(parseUsageEvent(back.value, { nowMs: NOW })).toMatchObject({ ok: true, value: { kind: 'heartbeat' } });
    }
  });
});

describe('what every kind demands', () => {
  it.each(ALL)('%s: time, with offset and not ahead', (kind) => {
    expect(refusal(read(kind, { time: null }))).toBe('MISSING_ATTRIBUTE /time');
    expect(refusal(read(kind, { time: '2026-03-02T07:00:00' }))).toBe('INVALID_ATTRIBUTE /time');
    expect(refusal(read(kind, { time: '2026-03-02T12:05:00.001Z' }))).toBe('TIME_IN_FUTURE /time');
    expect(refusal(read(kind, { time: '2026-03-02T12:05:00Z' }))).toBe('taken');
    expect(refusal(read(kind, { time: '0001-01-01T00:00:00Z' }))).toBe('taken');
  });

  it.each(ALL)('%s: an id, and a subject that is one', (kind) => {
    expect(refusal(read(kind, { id: null }))).toBe('MISSING_ATTRIBUTE /id');
    expect(refusal(read(kind, { id: 'å' }))).toBe('INVALID_ATTRIBUTE /id');
    expect(refusal(read(kind, { subject: 'camera' }))).toBe('INVALID_ATTRIBUTE /subject');
    expect(refusal(read(kind, { subject: null }))).toBe(kind === 'heartbeat' ? 'taken' : 'MISSING_ATTRIBUTE /subject');
  });

  it.each(ALL)('%s: data that is an object of its own fields', (kind) => {
    expect(refusal(readData(kind, { note: 'x' }))).toBe('INVALID_DATA /data/note');
    expect(refusal(readData(kind, { '198211059954': 'x' }))).toBe('INVALID_DATA /data');
    for (const data of [null, [], 'x', 0]) expect(refusal(read(kind, { data }))).toBe('INVALID_DATA /data');
    expect(refusal(read(kind, { datacontenttype: 'application/xml', data: '<a/>' }))).toBe('INVALID_ATTRIBUTE /datacontenttype');
    expect(refusal(read(kind, { data: undefined }))).toBe(kind === 'heartbeat' ? 'taken' : 'INVALID_DATA /data');
  });

  it.each<[Kind, Readonly<Record<string, unknown>>, string]>([
    ['aggregated', { corrects: CORRECTS }, 'INVALID_DATA /data/corrects'],
    ['corrected', { period: PERIOD }, 'INVALID_DATA /data/period'],
    ['retracted', { period: PERIOD }, 'INVALID_DATA /data/period'],
    ['retracted', { quantity: 1 }, 'INVALID_DATA /data/quantity'],
    ['retracted', { unit: 'check' }, 'INVALID_DATA /data/unit'],
    ['heartbeat', { quantity: 0 }, 'INVALID_DATA /data/quantity'],
    ['heartbeat', { corrects: CORRECTS }, 'INVALID_DATA /data/corrects'],
  ])('%s: no field of another kind', (kind, change, expected) => {
    expect(refusal(readData(kind, change))).toBe(expected);
  });
});

describe.each<Kind>(['aggregated', 'corrected'])('the values of %s usage', (kind) => {
  it.each([
    [0, '0'],
    ['0.00', '0'],
    [1.5, '1.5'],
    ['999999999999999.999999', '999999999999999.999999'],
  ])('take the quantity %j', (quantity, expected) => {
    expect(readData(kind, { quantity })).toMatchObject({ ok: true, value: { quantity: expected } });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no quantity', { quantity: undefined }, 'INVALID_QUANTITY /data/quantity'],
    ['a quantity below 0', { quantity: -1 }, 'INVALID_QUANTITY /data/quantity'],
    ['seven decimals', { quantity: '0.0000001' }, 'INVALID_QUANTITY /data/quantity'],
    ['16 digits', { quantity: 1_000_000_000_000_000 }, 'INVALID_QUANTITY /data/quantity'],
    ['no unit', { unit: undefined }, 'UNKNOWN_UNIT /data/unit'],
    ['money as unit', { unit: 'SEK' }, 'UNKNOWN_UNIT /data/unit'],
    ['an unknown outcome', { outcome: 'won' }, 'INVALID_DATA /data/outcome'],
    ['text as outcome code', { outcomeCode: 'a b' }, 'INVALID_DATA /data/outcomeCode'],
    ['a start without an offset', { startedAt: '2026-03-02' }, 'INVALID_DATA /data/startedAt'],
    ['a negative duration', { durationSeconds: -1 }, 'INVALID_DATA /data/durationSeconds'],
    ['negative staff time', { humanSeconds: -1 }, 'INVALID_DATA /data/humanSeconds'],
    ['an unknown channel', { channel: 'pigeon' }, 'INVALID_DATA /data/channel'],
    ['a name as org unit', { orgUnit: 'Anna Svensson' }, 'INVALID_DATA /data/orgUnit'],
    ['half an attempt', { attempt: { number: 1.5 } }, 'INVALID_DATA /data/attempt/number'],
    ['a measure in no unit', { measures: { pages: { value: 1, unit: 'XXX' } } }, 'UNKNOWN_UNIT /data/measures/pages/unit'],
    ['a dimension in capitals', { dimensions: { Priority: 1 } }, 'INVALID_DATA /data/dimensions/Priority'],
    ['an unknown provenance', { provenance: { method: 'guess' } }, 'INVALID_DATA /data/provenance/method'],
  ])('refuse %s', (_what, change, expected) => {
    expect(refusal(readData(kind, change))).toBe(expected);
  });

  it.each(['dimensions', 'measures'])('refuse %s called __proto__', (field) => {
    const body = JSON.stringify(EVENTS[kind]).replace('"unit"', `"${field}":{"__proto__":{"value":1,"unit":"page"}},"unit"`);
    expect(refusal(readText(body))).toBe(`INVALID_DATA /data/${field}`);
  });
});

describe('the period of an aggregate', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no start', { start: undefined }, 'INVALID_PERIOD /data/period/start'],
    ['a start without an offset', { start: '2026-03-01T21:00:00' }, 'INVALID_PERIOD /data/period/start'],
    ['a start in year 0', { start: '0000-03-01T21:00:00Z' }, 'INVALID_PERIOD /data/period/start'],
    ['no end', { end: undefined }, 'INVALID_PERIOD /data/period/end'],
    ['a day as end', { end: '2026-03-02' }, 'INVALID_PERIOD /data/period/end'],
    ['an end at its start', { end: PERIOD.start }, 'INVALID_PERIOD /data/period/end'],
    ['an end before its start', { end: '2026-03-01T20:59:59.999+01:00' }, 'INVALID_PERIOD /data/period/end'],
    ['an end 5 minutes and 1 ms ahead', { end: '2026-03-02T12:05:00.001Z' }, 'INVALID_PERIOD /data/period/end'],
    // 3 660 days before 2026-03-02T06:00:00Z is 2016-02-23T06:00:00Z.
    ['more than ten years', { start: '2016-02-23T05:59:59.999Z' }, 'INVALID_PERIOD /data/period/end'],
    ['a zone of no map', { timeZone: 'Europe/Sundsvall' }, 'INVALID_PERIOD /data/period/timeZone'],
    ['an offset as zone', { timeZone: '+01:00' }, 'INVALID_PERIOD /data/period/timeZone'],
    ['no mode', { mode: undefined }, 'INVALID_PERIOD /data/period/mode'],
    ['an unknown mode', { mode: 'total' }, 'INVALID_PERIOD /data/period/mode'],
    ['a negative revision', { revision: -1 }, 'INVALID_PERIOD /data/period/revision'],
    ['half a revision', { revision: 0.5 }, 'INVALID_PERIOD /data/period/revision'],
    ['a revision as text', { revision: '1' }, 'INVALID_PERIOD /data/period/revision'],
    ['a revision beyond what a number holds', { revision: 2 ** 53 }, 'INVALID_PERIOD /data/period/revision'],
    ['a complete that is text', { complete: 'no' }, 'INVALID_PERIOD /data/period/complete'],
    ['another field', { days: 1 }, 'INVALID_DATA /data/period/days'],
  ])('is refused for %s', (_what, change, expected) => {
    expect(refusal(readPeriod(change))).toBe(expected);
  });

  it('is required, as an object', () => {
    for (const period of [undefined, null, '2026-03', []]) expect(refusal(readData('aggregated', { period }))).toBe('INVALID_PERIOD /data/period');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an end 5 minutes ahead', { end: '2026-03-02T13:05:00+01:00' }],
    ['ten years', { start: '2016-02-23T06:00:00Z' }],
    ['one millisecond', { end: '2026-03-01T21:00:00.001+01:00' }],
    ['the mode delta', { mode: 'delta' }],
    ['the mode cumulative', { mode: 'cumulative' }],
    ['a zone of the map', { timeZone: 'America/Argentina/Buenos_Aires' }],
    ['the greatest revision', { revision: Number.MAX_SAFE_INTEGER }],
  ])('may have %s', (_what, change) => {
    expect(refusal(readPeriod(change))).toBe('taken');
  });
});

describe.each<Kind>(['corrected', 'retracted'])('what a %s event is about', (kind) => {
  const about = (change: Readonly<Record<string, unknown>>): Read => readData(kind, { corrects: { ...CORRECTS, ...change } });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no source', { source: undefined }, 'INVALID_CORRECTION /data/corrects/source'],
    ['a source that is none', { source: 'a b' }, 'INVALID_CORRECTION /data/corrects/source'],
    ['an empty source', { source: '' }, 'INVALID_CORRECTION /data/corrects/source'],
    ['no id', { id: undefined }, 'INVALID_CORRECTION /data/corrects/id'],
    ['an id beyond ASCII', { id: 'å' }, 'INVALID_CORRECTION /data/corrects/id'],
    ['a number as id', { id: 7 }, 'INVALID_CORRECTION /data/corrects/id'],
    ['an unknown reason', { reason: 'because' }, 'INVALID_CORRECTION /data/corrects/reason'],
    ['a reason null', { reason: null }, 'INVALID_CORRECTION /data/corrects/reason'],
    ['itself', { id: COMMON.id }, 'INVALID_CORRECTION /data/corrects/id'],
    ['another field', { time: COMMON.time }, 'INVALID_DATA /data/corrects/time'],
  ])('is refused for %s', (_what, change, expected) => {
    expect(refusal(about(change))).toBe(expected);
  });

  it('is required, as an object', () => {
    for (const corrects of [undefined, null, 'r1', []]) expect(refusal(readData(kind, { corrects }))).toBe('INVALID_CORRECTION /data/corrects');
  });

  it.each(['duplicate', 'wrong-quantity', 'test-data', 'entered-in-error', 'cancelled'])('may be for the reason %s', (reason) => {
    expect(about({ reason })).toMatchObject({ ok: true, value: { corrects: { ...CORRECTS, reason } } });
  });

  it('may be of the same id in another source', () => {
    expect(refusal(about({ source: '/se/2281/uipath/prod', id: COMMON.id }))).toBe('taken');
  });
});

describe('content', () => {
  it.each<[string, Kind, () => Read]>([
    ['defaults spelled out', 'aggregated', () => readPeriod({ revision: 0, complete: true })],
    ['the period in another zone', 'aggregated', () => readPeriod({ start: '2026-03-01T20:00:00Z', timeZone: 'Europe/Stockholm' })],
    ['provenance', 'aggregated', () => readData('aggregated', { provenance: { method: 'poll' } })],
    ['transport attributes', 'corrected', () => read('corrected', { recordedtime: '2026-03-03T00:00:00Z', sequence: '3' })],
    ['transport attributes', 'retracted', () => read('retracted', { recordedtime: '2026-03-03T00:00:00Z', sequence: '3' })],
    ['no data', 'heartbeat', () => read('heartbeat', { data: undefined })],
  ])('is the same with %s (%s)', (_what, kind, other) => {
    expect(content(other())).toBe(content(read(kind)));
  });

  it.each<[string, Kind, () => Read]>([
    ['quantity', 'aggregated', () => readData('aggregated', { quantity: 185 })],
    ['time', 'aggregated', () => read('aggregated', { time: '2026-03-02T07:00:01+01:00' })],
    ['start', 'aggregated', () => readPeriod({ start: '2026-03-01T21:00:00Z' })],
    ['end', 'aggregated', () => readPeriod({ end: '2026-03-02T06:00:00+01:00' })],
    ['mode', 'aggregated', () => readPeriod({ mode: 'delta' })],
    ['revision', 'aggregated', () => readPeriod({ revision: 1 })],
    ['completeness', 'aggregated', () => readPeriod({ complete: false })],
    ['quantity', 'corrected', () => readData('corrected', { quantity: 185 })],
    ['outcome code', 'corrected', () => readData('corrected', { outcomeCode: 'X' })],
    ['original', 'corrected', () => readData('corrected', { corrects: { ...CORRECTS, id: 'r2' } })],
    ['source of the original', 'corrected', () => readData('corrected', { corrects: { ...CORRECTS, source: '/x' } })],
    ['reason', 'corrected', () => readData('corrected', { corrects: { ...CORRECTS, reason: 'duplicate' } })],
    ['time', 'retracted', () => read('retracted', { time: '2026-03-02T07:00:01+01:00' })],
    ['original', 'retracted', () => readData('retracted', { corrects: { ...CORRECTS, id: 'r2' } })],
    ['reason', 'retracted', () => readData('retracted', { corrects: { ...CORRECTS, reason: 'duplicate' } })],
    ['subject', 'retracted', () => read('retracted', { subject: 'message:sms' })],
    ['time', 'heartbeat', () => read('heartbeat', { time: '2026-03-02T07:00:01+01:00' })],
    ['subject', 'heartbeat', () => read('heartbeat', { subject: 'message:sms' })],
  ])('differs with another %s (%s)', (_what, kind, other) => {
    expect(other().ok).toBe(true);
    expect(content(other())).not.toBe(content(read(kind)));
  });

  it('of one kind is never that of another', () => {
    expect(new Set(ALL.map((kind) => content(read(kind)))).size).toBe(4);
  });
});

it('a refusal never repeats a sent value', () => {
  const secret = 'Zebra7391';
  const places = [
    ...['start', 'end', 'timeZone', 'mode', 'revision', 'complete', `${secret} 1`].map((name) => readPeriod({ [name]: ` ${secret}` })),
    ...(['corrected', 'retracted'] as const).flatMap((kind) =>
      ['source', 'id', 'reason', `${secret} 1`].map((name) => readData(kind, { corrects: { ...CORRECTS, [name]: ` ${secret}å` } })),
    ),
    ...ALL.map((kind) => readData(kind, { [`${secret}1234567`]: secret })),
  ];
  for (const answer of places) {
    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toContain(secret);
  }
});
