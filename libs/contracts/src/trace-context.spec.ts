import { findInRecord } from './identity-numbers/record.js';
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

it.each([undefined, '', 'x', `${TRACE}-more`, TRACE.replace('-01', '-0A'), TRACE.replace('191212121212-', '000000000000-'), [TRACE, TRACE]])(
  'takes nothing else for one',
  (traceparent) => {
    expect(traceparentOf({ traceparent })).toBeNull();
  },
);

it('is not searched for numbers of persons, because its digits are drawn; anything else under that name is', () => {
  expect(findInRecord({ headers: { traceparent: TRACE } }, EVENT)).toBeNull();
  expect(findInRecord({ headers: { traceparent: '191212121212' } }, EVENT)).not.toBeNull();
});
