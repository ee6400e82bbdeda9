import { maskRecord, maskText, REJECT_HEADERS } from '@hemtag/contracts';
import { isRegisterFault } from '@hemtag/metering';

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
  return messages.flatMap((record) => {
    const said = new Map(keptHeaders(record.headers).map(([name, text]) => [name, text.toString('utf8')]));
    const say = (name: keyof typeof REJECT_HEADERS): string => said.get(REJECT_HEADERS[name]) ?? '';
    if (say('origin') !== 'gateway') return [];
    // Whose source it is says the register, because others may write to the topic as well.
    const registered = register.sources.sourceOf(say('source'));
    const safePatterns = registered?.safePatterns;
    // The gateway has masked it already; what is kept here does not rely on that.
    const { record: kept, masked } = isRegisterFault({ code: say('code') }) ? { record, masked: false } : maskRecord(record, { safePatterns });
    return [
      {
        place: { topic, partition, offset: record.offset },
        tenant: registered?.tenant ?? '',
        source: registered ? say('source') : '',
        code: say('code'),
        pointer: maskText(say('pointer'), { safePatterns }),
        detail: maskText(say('detail'), { safePatterns }),
        record: { key: kept.key, headers: keptHeaders(kept.headers), value: kept.value },
        masked: masked || say('masked') === 'true',
        time: record.timestamp,
      },
    ];
  });
}
