import type { Candidate } from './candidate.js';
import { dayFinder } from './day-of.js';
import { foldActivity, foldVolumes, type BookedContribution } from './fold.js';
import { candidateOf, digest, meteredEvent } from './metered-event.builder.js';
import { SeriesBook } from './series-book.js';
import type { RecordedUsage } from './usage.js';
import { contributionsOfRecorded } from './usage-contribution.js';

const ZONE = 'Europe/Stockholm';
const book = new SeriesBook(digest);
const contributionsOf = (candidates: readonly Candidate<RecordedUsage>[]): readonly BookedContribution[] =>
  candidates.flatMap(({ tenant, event }) =>
    contributionsOfRecorded({ original: event, amendments: [], reference: false }, { dayOf: dayFinder(ZONE) }).map(({ series, ...one }) => ({
      booked: book.of(tenant, series),
      ...one,
    })),
  );
const at = (text: string): number => Date.parse(text);

describe('volumes of a batch', () => {
  it('count on the local day of the event', () => {
    const volumes = foldVolumes(contributionsOf([candidateOf(meteredEvent({ instant: at('2025-03-31T22:30:00Z') }))]));
    expect(volumes).toMatchObject([{ booked: { tenant: 'SE-2281' }, day: '2025-04-01', quantity: '1', events: 1 }]);
  });

  it('sum quantity and measures exactly, each in a series of its own', () => {
    const events = ['0.1', '0.2', '0.7'].map((quantity, index) =>
      meteredEvent({ id: `e${index}`, quantity, measures: { amount: { value: '33.333333', unit: 'SEK' } } }),
    );
    const volumes = foldVolumes(contributionsOf(events.map((event) => candidateOf(event))));
    expect(volumes.map(({ booked, quantity, events: count }) => [booked.series.measure?.name ?? null, quantity, count]).sort()).toEqual([
      [null, '1', 3],
      ['amount', '99.999999', 3],
    ]);
  });

  it('leave out attempts that are not final', () => {
    const attempts = [meteredEvent({ id: 'a', final: false }), meteredEvent({ id: 'b' })].map((event) => candidateOf(event));
    expect(foldVolumes(contributionsOf(attempts))).toMatchObject([{ quantity: '1', events: 1 }]);
  });

  it('come in the order of their keys, so that all writers lock in one order', () => {
    const events = [1, 2, 3, 4, 5, 6].map((n) =>
      candidateOf(meteredEvent({ id: `e${n}`, subject: `case:${n % 3}`, instant: at(`2025-03-1${7 - n}T12:00:00Z`) })),
    );
    const keys = foldVolumes(contributionsOf(events)).map(({ booked, day }) => `${booked.tenant} ${booked.key} ${day}`);
    expect(keys).toEqual([...keys].sort());
    expect(foldVolumes(contributionsOf([...events].reverse())).map(({ booked, day }) => `${booked.tenant} ${booked.key} ${day}`)).toEqual(keys);
  });
});

test('what cancels out changes no volume, and what falls is below 0', () => {
  const [letter] = contributionsOf([candidateOf(meteredEvent({ quantity: '2.5' }))]);
  if (!letter) throw new Error('one event gives one contribution');
  expect(foldVolumes([letter, { ...letter, micros: -letter.micros, events: -1 }])).toEqual([]);
  expect(foldVolumes([{ ...letter, micros: -letter.micros }])).toMatchObject([{ quantity: '-2.5', events: 1 }]);
});

describe('activity of a batch', () => {
  it('holds the first and last event of each source and day, attempts included', () => {
    const events = ['2025-03-10T08:00:00Z', '2025-03-10T06:00:00Z', '2025-03-10T23:30:00Z'].map((time, index) =>
      meteredEvent({ id: `e${index}`, instant: at(time), final: index !== 1 }),
    );
    expect(foldActivity(events.map((event) => candidateOf(event)))).toEqual([
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
