import fc from 'fast-check';

import { isRecordedData } from './usage-data-check.js';
import { USAGE_EVENT_DATA } from './usage-event-data.js';
import { CHANNELS, OUTCOMES, UNITS } from './usage-event.js';

const schema = USAGE_EVENT_DATA.recorded;
type Fields = Readonly<Record<string, unknown>>;
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const decimal = fc.oneof(fc.constantFrom(1, 0.25, 28.258, '1.50', '999999999999999.999999'), fc.integer({ min: 1, max: 999_999_999_999_999 }));
const text = (maxLength: number) =>
  fc.oneof(fc.constantFrom('å', '𝄞', 'a b', '\u2028'), fc.stringMatching(/^[ -~]{1,100}$/)).map((value) => value.slice(0, maxLength) || 'x');
const seconds = fc.oneof(fc.constantFrom(0, 0.5, 1e21), fc.double({ min: 0, max: 1e9, noNaN: true }));
const optional = fc.record(
  {
    outcome: fc.constantFrom(...OUTCOMES),
    outcomeCode: fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/),
    startedAt: fc.constantFrom('2026-03-02T09:00:00+01:00', '2024-02-29t23:59:60.123456789z'),
    durationSeconds: seconds,
    humanSeconds: seconds,
    channel: fc.constantFrom(...CHANNELS),
    orgUnit: fc.stringMatching(/^[A-Za-z0-9_.:-]{1,64}$/),
    attempt: fc.record({ number: fc.nat(), final: fc.boolean(), groupId: text(200) }, { requiredKeys: [] }),
    measures: fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,39}$/), fc.record({ value: decimal, unit: fc.constantFrom('page', 'SEK') }), { maxKeys: 10 }),
    dimensions: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/), fc.oneof(text(100), fc.boolean(), fc.integer(), fc.constant(1.5)), { maxKeys: 20 }),
    provenance: fc.record(
      { method: fc.constantFrom('push', 'poll', 'file', 'counter', 'manual'), nativeType: text(200), nativeId: text(200), batchId: text(200), connector: text(200), estimated: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
); // prettier-ignore
const valid: fc.Arbitrary<Fields> = fc
  .tuple(fc.record({ quantity: decimal, unit: fc.constantFrom(...UNITS) }), optional)
  .map(([required, others]) => ({ ...required, ...others }));

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -0, -1, 0.5, 1e15, 1e-7, 1e21, 2 ** 53, true, [], {}, [{}], '0', '01', '1.0000000', 'SEK', 'a b', 'a\u0000', '\ud800', '2026-03-02'),
  fc.constantFrom<unknown>('x'.repeat(65), 'x'.repeat(101), 'x'.repeat(201), { number: 1.5 }, { number: -1 }, { final: 'no' }, { groupId: '' }, { retries: 1 }),
  fc.constantFrom<unknown>({ a: { value: 1 } }, { a: { unit: 'page' } }, { a: { value: 1, unit: 'page', note: 1 } }, { '1': { value: 1, unit: 'page' } }, { A: 1 }, { a: null }, { a: {} }),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":{"value":1,"unit":"page"}}'), JSON.parse('{"constructor":{"value":1,"unit":"page"}}')),
  fc.integer({ min: 11, max: 21 }).map((count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`d${at}`, 1]))),
  fc.integer({ min: 10, max: 11 }).map((count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, { value: 1, unit: 'page' }]))),
  fc.jsonValue(),
); // prettier-ignore
const FIELDS = [
  'quantity', 'unit', 'outcome', 'outcomeCode', 'startedAt', 'durationSeconds', 'humanSeconds', 'channel', 'orgUnit', 'attempt', 'measures', 'dimensions', 'provenance',
  'period', 'corrects', 'note', 'constructor', 'toString',
]; // prettier-ignore

describe('the quick check of recorded usage', () => {
  it('takes whatever the schema takes', () => {
    fc.assert(
      fc.property(valid, (fields) => {
        const data = json(fields);
        expect([schema.safeParse(data).success, isRecordedData(data)]).toEqual([true, true]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing that the schema refuses, and leaves nothing for the schema to change', () => {
    fc.assert(
      fc.property(valid, fc.constantFrom(...FIELDS), fc.oneof(odd, fc.constant(undefined)), (fields, field, value) => {
        const data: unknown = { ...(json(fields) as Fields), [field]: value };
        const parsed = schema.safeParse(json(data));
        if (isRecordedData(json(data))) expect(parsed).toEqual({ success: true, data: json(data) });
        else if (parsed.success) expect(JSON.stringify(data)).toContain('__proto__');
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([undefined, null, 1, 'x', true, [], {}, [{ quantity: 1, unit: 'letter' }], { unit: 'letter' }, { quantity: 1 }])(
    'leaves %j to the schema',
    (data) => {
      expect(isRecordedData(data)).toBe(false);
    },
  );
});
