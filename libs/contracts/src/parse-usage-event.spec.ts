import fc from 'fast-check';

import { parseHttpMessage } from './cloudevents/http-binding.js';
import { fromKafkaRecord, toKafkaRecord } from './cloudevents/kafka-binding.js';
import { parseUsageEvent } from './parse-usage-event.js';
import type { Fault } from './problem.js';
import type { UsageEvent } from './usage-event.js';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const DATA = { quantity: 1, unit: 'letter' };
const EVENT = {
  specversion: '1.0', id: 'dlv-1', source: '/se/2281/messaging/prod', type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter',
  time: '2026-03-02T09:00:12+01:00', datacontenttype: 'application/json', data: DATA,
}; // prettier-ignore

type Read = { readonly ok: true; readonly value: UsageEvent } | { readonly ok: false; readonly error: Fault };
function readText(body: string): Read {
  const parse = parseHttpMessage({ rawHeaders: ['content-type', 'application/cloudevents+json'], body: Buffer.from(body) });
  if (parse.kind === 'refused') return { ok: false, error: parse.fault };
  if (parse.kind === 'batch') throw new Error('not a batch');
  return parse.event.ok ? parseUsageEvent(parse.event.value, { nowMs: NOW }) : parse.event;
}
const read = (change: Readonly<Record<string, unknown>>): Read => readText(JSON.stringify({ ...EVENT, ...change }));
const readData = (change: Readonly<Record<string, unknown>>): Read => read({ data: { ...DATA, ...change } });
const content = (answer: Read): string => (answer.ok ? answer.value.content : `refused: ${answer.error.code} ${answer.error.pointer}`);
/** The event with a literal in place of the quantity, so that its exact spelling arrives. */
const withQuantity = (literal: string): Read => readText(JSON.stringify(EVENT).replace('"quantity":1', `"quantity":${literal}`));

describe('the samples of the contract', () => {
  it('a transaction of a robot', () => {
    const sample =
      '{"specversion":"1.0","id":"qi-398a6d1f-615f-499c-86d3-ee325ab865b4-Successful","source":"/se/2281/uipath/prod","type":"io.hemtag.usage.recorded.v1","subject":"rpa-queue:Invoices","time":"2026-03-02T07:15:30.385Z","recordedtime":"2026-03-02T07:15:31Z","data":{"quantity":1,"unit":"transaction","outcome":"success","startedAt":"2026-03-02T07:15:02.127Z","durationSeconds":28.258,"channel":"robot","orgUnit":"EK-10","attempt":{"number":1,"final":true},"provenance":{"method":"push","nativeType":"queueItem.transactionCompleted"}}}';
    expect(readText(sample)).toEqual({
      ok: true,
      value: {
        id: 'qi-398a6d1f-615f-499c-86d3-ee325ab865b4-Successful', source: '/se/2281/uipath/prod', kind: 'recorded', subject: 'rpa-queue:Invoices',
        time: '2026-03-02T07:15:30.385Z', instant: 1772435730385, quantity: '1', unit: 'transaction', outcome: 'success', channel: 'robot', orgUnit: 'EK-10',
        dimensions: {}, measures: {}, final: true, municipality: null, content: expect.any(String) as string,
      },
    }); // prettier-ignore
  });

  it.each([
    ['a case of an e-service', '{"specversion":"1.0","id":"oep-4965-submitted","source":"/se/2281/oep/external","type":"io.hemtag.usage.recorded.v1","subject":"e-service:832","time":"2026-02-18T19:12:00+01:00","recordedtime":"2026-02-19T03:00:04Z","data":{"quantity":1,"unit":"case","outcome":"success","channel":"e-service","dimensions":{"flow_version":4},"provenance":{"method":"poll","nativeType":"SUBMITTED","nativeId":"4965"}}}', { dimensions: { flow_version: 4 } }],
    ['a letter', '{"specversion":"1.0","id":"dlv-41141c6f","source":"/se/2281/messaging/prod","type":"io.hemtag.usage.recorded.v1","subject":"message:letter","time":"2026-03-02T09:00:12+01:00","data":{"quantity":1,"unit":"letter","outcome":"success","channel":"digital-mail","orgUnit":"SBK-TRAFIK","attempt":{"number":1,"final":true,"groupId":"d1e07d2c-2e75-44e0-b978-de7e19d7edad"},"measures":{"pages":{"value":2,"unit":"page"}}}}', { measures: { pages: { value: '2', unit: 'page' } } }],
    ['an AI app', '{"specversion":"1.0","id":"apprun-0b6c2b7e","source":"/se/2281/eneo/prod","type":"io.hemtag.usage.recorded.v1","subject":"ai-app:case-summary","time":"2026-03-02T10:41:07Z","data":{"quantity":1,"unit":"document","outcome":"success","channel":"ai","orgUnit":"SOC-UTR","measures":{"input_tokens":{"value":8120,"unit":"token"},"audio_minutes":{"value":37.5,"unit":"minute"}}}}', { measures: { input_tokens: { value: '8120', unit: 'token' }, audio_minutes: { value: '37.5', unit: 'minute' } } }],
  ])('%s', (_what, sample, value) => {
    expect(readText(sample)).toMatchObject({ ok: true, value });
  }); // prettier-ignore
});

it('a code that is in no list is answered with the list', () => {
  const detailOf = (answer: Read): string => (answer.ok ? '' : answer.error.detail);
  expect(detailOf(readData({ unit: 'letters' }))).toMatch(/^unit must be one of case, transaction, .*, user, token$/);
  expect(detailOf(readData({ channel: 'fax' }))).toMatch(/^channel must be one of e-service, robot, .*, ai, other$/);
});

describe('partitionkey', () => {
  it.each([['a'.repeat(256)], [7], [true]])('%j is one', (partitionkey) => expect(read({ partitionkey })).toMatchObject({ ok: true }));
  it.each([[''], ['a'.repeat(257)]])('%j is none', (partitionkey) =>
    expect(read({ partitionkey })).toMatchObject({ ok: false, error: { code: 'INVALID_ATTRIBUTE', pointer: '/partitionkey' } }),
  );
});

describe('defaults', () => {
  it('an outcome left out is success, an attempt left out is final', () => {
    expect(read({})).toMatchObject({ ok: true, value: { outcome: 'success', channel: null, orgUnit: null, final: true, municipality: null } });
  });
  it('a non-final attempt stays one', () => {
    expect(readData({ attempt: { number: 2, final: false } })).toMatchObject({ ok: true, value: { final: false } });
    expect(readData({ attempt: { number: 2 } })).toMatchObject({ ok: true, value: { final: true } });
  });
  it('the municipality is a claim', () => {
    expect(read({ municipality: 'SE-2281' })).toMatchObject({ ok: true, value: { municipality: 'SE-2281' } });
  });
  it('data without a content type is JSON, in bytes too', () => {
    const { datacontenttype: _type, data: _data, ...rest } = EVENT;
    expect(readText(JSON.stringify({ ...rest, data: DATA }))).toMatchObject({ ok: true, value: { quantity: '1' } });
    expect(readText(JSON.stringify({ ...rest, data_base64: Buffer.from(JSON.stringify(DATA)).toString('base64') }))).toMatchObject({
      ok: true,
      value: { quantity: '1' },
    });
  });
});

describe('quantity', () => {
  it.each([
    ['1', '1'],
    ['1.0', '1'],
    ['1.50', '1.5'],
    ['0.000001', '0.000001'],
    ['1e3', '1000'],
    ['999999999.999999', '999999999.999999'],
    ['999999999999999', '999999999999999'],
    ['"1"', '1'],
    ['"0.250000"', '0.25'],
    ['"999999999999999.999999"', '999999999999999.999999'],
  ])('%s is %s', (literal, quantity) => {
    expect(withQuantity(literal)).toMatchObject({ ok: true, value: { quantity } });
  });

  it.each(['0', '-0', '-1', '0.0', '1e309', '-1e309', '1e-7', '0.0000001', '1234567890.1234567', '9999999999.999999', '1000000000000000', '9007199254740993',
    '1.00000000000000001', '1e21', 'null', 'true', '[]', '{}', '"NaN"', '"Infinity"', '"-1"', '"0"', '"0.00"', '"1,5"', '"1e3"', '"01"', '""', '" 1"', '"1.0000000"', '"1000000000000000"', '"0x10"'])('%s is refused', (literal) => {
    expect(withQuantity(literal)).toMatchObject({ ok: false, error: { code: 'INVALID_QUANTITY', pointer: '/data/quantity' } });
  }); // prettier-ignore

  it('NaN is no JSON at all', () => {
    expect(withQuantity('NaN')).toMatchObject({ ok: false, error: { code: 'MALFORMED_BODY' } });
  });

  it('a missing one is refused', () => {
    expect(read({ data: { unit: 'letter' } })).toMatchObject({ ok: false, error: { code: 'INVALID_QUANTITY', pointer: '/data/quantity' } });
  });

  it('every decimal of up to 15 digits arrives exactly, as number and as text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 999_999_999_999_999n }), fc.integer({ min: 0, max: 6 }), (digits, decimals) => {
        const text = digits.toString().padStart(decimals + 1, '0');
        const literal = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
        const quantity = decimals === 0 ? literal : literal.replace(/0+$/, '').replace(/\.$/, '');
        expect(withQuantity(literal)).toMatchObject({ ok: true, value: { quantity } });
        expect(withQuantity(`"${literal}"`)).toMatchObject({ ok: true, value: { quantity } });
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is refused, and where', () => {
  it.each([
    ['an unknown type', { type: 'com.example.order' }, 'UNKNOWN_TYPE', '/type'],
    ['a type of another version', { type: 'io.hemtag.usage.recorded.v2' }, 'UNKNOWN_TYPE', '/type'],
    ['a missing id', { id: null }, 'MISSING_ATTRIBUTE', '/id'],
    ['an empty id', { id: '' }, 'INVALID_ATTRIBUTE', '/id'],
    ['an id of 201 characters', { id: 'x'.repeat(201) }, 'INVALID_ATTRIBUTE', '/id'],
    ['an id beyond ASCII', { id: 'å' }, 'INVALID_ATTRIBUTE', '/id'],
    ['an id with a blank at its end', { id: 'a ' }, 'INVALID_ATTRIBUTE', '/id'],
    ['a missing subject', { subject: null }, 'MISSING_ATTRIBUTE', '/subject'],
    ['a subject without a kind', { subject: 'letter' }, 'INVALID_ATTRIBUTE', '/subject'],
    ['a subject without a key', { subject: 'message:' }, 'INVALID_ATTRIBUTE', '/subject'],
    ['a missing time', { time: null }, 'MISSING_ATTRIBUTE', '/time'],
    ['a time without an offset', { time: '2026-03-02T09:00:12' }, 'INVALID_ATTRIBUTE', '/time'],
    ['year 0', { time: '0000-03-02T09:00:12Z' }, 'INVALID_ATTRIBUTE', '/time'],
    ['5 minutes and 1 ms ahead', { time: '2026-03-02T12:05:00.001Z' }, 'TIME_IN_FUTURE', '/time'],
    ['a recordedtime that is none', { recordedtime: 'now' }, 'INVALID_ATTRIBUTE', '/recordedtime'],
    ['ten events in one', { sampledrate: 10 }, 'INVALID_ATTRIBUTE', '/sampledrate'],
    ['ten events in one as text', { sampledrate: '10' }, 'INVALID_ATTRIBUTE', '/sampledrate'],
    ['a sampling rate of 0', { sampledrate: 0 }, 'INVALID_ATTRIBUTE', '/sampledrate'],
    ['a secret event', { dataclassification: 'confidential' }, 'INVALID_ATTRIBUTE', '/dataclassification'],
    ['XML', { datacontenttype: 'application/xml', data: '<a/>' }, 'INVALID_ATTRIBUTE', '/datacontenttype'],
    ['no data', { data: undefined }, 'INVALID_DATA', '/data'],
    ['data null', { data: null }, 'INVALID_DATA', '/data'],
    ['data as a list', { data: [DATA] }, 'INVALID_DATA', '/data'],
    ['data as text', { data: JSON.stringify(DATA) }, 'INVALID_DATA', '/data'],
  ])('%s', (_what, change, code, pointer) => {
    expect(read(change)).toMatchObject({ ok: false, error: { code, pointer } });
  });

  it.each([
    ['an unknown field', { note: 'x' }, 'INVALID_DATA', '/data/note'],
    ['a period', { period: { start: 'x' } }, 'INVALID_DATA', '/data/period'],
    ['corrects', { corrects: {} }, 'INVALID_DATA', '/data/corrects'],
    ['a field that looks like a number of a person', { '198211059954': 'x' }, 'INVALID_DATA', '/data'],
    ['an unknown unit', { unit: 'parsec' }, 'UNKNOWN_UNIT', '/data/unit'],
    ['money as unit of the event', { unit: 'SEK' }, 'UNKNOWN_UNIT', '/data/unit'],
    ['an unknown outcome', { outcome: 'won' }, 'INVALID_DATA', '/data/outcome'],
    ['an outcome null', { outcome: null }, 'INVALID_DATA', '/data/outcome'],
    ['an unknown channel', { channel: 'pigeon' }, 'INVALID_DATA', '/data/channel'],
    ['an org unit with blanks', { orgUnit: 'Anna Svensson' }, 'INVALID_DATA', '/data/orgUnit'],
    ['text as outcome code', { outcomeCode: 'a b' }, 'INVALID_DATA', '/data/outcomeCode'],
    ['a start without an offset', { startedAt: '2026-03-02' }, 'INVALID_DATA', '/data/startedAt'],
    ['a negative duration', { durationSeconds: -1 }, 'INVALID_DATA', '/data/durationSeconds'],
    ['half an attempt', { attempt: { number: 1.5 } }, 'INVALID_DATA', '/data/attempt/number'],
    ['a final that is text', { attempt: { final: 'no' } }, 'INVALID_DATA', '/data/attempt/final'],
    ['an unknown attempt field', { attempt: { retries: 1 } }, 'INVALID_DATA', '/data/attempt/retries'],
    ['a negative measure', { measures: { pages: { value: -1, unit: 'page' } } }, 'INVALID_DATA', '/data/measures/pages/value'],
    ['a measure in no unit', { measures: { pages: { value: 1, unit: 'XXX' } } }, 'UNKNOWN_UNIT', '/data/measures/pages/unit'],
    ['a measure without a unit', { measures: { pages: { value: 1 } } }, 'INVALID_DATA', '/data/measures/pages/unit'],
    ['a measure with more', { measures: { pages: { value: 1, unit: 'page', note: 1 } } }, 'INVALID_DATA', '/data/measures/pages/note'],
    [
      '11 measures',
      { measures: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`m${at}`, { value: 1, unit: 'page' }])) },
      'INVALID_DATA',
      '/data/measures',
    ],
    ['21 dimensions', { dimensions: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`d${at}`, 1])) }, 'INVALID_DATA', '/data/dimensions'],
    ['a dimension in capitals', { dimensions: { Priority: 1 } }, 'INVALID_DATA', '/data/dimensions/Priority'],
    ['a dimension of 101 characters', { dimensions: { priority: 'x'.repeat(101) } }, 'INVALID_DATA', '/data/dimensions/priority'],
    ['a dimension with NUL', { dimensions: { priority: 'a\u0000' } }, 'INVALID_DATA', '/data/dimensions/priority'],
    ['half a character in a dimension', { dimensions: { priority: '\ud800' } }, 'INVALID_DATA', '/data/dimensions/priority'],
    ['a dimension as object', { dimensions: { priority: {} } }, 'INVALID_DATA', '/data/dimensions/priority'],
    ['an unknown provenance', { provenance: { method: 'guess' } }, 'INVALID_DATA', '/data/provenance/method'],
  ])('data with %s', (_what, change, code, pointer) => {
    expect(readData(change)).toMatchObject({ ok: false, error: { code, pointer } });
  });

  it.each(['dimensions', 'measures'])('%s called __proto__, which a schema would pass over', (field) => {
    const body = JSON.stringify(EVENT).replace('"unit"', `"${field}":{"__proto__":{"value":1,"unit":"page"}},"unit"`);
    expect(readText(body)).toMatchObject({ ok: false, error: { code: 'INVALID_DATA', pointer: `/data/${field}` } });
  });

  it('a dimension number that a float cannot hold', () => {
    const body = JSON.stringify(EVENT).replace('"unit"', '"dimensions":{"n":12345678901234567890},"unit"');
    expect(readText(body)).toMatchObject({ ok: false, error: { code: 'INVALID_DATA', pointer: '/data/dimensions/n' } });
  });

  it('never repeats a sent value', () => {
    const secret = 'Zebra7391';
    const places: readonly Read[] = [
      ...['id', 'subject', 'time', 'type', 'source', 'recordedtime', 'sampledrate', 'dataclassification', 'datacontenttype'].map((name) =>
        read({ [name]: `${secret} \u00e5` }),
      ),
      ...[
        'quantity',
        'unit',
        'outcome',
        'outcomeCode',
        'startedAt',
        'durationSeconds',
        'channel',
        'orgUnit',
        'attempt',
        'measures',
        'dimensions',
        'provenance',
      ].map((name) => readData({ [name]: ` ${secret}` })),
      readData({ dimensions: { a: { [`${secret}1234567`]: secret } }, [`${secret} 1`]: secret }),
    ];
    for (const answer of places) {
      expect(answer.ok).toBe(false);
      expect(JSON.stringify(answer)).not.toContain(secret);
    }
  });

  it('takes any past and 5 minutes ahead', () => {
    for (const time of ['0001-01-01T00:00:00Z', '1969-07-20T20:17:40Z', '2026-03-02T12:05:00Z', '2026-03-02T13:05:00+01:00'])
      expect(read({ time })).toMatchObject({ ok: true });
  });

  it('takes everything that the contract allows', () => {
    const dimensions = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`d${at}`, at % 2 === 0 ? 'x'.repeat(100) : true]));
    const measures = { cost: { value: '12.50', unit: 'SEK' }, zero: { value: 0, unit: 'EUR' } };
    const change = {
      outcome: 'partial',
      outcomeCode: 'A_1.b-c',
      startedAt: '2026-03-02T09:00:00+01:00',
      durationSeconds: 0.5,
      humanSeconds: 0,
      channel: 'other',
      orgUnit: 'a:b',
      dimensions,
      measures,
    };
    expect(readData(change)).toMatchObject({
      ok: true,
      value: { measures: { cost: { value: '12.5', unit: 'SEK' }, zero: { value: '0', unit: 'EUR' } }, dimensions },
    });
    expect(read({ sampledrate: 1, dataclassification: 'internal', dataschema: 'https://x.example/s.json', unknownextension: 'x' })).toMatchObject({ ok: true });
  });
});

describe('content', () => {
  const original = content(read({}));

  it.each([
    ['the quantity written otherwise', () => withQuantity('1.0')],
    ['the quantity as text', () => withQuantity('"1.000"')],
    ['the same instant in another zone', () => read({ time: '2026-03-02T08:00:12.000Z' })],
    ['a default spelled out', () => readData({ outcome: 'success', attempt: { final: true }, measures: {}, dimensions: {} })],
    ['another order of fields', () => read({ data: { unit: 'letter', quantity: 1 } })],
    [
      'transport attributes',
      () =>
        read({
          recordedtime: '2026-03-03T00:00:00Z',
          traceparent: 'x',
          correlationid: 'y',
          sequence: '3',
          partitionkey: 'z',
          dataschema: 'https://x.example/s',
        }),
    ],
    ['provenance', () => readData({ provenance: { method: 'push', batchId: 'b' } })],
  ])('is the same with %s', (_what, other) => {
    expect(content(other())).toBe(original);
  });

  it.each([
    ['quantity', () => readData({ quantity: 2 })],
    ['unit', () => readData({ unit: 'page' })],
    ['subject', () => read({ subject: 'message:sms' })],
    ['time', () => read({ time: '2026-03-02T09:00:12.001+01:00' })],
    ['outcome', () => readData({ outcome: 'failure' })],
    ['outcome code', () => readData({ outcomeCode: 'X' })],
    ['channel', () => readData({ channel: 'email' })],
    ['org unit', () => readData({ orgUnit: 'A' })],
    ['attempt', () => readData({ attempt: { final: false } })],
    ['a measure', () => readData({ measures: { pages: { value: 1, unit: 'page' } } })],
    ['a dimension', () => readData({ dimensions: { a: 1 } })],
    ['start', () => readData({ startedAt: '2026-03-02T09:00:00Z' })],
    ['duration', () => readData({ durationSeconds: 1 })],
    ['staff time', () => readData({ humanSeconds: 1 })],
  ])('differs with another %s', (_what, other) => {
    expect(other().ok).toBe(true);
    expect(content(other())).not.toBe(original);
  });

  it('tells a dimension 1 from a dimension "1", but not their order', () => {
    expect(content(readData({ dimensions: { a: 1 } }))).not.toBe(content(readData({ dimensions: { a: '1' } })));
    expect(content(readData({ dimensions: { a: 1, b: 2 } }))).toBe(content(readData({ dimensions: { b: 2, a: 1 } })));
  });

  it('is the same after the way over the log', () => {
    const parse = parseHttpMessage({
      rawHeaders: ['content-type', 'application/cloudevents+json'],
      body: Buffer.from(JSON.stringify({ ...EVENT, data: { ...DATA, quantity: 0.1, dimensions: { a: 1.5 } } })),
    });
    if (parse.kind !== 'single' || !parse.event.ok) throw new Error('the event is valid');
    const { headers, value } = toKafkaRecord(parse.event.value);
    const back = fromKafkaRecord({ headers, value });
    if (!back.ok) throw new Error(back.error.code);
    expect(content(parseUsageEvent(back.value, { nowMs: NOW }))).toBe(content(parseUsageEvent(parse.event.value, { nowMs: NOW })));
  });
});
