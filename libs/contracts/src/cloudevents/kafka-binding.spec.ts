import fc from 'fast-check';

import type { CloudEvent, EventData } from './cloud-event.js';
import { fromKafkaRecord, toKafkaRecord } from './kafka-binding.js';

const EVENT: CloudEvent = {
  id: 'dlv-1', source: '/se/2281/messaging/prod', type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2026-03-02T09:00:12+01:00',
  datacontenttype: 'application/json', dataschema: null, extensions: {}, data: { kind: 'json', value: { quantity: 1 } },
}; // prettier-ignore
const HEADERS = { ce_specversion: '1.0', ce_id: 'dlv-1', ce_source: '/s', ce_type: 't', 'content-type': 'application/json' };
const buffers = (headers: Readonly<Record<string, string>>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'utf8')]));

describe('a CloudEvent as Kafka record', () => {
  it('is binary mode: attributes as headers, data as value, source and subject as key', () => {
    expect(toKafkaRecord({ ...EVENT, extensions: { sequence: 7, sampled: true } })).toEqual({
      key: '/se/2281/messaging/prod message:letter',
      headers: {
        ce_specversion: '1.0', ce_id: 'dlv-1', ce_source: '/se/2281/messaging/prod', ce_type: 'io.hemtag.usage.recorded.v1', ce_subject: 'message:letter',
        ce_time: '2026-03-02T09:00:12+01:00', ce_sequence: '7', ce_sampled: 'true', 'content-type': 'application/json',
      },
      value: Buffer.from('{"quantity":1}'),
    }); // prettier-ignore
  });

  it('has the key that the sender asks for', () => {
    expect(toKafkaRecord({ ...EVENT, extensions: { partitionkey: 'k' } })).toMatchObject({ key: 'k', headers: { ce_partitionkey: 'k' } });
  });

  it('spells out the content type that the JSON format implies', () => {
    expect(toKafkaRecord({ ...EVENT, datacontenttype: null }).headers['content-type']).toBe('application/json');
    expect(toKafkaRecord({ ...EVENT, datacontenttype: null, data: { kind: 'bytes', value: Buffer.from('x') } }).headers).not.toHaveProperty('content-type');
  });

  it('without data has no value, and reads back as an event without data', () => {
    const { headers, value } = toKafkaRecord({ ...EVENT, datacontenttype: null, data: { kind: 'none' } });
    expect(value).toBeNull();
    expect(fromKafkaRecord({ headers: buffers(headers), value })).toEqual({
      ok: true,
      value: { ...EVENT, datacontenttype: null, data: { kind: 'none' } },
    });
    expect(fromKafkaRecord({ headers: buffers(HEADERS), value })).toMatchObject({ ok: true, value: { data: { kind: 'none' } } });
  });

  const printable = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => /^[^\p{Cc}\p{Cs}\p{Cn}\p{Noncharacter_Code_Point}]+$/u.test(text));
  const data: fc.Arbitrary<{ readonly datacontenttype: string | null; readonly data: EventData }> = fc.oneof(
    // What a float prints is what it is, so the value is the same after one writing and reading; -0 has no text of its own.
    fc
      .jsonValue()
      .map((value) => ({ datacontenttype: 'application/json', data: { kind: 'json' as const, value: JSON.parse(JSON.stringify(value)) as unknown } })),
    fc.string({ unit: 'grapheme', minLength: 1 }).map((value) => ({ datacontenttype: 'text/plain; charset=utf-8', data: { kind: 'text' as const, value } })),
    fc.uint8Array({ minLength: 1 }).map((value) => ({ datacontenttype: null, data: { kind: 'bytes' as const, value } })),
  );
  const event: fc.Arbitrary<CloudEvent> = fc
    .tuple(
      fc.record({
        id: printable, type: printable, source: fc.webUrl(), subject: fc.option(printable), dataschema: fc.option(fc.webUrl()),
        time: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString())),
        extensions: fc.dictionary(fc.stringMatching(/^ext[a-z0-9]{1,10}$/), printable, { noNullPrototype: true }),
      }),
      data,
    )
    .map(([attributes, payload]) => ({ ...attributes, ...payload })); // prettier-ignore

  it('reads back as the same event, also from header bytes', () => {
    fc.assert(
      fc.property(event, (original) => {
        const { headers, value } = toKafkaRecord(original);
        const read = fromKafkaRecord({ headers: buffers(headers), value });
        if (!read.ok) throw new Error(`${read.error.code} ${read.error.pointer}`);
        const plain = (candidate: CloudEvent): unknown => ({
          ...candidate,
          data: candidate.data.kind === 'bytes' ? [...candidate.data.value] : candidate.data,
        });
        expect(plain(read.value)).toEqual(plain(original));
        expect(fromKafkaRecord({ headers, value })).toEqual(read);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a Kafka record as CloudEvent', () => {
  it('takes structured mode, whatever ce_ headers stand beside it', () => {
    const value = Buffer.from('{"specversion":"1.0","id":"inner","source":"/s","type":"t","data":0}');
    const headers = { ...HEADERS, 'content-type': 'Application/CloudEvents+json; charset=UTF-8' };
    expect(fromKafkaRecord({ headers: buffers(headers), value })).toMatchObject({
      ok: true,
      value: { id: 'inner', time: null, data: { kind: 'json', value: 0 } },
    });
  });

  it('does not decode percent signs: they belong to HTTP', () => {
    expect(fromKafkaRecord({ headers: buffers({ ...HEADERS, ce_subject: 'a%20b' }), value: Buffer.from('1') })).toMatchObject({
      ok: true,
      value: { subject: 'a%20b' },
    });
  });

  const without = (name: string): Record<string, Buffer> => {
    const { [name]: _gone, ...rest } = buffers(HEADERS);
    return rest;
  };
  const json = Buffer.from('{}');
  it.each([
    ['neither headers nor a value (a tombstone)', undefined, null, 'NOT_A_CLOUDEVENT', ''],
    ['structured mode without a value', buffers({ 'content-type': 'application/cloudevents+json' }), null, 'MALFORMED_BODY', ''],
    ['no headers at all', undefined, json, 'NOT_A_CLOUDEVENT', ''],
    ['no ce_id', without('ce_id'), json, 'MISSING_ATTRIBUTE', '/id'],
    ['no ce_specversion', without('ce_specversion'), json, 'MISSING_ATTRIBUTE', '/specversion'],
    ['a header that is no UTF-8', { ...buffers(HEADERS), ce_subject: Buffer.from([0xff]) }, json, 'NOT_A_CLOUDEVENT', '/subject'],
    ['a header sent twice', { ...buffers(HEADERS), ce_id: [Buffer.from('a'), Buffer.from('b')] }, json, 'NOT_A_CLOUDEVENT', '/id'],
    ['two content types', buffers({ ...HEADERS, ce_datacontenttype: 'text/plain' }), json, 'NOT_A_CLOUDEVENT', '/datacontenttype'],
    ['an unknown event format', buffers({ 'content-type': 'application/cloudevents+avro' }), json, 'UNSUPPORTED_MEDIA_TYPE', '/datacontenttype'],
    ['a batch', buffers({ 'content-type': 'application/cloudevents-batch+json' }), json, 'UNSUPPORTED_MEDIA_TYPE', '/datacontenttype'],
    ['a value that is no JSON', buffers(HEADERS), Buffer.from('{'), 'MALFORMED_BODY', '/data'],
    ['a structured value that is no JSON', buffers({ 'content-type': 'application/cloudevents+json' }), Buffer.from('{'), 'MALFORMED_BODY', ''],
    ['two members of one name', buffers(HEADERS), Buffer.from('{"a":1,"a":1}'), 'INVALID_DATA', '/data'],
    ['more than 1 MiB', buffers(HEADERS), Buffer.alloc(1024 * 1024 + 1, 0x20), 'TOO_LARGE', ''],
    ['a bad time', buffers({ ...HEADERS, ce_time: 'yesterday' }), json, 'INVALID_ATTRIBUTE', '/time'],
  ])('refuses %s as a value', (_what, headers, value, code, pointer) => {
    expect(fromKafkaRecord({ headers, value })).toMatchObject({ ok: false, error: { code, pointer } });
  });
});
