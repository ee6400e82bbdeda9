import { toJsonFormat } from './cloud-event.js';
import { parseHttpMessage, type HttpParse } from './http-binding.js';

const MANDATORY = { 'ce-specversion': '1.0', 'ce-type': 'com.example.someevent', 'ce-id': '1234-1234-1234', 'ce-source': '/mycontext/subcontext' };
const ENVELOPE = { specversion: '1.0', type: 'com.example.someevent', source: '/mycontext', id: 'A234-1234-1234' };

function send(headers: Readonly<Record<string, string>>, body: string | Buffer = ''): HttpParse {
  return parseHttpMessage({ rawHeaders: Object.entries(headers).flat(), body: Buffer.from(body) });
}
const structured = (event: unknown, contentType = 'application/cloudevents+json'): HttpParse =>
  send({ 'content-type': contentType }, typeof event === 'string' ? event : JSON.stringify(event));
const batch = (body: unknown): HttpParse =>
  send({ 'content-type': 'application/cloudevents-batch+json' }, typeof body === 'string' ? body : JSON.stringify(body));

/** The event as the JSON format shows it, or the code and pointer of what is wrong. */
function outcome(parse: HttpParse): unknown {
  if (parse.kind === 'refused') return `whole message: ${parse.fault.code} ${parse.fault.pointer}`;
  const shown = (parse.kind === 'batch' ? parse.items.map(({ event }) => event) : [parse.event]).map((event) =>
    event.ok ? toJsonFormat(event.value) : `${event.error.code} ${event.error.pointer}`,
  );
  return parse.kind === 'batch' ? shown : shown[0];
}

describe('the examples of the CloudEvents 1.0 HTTP binding', () => {
  it('binary mode, section 3.1.4', () => {
    const headers = { ...MANDATORY, 'ce-time': '2018-04-05T03:56:24Z', 'Content-Type': 'application/json; charset=utf-8' };
    expect(outcome(send(headers, '{"greeting":"hej"}'))).toEqual({
      specversion: '1.0', type: 'com.example.someevent', time: '2018-04-05T03:56:24Z', id: '1234-1234-1234', source: '/mycontext/subcontext',
      datacontenttype: 'application/json; charset=utf-8', data: { greeting: 'hej' },
    }); // prettier-ignore
  });

  it.each([
    'application/cloudevents+json; charset=utf-8',
    'application/cloudevents+json; charset=UTF-8',
    'Application/CloudEvents+JSON',
    'application/cloudevents+json;charset="utf-8"',
  ])('structured mode, section 3.2.4, as %s', (contentType) => {
    expect(outcome(structured({ ...ENVELOPE, data: { a: 1 } }, contentType))).toEqual({ ...ENVELOPE, data: { a: 1 } });
  });

  it('batch mode, section 3.3.3', () => {
    const events = [ENVELOPE, { ...ENVELOPE, id: 'B234', type: 'com.example.someotherevent', data: { a: 1 } }];
    expect(outcome(send({ 'content-type': 'application/cloudevents-batch+json; charset=utf-8' }, JSON.stringify(events)))).toEqual(events);
    expect(outcome(batch('[]'))).toEqual([]);
  });

  it('a header value, section 3.1.3.2', () => {
    const subject = 'Euro € 😀';
    for (const sent of [
      'Euro%20%E2%82%AC%20%F0%9F%98%80',
      'Euro%20%e2%82%ac%20%f0%9f%98%80',
      '"Euro %E2%82%AC %F0%9F%98%80"',
      '%45uro %E2%82%AC%20%F0%9F%98%80',
    ]) {
      expect(outcome(send({ ...MANDATORY, 'ce-subject': sent }))).toMatchObject({ subject });
    }
  });

  it.each([
    ['"a \\"quoted\\" word"', 'a "quoted" word'],
    ['"back\\\\slash"', 'back\\slash'],
    ['one%2520decoding', 'one%20decoding'],
  ])('header value %s is %s', (sent, subject) => {
    expect(outcome(send({ ...MANDATORY, 'ce-subject': sent }))).toMatchObject({ subject });
  });

  it.each(['%C0%A0', '%FF', '%E2%82', '100%', '%zz', '"not closed', 'bl\u00e5'])('refuses the header value %s', (sent) => {
    expect(outcome(send({ ...MANDATORY, 'ce-subject': sent }))).toBe('whole message: NOT_A_CLOUDEVENT /subject');
  });
});

describe('the examples of the JSON event format', () => {
  const more = { time: '2018-04-05T17:31:00Z', comexampleextension1: 'value', comexampleothervalue: 5 };

  it.each([
    ['binary data', { ...ENVELOPE, ...more, datacontenttype: 'application/vnd.apache.thrift.binary', data_base64: 'AAECAw==' }],
    ['text', { ...ENVELOPE, ...more, datacontenttype: 'application/xml', data: '<much wow="xml"/>' }],
    ['an object', { ...ENVELOPE, ...more, datacontenttype: 'application/json', data: { appinfoA: 'abc', appinfoB: 123, appinfoC: true } }],
    ['a number', { ...ENVELOPE, ...more, datacontenttype: 'application/json', data: 1.5 }],
    ['a string without a content type', { ...ENVELOPE, ...more, data: "I'm just a string" }],
    ['bytes without a content type', { ...ENVELOPE, data_base64: 'eyAieHl6IjogMTIzIH0=' }],
    ['a boolean extension', { ...ENVELOPE, flag: false }],
    ['a type with +json', { ...ENVELOPE, datacontenttype: 'application/vnd.x+json; v=1', data: [1, null] }],
  ])('%s comes back as it was', (_what, event) => {
    expect(outcome(structured(event))).toEqual(event);
  });

  it('null attributes are unset', () => {
    expect(outcome(structured({ ...ENVELOPE, subject: null, unsetextension: null, time: null }))).toEqual(ENVELOPE);
  });

  it.each([0, false, null, '', [], {}])('data %j survives', (data) => {
    expect(outcome(structured({ ...ENVELOPE, data }))).toEqual({ ...ENVELOPE, data });
    expect(outcome(send({ ...MANDATORY, 'content-type': 'application/json' }, JSON.stringify(data)))).toMatchObject({ data });
  });

  it('keeps a number as it was written where a float cannot hold it', () => {
    const parse = structured(`{"specversion":"1.0","type":"t","source":"/s","id":"1","data":[1e309,12345678901234567890,0.1,1e3,-0.30000000000000001]}`);
    expect(JSON.stringify(outcome(parse))).toContain('"data":[1e309,12345678901234567890,0.1,1000,-0.30000000000000001]');
  });
});

describe('binary mode', () => {
  it.each([
    ['text/plain', 'hej', { data: 'hej' }],
    ['application/xml; charset=utf-8', '<a/>', { data: '<a/>' }],
    ['text/plain', Buffer.from([0xff, 0xfe]), { data_base64: '//4=' }],
    ['text/plain; charset=iso-8859-1', Buffer.from([0xe5]), { data_base64: '5Q==' }],
    ['application/octet-stream', 'abc', { data_base64: 'YWJj' }],
  ])('%s', (contentType, body, expected) => {
    expect(outcome(send({ ...MANDATORY, 'content-type': contentType }, body))).toMatchObject({ datacontenttype: contentType, ...expected });
  });

  it('invents neither a content type nor data', () => {
    expect(outcome(send(MANDATORY))).toEqual({ specversion: '1.0', type: 'com.example.someevent', id: '1234-1234-1234', source: '/mycontext/subcontext' });
    expect(outcome(send(MANDATORY, '{ "xyz": 123 }'))).toMatchObject({ data_base64: 'eyAieHl6IjogMTIzIH0=' });
  });

  it('takes header names in any case, and extensions as text', () => {
    const headers = { 'CE-SpecVersion': '1.0', 'Ce-Id': '1', 'cE-Source': '/s', 'CE-TYPE': 't', 'CE-ComExample': '5' };
    expect(outcome(send(headers))).toEqual({ specversion: '1.0', id: '1', source: '/s', type: 't', comexample: '5' });
  });

  it.each([
    ['ce-datacontenttype', { ...MANDATORY, 'ce-datacontenttype': 'text/plain' }, 'whole message: NOT_A_CLOUDEVENT /datacontenttype'],
    ['a header sent twice', { ...MANDATORY, 'CE-ID': 'other' }, 'whole message: NOT_A_CLOUDEVENT '],
    ['an attribute name with a hyphen', { ...MANDATORY, 'ce-my-ext': 'x' }, 'INVALID_ATTRIBUTE '],
    ['an attribute called data', { ...MANDATORY, 'ce-data': 'x' }, 'INVALID_ATTRIBUTE /data'],
    ['JSON that is none', { ...MANDATORY, 'content-type': 'application/json' }, 'whole message: MALFORMED_BODY /data'],
    ['neither headers nor content type', { 'content-type': 'application/json' }, 'whole message: NOT_A_CLOUDEVENT '],
    ['a format nobody knows', { 'content-type': 'application/cloudevents+avro' }, 'whole message: UNSUPPORTED_MEDIA_TYPE '],
    ['a batch format nobody knows', { 'content-type': 'application/cloudevents-batch+xml' }, 'whole message: UNSUPPORTED_MEDIA_TYPE '],
  ])('refuses %s', (_what, headers, expected) => {
    expect(outcome(send(headers, 'not json'))).toBe(expected);
  });

  it('refuses more than 1 MiB', () => {
    expect(outcome(send(MANDATORY, Buffer.alloc(1024 * 1024)))).toMatchObject({ id: '1234-1234-1234' });
    expect(outcome(send(MANDATORY, Buffer.alloc(1024 * 1024 + 1)))).toBe('whole message: TOO_LARGE ');
  });
});

describe('nothing is invented (event-sources.md 7.4)', () => {
  it.each(['specversion', 'id', 'source', 'type'])('a missing, null or empty %s', (name) => {
    const { [name]: _gone, ...rest } = ENVELOPE as Record<string, string>;
    expect(outcome(structured(rest))).toBe(`MISSING_ATTRIBUTE /${name}`);
    expect(outcome(structured({ ...ENVELOPE, [name]: null }))).toBe(`MISSING_ATTRIBUTE /${name}`);
    expect(outcome(structured({ ...ENVELOPE, [name]: '' }))).toBe(`INVALID_ATTRIBUTE /${name}`);
    const { [`ce-${name}`]: _header, ...headers } = MANDATORY as Record<string, string>;
    expect(outcome(send(headers))).toBe(`MISSING_ATTRIBUTE /${name}`);
  });

  it.each([
    ['time', '02/03/2026'],
    ['time', '2026-03-02T09:00:12'],
    ['time', '2026-02-30T09:00:12Z'],
    ['time', ''],
    ['time', 1772438412],
    ['subject', ''],
    ['specversion', '0.3'],
    ['specversion', 1.0],
    ['source', 'with blank'],
    ['source', '/a%2'],
    ['source', '1:a'],
    ['id', 7],
    ['id', 'nul\u0000'],
    ['id', '\ud800'],
    ['dataschema', 'relative'],
    ['datacontenttype', 'json'],
    ['extension', 1.5],
    ['extension', 2147483648],
    ['extension', { a: 1 }],
    ['extension', 'line\nbreak'],
  ])('%s %j is refused', (name, value) => {
    expect(outcome(structured({ ...ENVELOPE, [name]: value }))).toBe(`INVALID_ATTRIBUTE /${name}`);
  });

  it('keeps a time to the nanosecond, with its offset', () => {
    expect(outcome(structured({ ...ENVELOPE, time: '2026-03-02T09:00:12.123456789+01:00' }))).toMatchObject({ time: '2026-03-02T09:00:12.123456789+01:00' });
  });

  it.each([
    'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
    'mailto:cncf-wg-serverless@lists.cncf.io',
    '1-555-123-4567',
    '/sensors/tn-1234567/alerts',
    'https://github.com/cloudevents',
  ])('source %s of the specification is taken', (source) => expect(outcome(structured({ ...ENVELOPE, source }))).toMatchObject({ source }));

  it.each([
    ['an attribute name in capitals', { ...ENVELOPE, Extension: 'x' }, 'INVALID_ATTRIBUTE /Extension'],
    ['data and data_base64', { ...ENVELOPE, data: 1, data_base64: 'AA==' }, 'INVALID_DATA /data_base64'],
    ['data_base64 that is none', { ...ENVELOPE, data_base64: 'A' }, 'INVALID_DATA /data_base64'],
    ['an object as text', { ...ENVELOPE, datacontenttype: 'text/plain', data: {} }, 'INVALID_DATA /data'],
    ['an array', [ENVELOPE], 'NOT_A_CLOUDEVENT '],
    ['a number', 5, 'NOT_A_CLOUDEVENT '],
    ['null', null, 'NOT_A_CLOUDEVENT '],
    ['no JSON', '{"id":', 'whole message: MALFORMED_BODY '],
    ['nothing', '', 'whole message: MALFORMED_BODY '],
  ])('structured mode: %s', (_what, body, expected) => {
    expect(outcome(structured(body))).toBe(expected);
  });
});

describe('poison in JSON', () => {
  it('two members of one name are refused, __proto__ is an attribute name like any wrong one', () => {
    expect(outcome(structured('{"specversion":"1.0","id":"1","id":"2","source":"/s","type":"t"}'))).toBe('INVALID_DATA ');
    expect(outcome(structured('{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"a":1,"\\u0061":2}}'))).toBe('INVALID_DATA ');
    expect(outcome(structured('{"specversion":"1.0","id":"1","source":"/s","type":"t","__proto__":{"time":"x"}}'))).toBe('INVALID_ATTRIBUTE /__proto__');
    expect(({} as { time?: unknown }).time).toBeUndefined();
  });

  it('bytes that are not UTF-8 are no JSON', () => {
    expect(outcome(send({ 'content-type': 'application/cloudevents+json' }, Buffer.from([0x22, 0xff, 0x22])))).toBe('whole message: MALFORMED_BODY ');
  });

  it('counts levels: 64 are read, 65 are refused, 100 000 do not hurt', () => {
    const nested = (levels: number): string =>
      `{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(outcome(structured(nested(64)))).toMatchObject({ id: '1' });
    expect(outcome(structured(nested(65)))).toBe('TOO_DEEP ');
    expect(outcome(structured(nested(100_000)))).toBe('TOO_DEEP ');
    expect(outcome(batch(`[${nested(64)},${nested(65)},${nested(100_000)}]`))).toEqual([expect.objectContaining({ id: '1' }), 'TOO_DEEP ', 'TOO_DEEP ']);
  });

  it('brackets, quotes and colons in text do not count', () => {
    const data = { a: '[[[{{{"\\":::', b: `${'['.repeat(500)}\\`, c: '\\"' };
    expect(outcome(batch([{ ...ENVELOPE, data }, ENVELOPE]))).toEqual([{ ...ENVELOPE, data }, ENVELOPE]);
  });
});

describe('batch mode', () => {
  it('judges each item by itself and repeats only ids that may be repeated', () => {
    const large = { ...ENVELOPE, id: 'large', data: 'x'.repeat(1024 * 1024) };
    const parse = batch([ENVELOPE, { ...ENVELOPE, type: '' }, 7, { ...ENVELOPE, id: 'å' }, large, { id: 5 }]);
    expect(outcome(parse)).toEqual([ENVELOPE, 'INVALID_ATTRIBUTE /type', 'NOT_A_CLOUDEVENT ', { ...ENVELOPE, id: 'å' }, 'TOO_LARGE ', 'INVALID_ATTRIBUTE /id']);
    expect(parse.kind === 'batch' && parse.items.map(({ id }) => id)).toEqual(['A234-1234-1234', 'A234-1234-1234', null, null, 'large', null]);
  });

  it('takes 1 000 items and no more', () => {
    expect((outcome(batch(Array.from({ length: 1_000 }, () => ENVELOPE))) as unknown[]).length).toBe(1_000);
    expect(outcome(batch(Array.from({ length: 1_001 }, () => ENVELOPE)))).toBe('whole message: TOO_MANY_ITEMS ');
    expect(outcome(batch(`[${'1,'.repeat(2_000_000)}1]`))).toBe('whole message: TOO_MANY_ITEMS ');
  });

  it.each([
    ['an object', '{}', 'whole message: MALFORMED_BODY '],
    ['a broken array', '[{}', 'whole message: MALFORMED_BODY '],
    ['a missing comma', '[{} {}]', 'whole message: MALFORMED_BODY '],
    ['two arrays', '[][]', 'whole message: MALFORMED_BODY '],
    ['a stray bracket', ']', 'whole message: MALFORMED_BODY '],
  ])('refuses %s', (_what, body, expected) => {
    expect(outcome(batch(body))).toBe(expected);
  });
});
