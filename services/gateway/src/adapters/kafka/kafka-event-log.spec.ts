import type { CloudEvent } from '@hemtag/contracts';

import { KafkaEventLog } from './kafka-event-log.js';

const EVENT: CloudEvent = {
  id: 'a', source: '/s', type: 't', subject: 'message:letter', time: null, datacontenttype: null, dataschema: null, extensions: {}, data: { kind: 'json', value: { quantity: 1 } },
}; // prettier-ignore
const usage = (...accepted: CloudEvent[]) => ({ accepted, refused: [] });
const warn = jest.fn();
const log = (send: () => Promise<void>, maxWaitingBytes = 1_000): KafkaEventLog =>
  new KafkaEventLog({ producer: { send }, logger: { warn }, acknowledgeTimeoutMs: 30, maxWaitingBytes });

describe('the log of usage events', () => {
  it('is written in binary mode', async () => {
    const send = jest.fn(() => Promise.resolve());
    expect(await log(send).append(usage(EVENT))).toBe('acknowledged');
    expect(send).toHaveBeenCalledWith([expect.objectContaining({ topic: 'usage.events.v1', key: '/s message:letter', value: Buffer.from('{"quantity":1}') })]);
  });

  it('is unavailable when the broker refuses or does not answer', async () => {
    expect(await log(() => Promise.reject(new Error('no leader'))).append(usage(EVENT))).toBe('unavailable');
    expect(await log(() => new Promise(() => undefined)).append(usage(EVENT))).toBe('unavailable');
  });

  it('turns away at once what would wait behind too much, until that is written', async () => {
    let acknowledge: () => void = () => undefined;
    const send = jest.fn(() => new Promise<void>((resolve) => { acknowledge = resolve; })); // prettier-ignore
    const events = log(send, 100);
    const first = events.append(usage(EVENT, EVENT, EVENT));
    expect(await events.append(usage(EVENT))).toBe('unavailable');
    expect(send).toHaveBeenCalledTimes(1);
    acknowledge();
    expect(await first).toBe('acknowledged');
    const next = events.append(usage(EVENT));
    acknowledge();
    expect(await next).toBe('acknowledged');
  });
});
