import { formatQuantity, localDayOf, rational, sum } from '@hemtag/kernel';
import fc from 'fast-check';

import { classify, firstOfEach, type Candidate } from './classify.js';
import type { RecordedUsage } from './usage.js';
import { dayFinder } from './day-of.js';
import { foldActivity, foldVolumes, type VolumeDelta } from './fold.js';
import { candidateOf, digest, meteredEvent } from './metered-event.builder.js';

const ZONE = 'Europe/Stockholm';
const options = { dayOf: () => dayFinder(ZONE), digest };
const at = (text: string): number => Date.parse(text);

describe('volumes of a batch', () => {
  it('count on the local day of the event', () => {
    const volumes = foldVolumes([candidateOf(meteredEvent({ instant: at('2025-03-31T22:30:00Z') }))], options);
    expect(volumes).toMatchObject([{ tenant: 'SE-2281', day: '2025-04-01', quantity: '1', events: 1 }]);
  });

  it('sum quantity and measures exactly, each in a series of its own', () => {
    const events = ['0.1', '0.2', '0.7'].map((quantity, index) =>
      meteredEvent({ id: `e${index}`, quantity, measures: { amount: { value: '33.333333', unit: 'SEK' } } }),
    );
    const volumes = foldVolumes(
      events.map((event) => candidateOf(event)),
      options,
    );
    expect(volumes.map(({ series, quantity, events: count }) => [series.measure?.name ?? null, quantity, count]).sort()).toEqual([
      [null, '1', 3],
      ['amount', '99.999999', 3],
    ]);
  });

  it('leave out attempts that are not final', () => {
    const attempts = [meteredEvent({ id: 'a', final: false }), meteredEvent({ id: 'b' })].map((event) => candidateOf(event));
    expect(foldVolumes(attempts, options)).toMatchObject([{ quantity: '1', events: 1 }]);
  });

  it('come in the order of their keys, so that all writers lock in one order', () => {
    const events = [1, 2, 3, 4, 5, 6].map((n) =>
      candidateOf(meteredEvent({ id: `e${n}`, subject: `case:${n % 3}`, instant: at(`2025-03-1${7 - n}T12:00:00Z`) })),
    );
    const keys = foldVolumes(events, options).map(({ tenant, seriesKey, day }) => `${tenant} ${seriesKey} ${day}`);
    expect(keys).toEqual([...keys].sort());
    expect(foldVolumes([...events].reverse(), options).map(({ tenant, seriesKey, day }) => `${tenant} ${seriesKey} ${day}`)).toEqual(keys);
  });
});

describe('activity of a batch', () => {
  it('holds the first and last event of each source and day, attempts included', () => {
    const events = ['2025-03-10T08:00:00Z', '2025-03-10T06:00:00Z', '2025-03-10T23:30:00Z'].map((time, index) =>
      meteredEvent({ id: `e${index}`, instant: at(time), final: index !== 1 }),
    );
    expect(
      foldActivity(
        events.map((event) => candidateOf(event)),
        options,
      ),
    ).toEqual([
      {
        tenant: 'SE-2281',
        source: '/se/2281/messaging/prod',
        day: '2025-03-10',
        first: at('2025-03-10T06:00:00Z'),
        last: at('2025-03-10T08:00:00Z'),
        events: 2,
      },
      {
        tenant: 'SE-2281',
        source: '/se/2281/messaging/prod',
        day: '2025-03-11',
        first: at('2025-03-10T23:30:00Z'),
        last: at('2025-03-10T23:30:00Z'),
        events: 1,
      },
    ]);
  });
});

/** What ingestion does with a stream, batch by batch, with a map in place of the table of identities. */
function meterInBatches(stream: readonly Candidate<RecordedUsage>[], sizes: readonly number[]): ReadonlyMap<string, string> {
  const claimed = new Map<string, string>();
  const totals = new Map<string, { quantity: string; events: number }>();
  const add = ({ series, day, quantity, events }: VolumeDelta): void => {
    const key = `${series.subject} ${series.outcome} ${series.measure?.name ?? ''} ${day}`;
    const known = totals.get(key) ?? { quantity: '0', events: 0 };
    totals.set(key, { quantity: formatQuantity(rational(known.quantity).add(rational(quantity))), events: known.events + events });
  };
  let rest = [...stream];
  for (let turn = 0; rest.length > 0; turn += 1) {
    const batch = rest.slice(0, sizes[turn % sizes.length]);
    rest = rest.slice(batch.length);
    const earlier = new Map(claimed);
    const outcomes = classify(batch, earlier);
    for (const { identity, contentHash } of firstOfEach(batch)) if (!claimed.has(identity)) claimed.set(identity, contentHash);
    foldVolumes(
      batch.filter((_, index) => outcomes[index]?.kind === 'accept'),
      options,
    ).forEach(add);
  }
  return new Map([...totals].map(([key, { quantity, events }]) => [key, `${quantity} from ${events}`]));
}

/** The same figures by another way: the first event of each identity, grouped and summed as rationals. */
function meterAtOnce(stream: readonly Candidate<RecordedUsage>[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string[]>();
  stream
    .filter(({ event }, index) => stream.findIndex((other) => other.event.id === event.id && other.event.source === event.source) === index && event.final)
    .forEach(({ event }) => {
      const shares: [string, string][] = [['', event.quantity], ...Object.entries(event.measures).map(([name, { value }]): [string, string] => [name, value])];
      for (const [measure, quantity] of shares) {
        const key = `${event.subject} ${event.outcome} ${measure} ${localDayOf(event.instant, ZONE)}`;
        groups.set(key, [...(groups.get(key) ?? []), quantity]);
      }
    });
  return new Map(
    [...groups].map(([key, quantities]) => [key, `${formatQuantity(sum(quantities.map((quantity) => rational(quantity))))} from ${quantities.length}`]),
  );
}

describe('a stream of usage events', () => {
  const decimal = fc.tuple(fc.nat({ max: 5_000 }), fc.nat({ max: 999_999 })).map(([whole, micros]) => `${whole}.${String(micros).padStart(6, '0')}`);
  const event = fc
    .record({
      id: fc.nat({ max: 12 }).map((n) => `e${n}`),
      quantity: decimal,
      outcome: fc.constantFrom('success', 'failure'),
      subject: fc.constantFrom('message:letter', 'message:sms'),
      instant: fc.integer({ min: at('2025-03-29T12:00:00Z'), max: at('2025-03-31T12:00:00Z') }),
      final: fc.boolean(),
      measures: fc.option(
        decimal.map((value) => ({ amount: { value, unit: 'SEK' } })),
        { nil: {} },
      ),
    })
    .map((fields) => candidateOf(meteredEvent({ ...fields, content: JSON.stringify(fields) })));

  it('gives the same volumes however it is cut into batches, with repeats inside and across them', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (stream, sizes) => {
        const repeated = [...stream, ...stream.filter((_, index) => index % 3 === 0)];
        expect(meterInBatches(repeated, sizes)).toEqual(meterAtOnce(repeated));
        expect(meterInBatches(repeated, [repeated.length + 1])).toEqual(meterAtOnce(repeated));
      }),
      { numRuns: 150 },
    );
  });
});
