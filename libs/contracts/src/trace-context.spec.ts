import { findInRecord } from './identity-numbers/record.js';
import type { CloudEvent } from './cloudevents/cloud-event.js';
import { traceparentOf } from './trace-context.js';

// The middle of the trace id has the digits of a published test number.
const TRACE = '00-0af7198001019897d916cd43dd8448eb-00f067aa0ba902b7-01';
const EVENT: CloudEvent = {
  id: 'a', source: '/s', type: 't', subject: 'x', time: null, datacontenttype: null, dataschema: null, extensions: {}, data: { kind: 'none' },
} as CloudEvent; // prettier-ignore

it.each([TRACE, Buffer.from(TRACE)])('reads a trace context from a header', (traceparent) => {
  expect(traceparentOf({ traceparent })).toBe(TRACE);
});

it.each([undefined, '', 'x', `${TRACE}-more`, TRACE.toUpperCase(), TRACE.replace('0af7198001019897d916cd43dd8448eb', '0'.repeat(32)), [TRACE, TRACE]])(
  'takes nothing else for one',
  (traceparent) => {
    expect(traceparentOf({ traceparent })).toBeNull();
  },
);

it('is not searched for numbers of persons, because its digits are drawn; anything else under that name is', () => {
  expect(findInRecord({ headers: { traceparent: TRACE } }, EVENT)).toBeNull();
  expect(findInRecord({ headers: { traceparent: '19800101-9897' } }, EVENT)).not.toBeNull();
});
