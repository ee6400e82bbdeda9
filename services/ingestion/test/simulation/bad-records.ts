import type { IncomingRecord } from '../../src/application/ports.js';

import type { RecordWriter } from './records.js';
import type { SeededRandom } from './seeded-random.js';
import { AGGREGATE_SOURCES, EVENT_SOURCES } from './simulated-register.js';

/** A record that must be refused, with the code that it must get; tenant and source are empty where it does not lead to a registered source. */
export interface BadRecord {
  readonly record: Omit<IncomingRecord, 'offset'>;
  readonly code: string;
  readonly tenant: string;
  readonly source: string;
}

const TIME = '2025-04-01T12:00:00Z';

export function badRecord(random: SeededRandom, writer: RecordWriter, id: string, from = random.pick(EVENT_SOURCES)): BadRecord {
  const { tenant, source } = from;
  const attributes = { specversion: '1.0', id, source, type: 'io.hemtag.usage.recorded.v1', subject: 'message:letter', time: TIME };
  const letter = { quantity: 1, unit: 'letter' };
  const of = (code: string, fields: Readonly<Record<string, string>>, data: object): BadRecord => ({
    record: writer.event({ ...attributes, ...fields }, data),
    code,
    tenant,
    source,
  });
  const nobody = (code: string, record: Omit<IncomingRecord, 'offset'>): BadRecord => ({ record, code, tenant: '', source: '' });
  const bare = { key: null, headers: {}, timestamp: Date.parse(TIME) };
  const counter = random.pick(AGGREGATE_SOURCES);
  const period = { start: TIME, end: TIME, mode: 'delta' };
  switch (random.int(12)) {
    case 0:
      return nobody('NOT_A_CLOUDEVENT', { ...bare, value: Buffer.from([0x7b, 0x00, 0xff, random.int(256)]) });
    case 1:
      return nobody('NOT_A_CLOUDEVENT', { ...bare, value: null });
    case 2:
      return nobody('UNKNOWN_SOURCE', writer.event({ ...attributes, source: '/nobody' }, letter));
    case 3:
      return of('UNKNOWN_UNIT', {}, { ...letter, unit: 'parsec' });
    case 4:
      return of('INVALID_QUANTITY', {}, { ...letter, quantity: 0 });
    case 5:
      return of('WRONG_TENANT', { municipality: 'NO-1' }, letter);
    case 6:
      return of('TIME_IN_FUTURE', { time: '2025-07-01T00:00:00Z' }, letter);
    case 7:
      return of('UNKNOWN_DIMENSION', {}, { ...letter, dimensions: { colour: 'red' } });
    case 8:
      return of('AGGREGATES_NOT_ACCEPTED', { type: 'io.hemtag.usage.aggregated.v1' }, { ...letter, period: { ...period, end: '2025-04-01T13:00:00Z' } });
    case 9: {
      const record = writer.event({ ...attributes, source: counter.source, type: 'io.hemtag.usage.aggregated.v1' }, { ...letter, period });
      return { record, code: 'INVALID_PERIOD', tenant: counter.tenant, source: counter.source };
    }
    case 10: {
      const stranger = EVENT_SOURCES.find((one) => one.tenant !== tenant)?.source;
      return of('WRONG_TENANT', { type: 'io.hemtag.usage.retracted.v1' }, { corrects: { source: stranger, id: 'e-1' } });
    }
    default:
      return of('UNKNOWN_TYPE', { type: 'io.hemtag.usage.guessed.v1' }, letter);
  }
}
