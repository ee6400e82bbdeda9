import { findInRecord, maskRecord } from './identity-numbers/record.js';
import type { CloudEvent } from './cloudevents/cloud-event.js';
import { traceparentOf } from './trace-context.js';

// Nothing but digits, and among them those of a published test number.
const TRACE = '00-00000000000000000000191212121212-0000191212121212-01';
const EVENT: CloudEvent = {
  id: 'a', source: '/s', type: 't', subject: 'x', time: null, datacontenttype: null, dataschema: null, extensions: {}, data: { kind: 'none' },
} as CloudEvent; // prettier-ignore

it.each([TRACE, Buffer.from(TRACE)])('reads a trace context from a header', (traceparent) => {
  expect(traceparentOf({ traceparent })).toBe(TRACE);
});

it.each([
  undefined,
  '',
  'x',
  `${TRACE}-more`,
  `${TRACE}\n`,
  ` ${TRACE}`,
  TRACE.replace('00-', '01-'),
  TRACE.replace('-01', '-0A'),
  TRACE.replace('-01', '-1'),
  TRACE.replace('191212121212-', '000000000000-'),
  TRACE.replace('1912', 'A912'),
  TRACE.replace('1912', 'g912'),
  Buffer.from(`${TRACE}\u00a0`),
  [TRACE],
  [TRACE, TRACE],
])('takes nothing else for one', (traceparent) => {
  expect(traceparentOf({ traceparent })).toBeNull();
});

describe('the search for numbers of persons', () => {
  const NUMBER = '191212121212';
  const PLAIN = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it.each([TRACE, Buffer.from(TRACE)])('leaves out a trace context, because its digits are drawn, and keeps it as it is', (traceparent) => {
    expect(findInRecord({ headers: { traceparent } }, EVENT)).toBeNull();
    const record = { key: null, value: null, headers: { traceparent } };
    expect(maskRecord(record)).toEqual({ record, masked: false });
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['a number alone', { traceparent: NUMBER }],
    ['something before it', { traceparent: `${NUMBER} ${PLAIN}` }],
    ['something after it', { traceparent: `${PLAIN}-${NUMBER}` }],
    ['a line after it', { traceparent: `${PLAIN}\n${NUMBER}` }],
    ['a part that is shorter', { traceparent: `00-${NUMBER}-b7ad6b7169203331-01` }],
    ['a part that is no hexadecimal number', { traceparent: `00-patient ${NUMBER} at the desk-b7ad6b7169203331-01` }],
    ['a second value', { traceparent: [PLAIN, NUMBER] }],
    ['a second value of the form', { traceparent: [NUMBER, PLAIN] }],
    ['another name', { tracestate: `vendor=${NUMBER}` }],
    ['another spelling of the name', { Traceparent: NUMBER }],
  ])('looks at and masks %s', (_what, headers) => {
    expect(findInRecord({ headers }, EVENT)).toMatchObject({ code: 'IDENTITY_NUMBER' });
    const { record, masked } = maskRecord({ key: null, value: null, headers });
    expect(masked).toBe(true);
    expect(Object.values(record.headers).flat().join(' ')).not.toContain(NUMBER);
  });
});
