import { createHash } from 'node:crypto';

import { maskRecord } from '@hemtag/contracts';

import { dayFinder, SeriesBook, sourceRegistry } from '@hemtag/metering';

import { rawRecord, SOURCE, TENANT, usageRecord } from '../usage-record.builder.js';
import type { IncomingRecord, ReadBatch, RegisterSnapshot } from './ports.js';
import { dependsOnRegister, readBatch } from './read-records.js';

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);
const register: RegisterSnapshot = {
  sources: sourceRegistry([{ tenant: TENANT, source: SOURCE, dimensions: ['priority'], acceptsAggregates: false, reference: null }]),
  timeZones: new Map([[TENANT, 'Europe/Stockholm']]),
};
const nowMs = Date.parse('2025-03-10T12:00:00Z');
const readItems = (...messages: readonly IncomingRecord[]): ReadBatch =>
  readBatch({ topic: 't', partition: 3, epoch: 1n, firstOffset: 0n, nextOffset: 9n, messages }, register, {
    nowMs,
    digest,
    book: new SeriesBook(digest),
    dayOf: () => dayFinder('Europe/Stockholm'),
  });
function read(...messages: readonly IncomingRecord[]) {
  const { items } = readItems(...messages);
  return {
    candidates: items.flatMap((item) => (item.kind === 'candidate' ? [item.candidate] : [])),
    rejected: items.flatMap((item) => (item.kind === 'reject' ? [item.rejected] : [])),
  };
}
const withValue = (value: Buffer | null): IncomingRecord => ({ ...usageRecord(1), value });
const json = (text: string): Buffer => Buffer.from(text, 'utf8');

const ANY = expect.any(String) as string;

describe('records of the log', () => {
  it('become candidates of the tenant to which the register gives their source', () => {
    const { candidates, rejected } = read(usageRecord(1, { data: { dimensions: { priority: 'a' } } }));
    expect(rejected).toEqual([]);
    expect(candidates).toMatchObject([{ tenant: TENANT, event: { id: 'e-1', quantity: '1', dimensions: { priority: 'a' } }, record: { offset: 1n } }]);
  });

  it('have one identity and content hash however their JSON was written', () => {
    const { candidates } = read(
      withValue(json('{"quantity":1,"unit":"letter"}')),
      withValue(json('{ "unit": "letter", "quantity": "1.0" }')),
      usageRecord(2, { id: 'e-2' }),
    );
    expect(new Set(candidates.map(({ identity }) => identity)).size).toBe(2);
    expect(candidates[1]).toMatchObject({ identity: candidates[0]?.identity, contentHash: candidates[0]?.contentHash });
  });

  it.each([
    ['no value', withValue(null), 'INVALID_DATA', '/data'],
    ['neither value nor headers', rawRecord(1, { value: null }), 'NOT_A_CLOUDEVENT', ''],
    ['no headers', rawRecord(1, { value: json('{}') }), 'NOT_A_CLOUDEVENT', ''],
    ['bad UTF-8', withValue(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), 'MALFORMED_BODY', ANY],
    ['no JSON', withValue(json('quantity=1')), 'MALFORMED_BODY', ANY],
    ['a header twice', { ...usageRecord(1), headers: { ...usageRecord(1).headers, ce_id: [json('a'), json('b')] } }, 'NOT_A_CLOUDEVENT', '/id'],
    ['NUL in a dimension', withValue(json('{"quantity":1,"unit":"letter","dimensions":{"priority":"a\\u0000"}}')), 'INVALID_DATA', '/data/dimensions/priority'],
    ['half a surrogate pair', withValue(json('{"quantity":1,"unit":"letter","dimensions":{"priority":"\\ud800"}}')), ANY, ANY],
    ['NUL in a field name', withValue(json('{"quantity":1,"unit":"letter","a\\u0000":1}')), ANY, ANY],
    ['quantity 1e309', withValue(json('{"quantity":1e309,"unit":"letter"}')), ANY, ANY],
    ['an unknown source', usageRecord(1, { source: '/se/other' }), 'UNKNOWN_SOURCE', '/source'],
    ['another tenant', usageRecord(1, { extensions: { municipality: 'SE-0180' } }), 'WRONG_TENANT', '/municipality'],
    ['an unlisted dimension', usageRecord(1, { data: { dimensions: { age: 3 } } }), 'UNKNOWN_DIMENSION', '/data/dimensions/age'],
    ['time ahead', usageRecord(1, { time: '2025-03-10T12:05:01Z' }), 'TIME_IN_FUTURE', '/time'],
    ['a person in the id', usageRecord(1, { id: '19821105-9954', time: 'never' }), 'IDENTITY_NUMBER', '/id'],
    ['a person in the key', { ...usageRecord(1), key: json('010594Y9032') }, 'IDENTITY_NUMBER', '/partitionkey'],
    ['a person in a foreign header', { ...usageRecord(1), headers: { ...usageRecord(1).headers, user: json('anna@example.org') } }, 'IDENTITY_NUMBER', ''],
    ['a suspected person', usageRecord(1, { data: { dimensions: { priority: 8211059954 } } }), 'SUSPECTED_IDENTITY_NUMBER', '/data/dimensions/priority'],
  ] satisfies [string, IncomingRecord, string, string][])('are refused for %s, with their neighbours kept', (_, record, code, pointer) => {
    const { candidates, rejected } = read(usageRecord(0, { id: 'before' }), record, usageRecord(2, { id: 'after' }));
    expect(candidates.map(({ event }) => event.id)).toEqual(['before', 'after']);
    // Without a number of a person in it, the record is kept as it came.
    const kept = maskRecord(record);
    expect(kept.masked).toBe(String(code).endsWith('IDENTITY_NUMBER'));
    expect(rejected).toEqual([{ ...kept, topic: 't', partition: 3, tenant: ANY, source: ANY, fault: { code, pointer, detail: ANY }, hashes: null }]);
  });

  it('are counted at their source where it is registered, and nowhere by a name that a sender made up', () => {
    const { rejected } = read(usageRecord(1, { data: { unit: 'parsec' } }), usageRecord(2, { source: '/made/up' }));
    expect(rejected.map(({ tenant, source }) => [tenant, source])).toEqual([
      [TENANT, SOURCE],
      ['', ''],
    ]);
  });

  it('are worth another look at the register only where it was the reason', () => {
    expect(dependsOnRegister(readItems(usageRecord(1, { source: '/made/up' })))).toBe(true);
    expect(dependsOnRegister(readItems(usageRecord(1, { id: 'sensor-1:1712150000' })))).toBe(true);
    expect(dependsOnRegister(readItems(usageRecord(1, { data: { unit: 'parsec' } })))).toBe(false);
    expect(dependsOnRegister(readItems(usageRecord(1, { id: '19821105-9954' })))).toBe(false);
  });
});
