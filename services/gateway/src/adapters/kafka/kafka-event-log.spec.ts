import type { CloudEvent } from '@hemtag/contracts';
import type { OutgoingRecord } from '@hemtag/platform-kafka';

import type { RefusedEvent } from '../../application/ports.js';

import { KafkaEventLog } from './kafka-event-log.js';

const EVENT: CloudEvent = {
  id: 'a', source: '/s', type: 't', subject: 'message:letter', time: null, datacontenttype: null, dataschema: null, extensions: {}, data: { kind: 'json', value: { quantity: 1 } },
}; // prettier-ignore
const usage = (...accepted: CloudEvent[]) => ({ accepted, refused: [] });
const isBytes = (value: unknown): value is { readonly data: number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
const warn = jest.fn();
const meter = { waiting: jest.fn(), acknowledged: jest.fn(), failed: jest.fn() };
const log = (send: (records: readonly OutgoingRecord[]) => Promise<void>, maxWaitingBytes = 1_000): KafkaEventLog =>
  new KafkaEventLog({ producer: { send }, logger: { warn }, acknowledgeTimeoutMs: 30, maxWaitingBytes, meter });

describe('the log of usage events', () => {
  it('is written in binary mode', async () => {
    const send = jest.fn(() => Promise.resolve());
    expect(await log(send).append(usage(EVENT))).toBe('acknowledged');
    expect(send).toHaveBeenCalledWith([expect.objectContaining({ topic: 'usage.events.v1', key: '/s message:letter', value: Buffer.from('{"quantity":1}') })]);
  });

  it('is unavailable when the broker refuses or does not answer', async () => {
    expect(await log(() => Promise.reject(new Error('no leader'))).append(usage(EVENT))).toBe('unavailable');
    expect(await log(() => new Promise(() => undefined)).append(usage(EVENT))).toBe('unavailable');
    expect(meter.failed.mock.calls).toEqual([['error'], ['late']]);
  });

  it('turns away at once what would wait behind too much, until that is written', async () => {
    let acknowledge: () => void = () => undefined;
    const send = jest.fn(() => new Promise<void>((resolve) => { acknowledge = resolve; })); // prettier-ignore
    const events = log(send, 100);
    const first = events.append(usage(EVENT, EVENT, EVENT));
    expect(await events.append(usage(EVENT))).toBe('unavailable');
    expect(send).toHaveBeenCalledTimes(1);
    expect(meter.failed).toHaveBeenLastCalledWith('full');
    expect(meter.waiting).toHaveBeenLastCalledWith(expect.objectContaining({ events: 3 }));
    acknowledge();
    expect(await first).toBe('acknowledged');
    const next = events.append(usage(EVENT));
    acknowledge();
    expect(await next).toBe('acknowledged');
  });

  it('keeps what was refused with the reason beside it, and no number of a person', async () => {
    const send = jest.fn((records: readonly OutgoingRecord[]) => Promise.resolve(void records));
    const origin = { tenant: '', source: '', safePatterns: undefined };
    const numbered: CloudEvent = { ...EVENT, id: 'errand-19121212-1212', data: { kind: 'json', value: { quantity: 1, note: '191212121212' } } };
    const refused: RefusedEvent[] = [
      { event: numbered, fault: { code: 'IDENTITY_NUMBER', pointer: '/id', detail: 'send another key' }, ...origin },
      {
        event: { kind: 'structured', text: '{"id":"191212121212"}' },
        fault: { code: 'MISSING_ATTRIBUTE', pointer: '/source', detail: 'is missing' },
        ...origin,
      },
      { event: EVENT, fault: { code: 'UNKNOWN_DIMENSION', pointer: '/data', detail: 'not declared' }, ...origin, tenant: 'SE-2281', source: '/s' },
    ];
    expect(await log(send, 10_000).append({ accepted: [], refused })).toBe('acknowledged');
    const [first, second, third] = send.mock.calls[0]?.[0] ?? [];
    const text = JSON.stringify([first, second], (_, value: unknown) => (isBytes(value) ? Buffer.from(value.data).toString('latin1') : value));
    expect(text).not.toMatch(/1212-?1212/);
    expect(text).toContain('errand-');
    expect([first, second, third].map((record) => [record?.topic, record?.headers?.hemtag_code, record?.headers?.hemtag_masked])).toEqual([
      ['usage.events.rejected.v1', 'IDENTITY_NUMBER', 'true'],
      ['usage.events.rejected.v1', 'MISSING_ATTRIBUTE', 'true'],
      ['usage.events.rejected.v1', 'UNKNOWN_DIMENSION', 'false'],
    ]);
    expect(third).toMatchObject({
      key: Buffer.from('/s message:letter'),
      headers: { ce_id: 'a', hemtag_origin: 'gateway', hemtag_tenant: 'SE-2281', hemtag_source: '/s' },
    });
  });
});
