import { parseInstant } from '@hemtag/kernel';
import fc from 'fast-check';

import { aggregatedContent, correctedContent, heartbeatContent, recordedContent, retractedContent } from './usage-event-content.js';
import type { UsageValuesData } from './usage-event-data.js';
import type { UsageEventValues } from './usage-event.js';

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('"', '\\', '\u0000', '\u2028', '\ud800', 'å𝄞', '/se/2281/uipath/prod'));
const number = fc.oneof(fc.constantFrom(0, -0, 1e21, 28.258, 1e-7), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }));
const instant = fc.integer({ min: -62_135_596_800_000, max: 4_102_444_800_000 });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value);
const values: fc.Arbitrary<UsageEventValues> = fc.record({
  quantity: fc.constantFrom('0', '1', '0.25'), unit: fc.constant('letter'), outcome: fc.constant('success'), channel: orNull(fc.constant('robot')),
  orgUnit: orNull(fc.stringMatching(/^[A-Za-z0-9_.:-]{1,10}$/)), final: fc.boolean(),
  dimensions: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/), fc.oneof(text, fc.boolean(), number), { noNullPrototype: true }),
  measures: fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,5}$/), fc.record({ value: fc.constantFrom('1', '12.5'), unit: fc.constantFrom('SEK', 'page') }), { noNullPrototype: true }),
}); // prettier-ignore
const data = fc.record(
  {
    outcomeCode: fc.stringMatching(/^[A-Za-z0-9_.-]{1,10}$/), startedAt: fc.constantFrom('2026-03-02T09:00:00+01:00', '1969-07-20T20:17:40Z'),
    durationSeconds: number, humanSeconds: number, attempt: fc.record({ number: fc.nat(), groupId: text }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<UsageValuesData>; // prettier-ignore

const entries = (map: object): [string, unknown][] => (Object.entries(map) as [string, unknown][]).sort(([a], [b]) => (a < b ? -1 : 1));

/** The same as a list of parts that `JSON.stringify` writes, as it was when the first hashes were stored. */
function parts(
  type: string,
  said: { readonly subject: string; readonly instant: number; readonly values: UsageEventValues; readonly data: UsageValuesData },
): unknown[] {
  const { subject, instant: at, values: usage, data: sent } = said;
  return [
    type, subject, at, usage.quantity, usage.unit, usage.outcome, sent.outcomeCode ?? null, sent.startedAt === undefined ? null : parseInstant(sent.startedAt),
    sent.durationSeconds ?? null, sent.humanSeconds ?? null, usage.channel, usage.orgUnit, [sent.attempt?.number ?? null, usage.final, sent.attempt?.groupId ?? null],
    entries(usage.measures).map(([name, measure]) => [name, (measure as { value: string }).value, (measure as { unit: string }).unit]), entries(usage.dimensions),
  ]; // prettier-ignore
}

it('the content is what JSON.stringify writes, for every kind', () => {
  const period = { start: 1, end: 2, mode: 'delta', revision: 3, complete: false } as const;
  fc.assert(
    fc.property(fc.record({ subject: text, instant, values, data }), text, text, (said, source, id) => {
      const corrects = { source, id, reason: 'test-data' } as const;
      expect(recordedContent(said)).toBe(JSON.stringify(parts('io.hemtag.usage.recorded.v1', said)));
      expect(aggregatedContent(said, period)).toBe(JSON.stringify([...parts('io.hemtag.usage.aggregated.v1', said), [1, 2, 'delta', 3, false]]));
      expect(correctedContent(said, corrects)).toBe(JSON.stringify([...parts('io.hemtag.usage.corrected.v1', said), [source, id, 'test-data']]));
      expect(retractedContent(said, { ...corrects, reason: null })).toBe(
        JSON.stringify(['io.hemtag.usage.retracted.v1', said.subject, said.instant, [source, id, null]]),
      );
      expect(heartbeatContent(said.subject, said.instant)).toBe(JSON.stringify(['io.hemtag.source.heartbeat.v1', said.subject, said.instant]));
    }),
    { numRuns: 1_000 },
  );
  expect(heartbeatContent(null, 0)).toBe('["io.hemtag.source.heartbeat.v1",null,0]');
});
