import { REJECT_HEADERS } from '@hemtag/contracts';

import type { IncomingBatch, IncomingRecord, RegisterSnapshot } from './ports.js';
import type { GatewayReject, KeptRecord } from './reject-ports.js';

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value);

const keptHeaders = (headers: IncomingRecord['headers']): KeptRecord['headers'] =>
  Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value;
    return values.map((one) => [name, bytesOf(one)] as const);
  });

/** What the gateway refused, of a batch of the topic of rejects. Ingestion's own rejects stand there too, and are stored already. */
export function gatewayRejects({ topic, partition, messages }: IncomingBatch, register: RegisterSnapshot): readonly GatewayReject[] {
  return messages.flatMap(({ offset, key, headers, value, timestamp }) => {
    const kept = keptHeaders(headers);
    const saying = new Map(kept.map(([name, text]) => [name, text.toString('utf8')]));
    const say = (name: keyof typeof REJECT_HEADERS): string => saying.get(REJECT_HEADERS[name]) ?? '';
    if (say('origin') !== 'gateway') return [];
    // Whose source it is says the register, because others may write to the topic as well.
    const registered = register.sources.sourceOf(say('source'));
    return [
      {
        place: { topic, partition, offset },
        tenant: registered?.tenant ?? '',
        source: registered ? say('source') : '',
        code: say('code'),
        pointer: say('pointer'),
        detail: say('detail'),
        record: { key, headers: kept, value },
        time: timestamp,
      },
    ];
  });
}
