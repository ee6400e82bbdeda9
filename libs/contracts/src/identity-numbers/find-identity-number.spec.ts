import type { CloudEvent } from '../cloudevents/cloud-event.js';
import { fromKafkaRecord, toKafkaRecord } from '../cloudevents/kafka-binding.js';

import { findIdentityNumber } from './find-identity-number.js';
import { parseGuardedUsageEvent } from './guarded-usage-event.js';
import { ALL_PUBLISHED, DISGUISES } from './published-numbers.builder.js';
import { findInRecord } from './record.js';
import { repeatableId } from './repeatable-id.js';
import type { SafePatterns } from './safe-pattern.js';

const CERTAIN = '19821105-9954';
const SUSPECT = '8211059954';
const EVENT: CloudEvent = {
  id: 'e-1',
  source: '/se/2281/messaging/prod',
  type: 'io.hemtag.usage.recorded.v1',
  subject: 'message:letter',
  time: '2026-03-02T09:00:12.123456+0100',
  datacontenttype: 'application/json',
  dataschema: null,
  extensions: {},
  data: { kind: 'json', value: { quantity: 1, unit: 'letter' } },
};
const withData = (value: object): CloudEvent => ({ ...EVENT, data: { kind: 'json', value: { quantity: 1, unit: 'letter', ...value } } });
const verdict = (event: CloudEvent, safePatterns?: SafePatterns): string | null => {
  const fault = findIdentityNumber(event, { safePatternsOf: () => safePatterns });
  if (fault === null) return null;
  expect(JSON.stringify(fault)).not.toMatch(/\d{4}/);
  return `${fault.code} ${fault.pointer}`;
};

describe('an event that names a person', () => {
  it.each<[string, (value: string) => CloudEvent, string]>([
    ['id', (value) => ({ ...EVENT, id: value }), '/id'],
    ['source', (value) => ({ ...EVENT, source: `/se/${value}/x` }), '/source'],
    ['subject', (value) => ({ ...EVENT, subject: `e-service:${value}` }), '/subject'],
    ['type', (value) => ({ ...EVENT, type: value }), '/type'],
    ['dataschema', (value) => ({ ...EVENT, dataschema: value }), '/dataschema'],
    ['partitionkey', (value) => ({ ...EVENT, extensions: { partitionkey: value } }), '/partitionkey'],
    ['correlationid', (value) => ({ ...EVENT, extensions: { correlationid: value } }), '/correlationid'],
    ['an extension of any name', (value) => ({ ...EVENT, extensions: { anything: value } }), '/anything'],
    ['orgUnit', (value) => withData({ orgUnit: value }), '/data/orgUnit'],
    ['outcomeCode', (value) => withData({ outcomeCode: value }), '/data/outcomeCode'],
    ['attempt.groupId', (value) => withData({ attempt: { groupId: value } }), '/data/attempt/groupId'],
    ['corrects.id', (value) => withData({ corrects: { id: value } }), '/data/corrects/id'],
    ['provenance.nativeId', (value) => withData({ provenance: { nativeId: value } }), '/data/provenance/nativeId'],
    ['a dimension', (value) => withData({ dimensions: { priority: value } }), '/data/dimensions/priority'],
    ["a dimension's key", (value) => withData({ dimensions: { [value]: 1 } }), '/data/dimensions'],
  ])('in %s, certain or suspect', (_where, eventWith, pointer) => {
    expect(verdict(eventWith(CERTAIN))).toBe(`IDENTITY_NUMBER ${pointer}`);
    expect(verdict(eventWith(SUSPECT))).toBe(`SUSPECTED_IDENTITY_NUMBER ${pointer}`);
  });

  it.each<[string, (value: string) => CloudEvent, string]>([
    ['time', (value) => ({ ...EVENT, time: value }), '/time'],
    ['a field that the contract does not know', (value) => withData({ note: { deep: [{ er: value }] } }), '/data/note/deep/er'],
    ['the name of such a field', (value) => withData({ [value]: true }), '/data'],
    ['quantity', (value) => withData({ quantity: value }), '/data/quantity'],
    ['data that is text', (value) => ({ ...EVENT, data: { kind: 'text', value } }), '/data'],
    ['data that is bytes', (value) => ({ ...EVENT, data: { kind: 'bytes', value: Buffer.from(`\xff ${value}`, 'latin1') } }), '/data'],
    ['data that is JSON as bytes', (value) => ({ ...EVENT, data: { kind: 'bytes', value: Buffer.from(JSON.stringify({ x: value })) } }), '/data/x'],
  ])('in %s, only where it is certain', (_where, eventWith, pointer) => {
    expect(verdict(eventWith(CERTAIN))).toBe(`IDENTITY_NUMBER ${pointer}`);
    expect(verdict(eventWith(SUSPECT))).toBeNull();
  });

  it('in every disguise, in an id and in a dimension', () => {
    for (const number of ALL_PUBLISHED) {
      for (const disguise of Object.values(DISGUISES)) {
        const text = disguise(number);
        expect([text, verdict({ ...EVENT, id: text })]).toEqual([text, 'IDENTITY_NUMBER /id']);
        expect([text, verdict(withData({ dimensions: { a: text } }))]).toEqual([text, 'IDENTITY_NUMBER /data/dimensions/a']);
      }
    }
  });

  it('as a JSON number, also one that has lost its zeros', () => {
    expect(verdict(withData({ dimensions: { a: 198211059954 } }))).toBe('IDENTITY_NUMBER /data/dimensions/a');
    expect(verdict(withData({ dimensions: { a: 8211059954 } }))).toBe('SUSPECTED_IDENTITY_NUMBER /data/dimensions/a');
    expect(verdict(withData({ dimensions: { a: 107729995 } }))).toBe('SUSPECTED_IDENTITY_NUMBER /data/dimensions/a');
    expect(verdict(withData({ quantity: 8211059954 }))).toBeNull();
  });

  it('by a position in two members or in an array', () => {
    expect(verdict(withData({ dimensions: { lat: 62.39081, lon: 17.3069 } }))).toBe('IDENTITY_NUMBER /data/dimensions');
    expect(verdict(withData({ geometry: { coordinates: [17.30691, 62.39081] } }))).toBe('IDENTITY_NUMBER /data/geometry/coordinates');
    expect(verdict(withData({ dimensions: { lat: 62, level: 3 } }))).toBeNull();
  });

  it('is told what is certain first, because a safe pattern helps only against suspicion', () => {
    expect(verdict({ ...withData({ note: CERTAIN }), id: SUSPECT })).toBe('IDENTITY_NUMBER /data/note');
  });

  it.each([
    [
      'quantities, durations and times',
      withData({ quantity: 8211059954, durationSeconds: 8211059954, measures: { a: { value: '8211059954', unit: 'token' } } }),
    ],
    [
      'UUIDs and trace contexts',
      { ...EVENT, id: '12345678-1234-4123-8123-123456789012', extensions: { traceparent: '00-12345678901234567890123456789012-1234567890123456-01' } },
    ],
    ['organisation numbers', { ...EVENT, id: '556012-5790', subject: 'supplier:165560125790' }],
  ])('is not seen in %s', (_what, event) => {
    expect(verdict(event)).toBeNull();
  });
});

describe('safe patterns', () => {
  const patterns: SafePatterns = { id: ['*:##########'], subject: ['device:##########'], dimensions: ['##########'] };

  it('let pass what is suspect in their field, and only there', () => {
    expect(verdict({ ...EVENT, id: 'sensor-1:1712150000' }, patterns)).toBeNull();
    expect(verdict({ ...EVENT, id: 'sensor-1/1712150000' }, patterns)).toBe('SUSPECTED_IDENTITY_NUMBER /id');
    expect(verdict({ ...EVENT, subject: 'device:1712150000' }, patterns)).toBeNull();
    expect(verdict({ ...EVENT, extensions: { partitionkey: 'device:1712150000' } }, patterns)).toBeNull();
    expect(verdict(withData({ dimensions: { a: 1712150000 } }), patterns)).toBeNull();
    expect(verdict(withData({ orgUnit: '1712150000' }), patterns)).toBe('SUSPECTED_IDENTITY_NUMBER /data/orgUnit');
    expect(verdict(withData({ corrects: { source: EVENT.source, id: 'sensor-1:1712150000' } }), patterns)).toBeNull();
  });

  it('never cover what is certain', () => {
    expect(verdict({ ...EVENT, id: CERTAIN }, { id: ['*'] })).toBe('IDENTITY_NUMBER /id');
  });

  it('are those of the source that sends', () => {
    const asked: string[] = [];
    findIdentityNumber(EVENT, { safePatternsOf: (source) => (asked.push(source), null) });
    expect(asked).toEqual([EVENT.source]);
  });
});

describe('where events are read', () => {
  it('a person is named before anything else that is wrong', () => {
    const event: CloudEvent = { ...EVENT, id: CERTAIN, type: 'x', time: null };
    expect(parseGuardedUsageEvent(event, { nowMs: Date.parse('2026-03-03') })).toMatchObject({ ok: false, error: { code: 'IDENTITY_NUMBER', pointer: '/id' } });
    expect(parseGuardedUsageEvent({ ...EVENT, time: '2026-03-02T09:00:12+01:00' }, { nowMs: Date.parse('2026-03-03') })).toMatchObject({ ok: true });
  });

  it('an id comes back in no answer where it holds or may hold a number', () => {
    const answer = (id: string | null, safePatternsOf?: () => SafePatterns): string | null => repeatableId(id, { source: EVENT.source, safePatternsOf });
    expect([
      answer('e-1'),
      answer(null),
      answer(CERTAIN),
      answer(SUSPECT),
      answer(SUSPECT, () => ({ id: ['##########'] })),
      answer(CERTAIN, () => ({ id: ['*'] })),
    ]).toEqual(['e-1', null, null, null, SUSPECT, null]);
  });

  it('the rest of a record is searched as well', () => {
    const beside = (parts: object): string | null => {
      const fault = findInRecord({ ...toKafkaRecord(EVENT), ...parts }, EVENT);
      return fault && `${fault.code} ${fault.pointer}`;
    };
    expect(beside({})).toBeNull();
    expect(beside({ key: Buffer.from(CERTAIN) })).toBe('IDENTITY_NUMBER /partitionkey');
    expect(beside({ key: Buffer.from(SUSPECT) })).toBe('SUSPECTED_IDENTITY_NUMBER /partitionkey');
    expect(beside({ headers: { user: Buffer.from('anna@example.org') } })).toBe('IDENTITY_NUMBER ');
    expect(beside({ headers: { user: ['x', Buffer.from(CERTAIN)] } })).toBe('IDENTITY_NUMBER ');
    expect(beside({ headers: { [CERTAIN]: 'x' } })).toBe('IDENTITY_NUMBER ');
    expect(beside({ headers: { 'content-type': 'application/cloudevents+json', ce_x: CERTAIN } })).toBe('IDENTITY_NUMBER ');
  });

  it('a record that is no event is refused for the number in it', () => {
    const structured = { headers: { 'content-type': 'application/cloudevents+json' }, value: Buffer.from(JSON.stringify({ id: CERTAIN })) };
    expect(fromKafkaRecord(structured)).toMatchObject({ ok: false, error: { code: 'IDENTITY_NUMBER', pointer: '/id' } });
    const binary = { headers: { ce_specversion: '1.0', 'content-type': 'application/json' }, value: Buffer.from(JSON.stringify({ note: CERTAIN })) };
    expect(fromKafkaRecord(binary)).toMatchObject({ ok: false, error: { code: 'IDENTITY_NUMBER', pointer: '/data/note' } });
  });
});
