import { CloudEvent as SentEvent, HTTP, Kafka } from 'cloudevents';

import { parseUsageEvent } from '../parse-usage-event.js';
import { parseHttpMessage, type HttpParse } from './http-binding.js';
import { fromKafkaRecord } from './kafka-binding.js';

// The public SDK is only a sender here: what other systems send must be read as they mean it.
const sent = new SentEvent({
  id: 'dlv-41141c6f',
  source: '/se/2281/messaging/prod',
  type: 'io.hemtag.usage.recorded.v1',
  subject: 'message:letter',
  time: '2026-03-02T08:00:12.000Z',
  datacontenttype: 'application/json',
  correlationid: 'Euro € "quoted" 100%',
  data: { quantity: 1, unit: 'letter', channel: 'digital-mail' },
});
const expected = {
  id: 'dlv-41141c6f', source: '/se/2281/messaging/prod', type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: '2026-03-02T08:00:12.000Z',
  data: { kind: 'json', value: { quantity: 1, unit: 'letter', channel: 'digital-mail' } },
}; // prettier-ignore

const receive = (message: { readonly headers: object; readonly body: unknown }): HttpParse =>
  parseHttpMessage({
    rawHeaders: Object.entries(message.headers).flatMap(([name, value]) => [name, String(value)]),
    body: Buffer.from(message.body as string),
  });

describe('events that the CloudEvents SDK sends', () => {
  it('over HTTP in structured mode', () => {
    const parse = receive(HTTP.structured(sent));
    expect(parse).toMatchObject({ kind: 'single', event: { ok: true, value: { ...expected, extensions: { correlationid: 'Euro € "quoted" 100%' } } } });
    expect(parse.kind === 'single' && parse.event.ok && parseUsageEvent(parse.event.value, { nowMs: Date.parse('2026-03-02T09:00:00Z') })).toMatchObject({
      ok: true,
      value: { quantity: '1' },
    });
  });

  it('over HTTP in binary mode, whose header values it does not encode', () => {
    const { correlationid: _text, ...plain } = sent.toJSON();
    expect(receive(HTTP.binary(new SentEvent(plain)))).toMatchObject({ kind: 'single', event: { ok: true, value: expected } });
    expect(receive(HTTP.binary(sent))).toMatchObject({ kind: 'refused', fault: { code: 'NOT_A_CLOUDEVENT', pointer: '/correlationid' } });
  });

  it('on the log in both modes', () => {
    const binary = Kafka.binary(sent);
    const value = Buffer.from(typeof binary.value === 'string' ? binary.value : JSON.stringify(binary.value));
    expect(fromKafkaRecord({ headers: binary.headers, value })).toMatchObject({ ok: true, value: expected });
    const structured = Kafka.structured(sent);
    expect(fromKafkaRecord({ headers: structured.headers, value: Buffer.from(structured.value) })).toMatchObject({ ok: true, value: expected });
  });
});
