import { benefit, initiative, instant, letters, meter, query, volumes } from '../test/terms.builder.js';
import { completeness, type IncompleteDay, type SourceActivity } from './completeness.js';
import { figuresOf } from './figures.js';

const DAY_MS = 86_400_000;
const NOON = 'T12:00:00';

/** One event at each of the instants. */
const events = (...times: readonly string[]): SourceActivity[] =>
  times.map((time) => ({ source: 'a', day: time.slice(0, 10), firstMs: instant(time), lastMs: instant(time) }));
interface Sent {
  readonly activity: SourceActivity[];
  readonly now: string;
  readonly everyMs?: number | null;
  readonly retiredFrom?: string | null;
  readonly incompleteDays?: readonly IncompleteDay[];
}
const isComplete = (month: string, { activity, now, everyMs = DAY_MS, retiredFrom = null, incompleteDays = [] }: Sent): boolean =>
  completeness({
    sources: [{ source: 'a', expectedEveryMs: everyMs, retiredFrom }],
    activity,
    incompleteDays,
    now: instant(now),
    timeZone: 'Europe/Stockholm',
  }).isComplete(['a'], month);
const everyNoon = (month: string, days: number, offset: string): SourceActivity[] =>
  events(...Array.from({ length: days }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}${NOON}${offset}`));

describe('completeness', () => {
  it('needs an event before the end of every day', () => {
    const february = everyNoon('2026-02', 28, '+01:00');
    const now = '2026-03-10T08:00:00+01:00';
    expect(isComplete('2026-02', { activity: february, now })).toBe(true);
    expect(isComplete('2026-02', { activity: february.filter(({ day }) => day !== '2026-02-28'), now })).toBe(false);
    expect(isComplete('2026-02', { activity: february.filter(({ day }) => day !== '2026-02-01'), now })).toBe(false);
    expect(isComplete('2026-02', { activity: february.filter(({ day }) => day !== '2026-02-14'), now, everyMs: 2 * DAY_MS })).toBe(true);
    expect(isComplete('2026-02', { activity: february.filter(({ day }) => day !== '2026-02-14'), now })).toBe(false);
  });

  it('expects nothing of a source from the day on which it is retired', () => {
    const untilTenth = everyNoon('2026-02', 10, '+01:00');
    const now = '2026-04-10T08:00:00+02:00';
    expect(isComplete('2026-02', { activity: untilTenth, now, retiredFrom: '2026-02-11' })).toBe(true);
    expect(isComplete('2026-02', { activity: untilTenth, now, retiredFrom: '2026-02-12' })).toBe(false);
    expect(isComplete('2026-03', { activity: untilTenth, now, retiredFrom: '2026-02-12' })).toBe(true);
  });

  it('judges the running month up to yesterday, and a day from its end on', () => {
    const activity = everyNoon('2026-02', 9, '+01:00');
    expect(isComplete('2026-02', { activity, now: '2026-02-10T23:59:59+01:00' })).toBe(true);
    expect(isComplete('2026-02', { activity, now: '2026-02-11T00:00:00+01:00' })).toBe(false);
  });

  it('has nothing to say against a month to come, nor on the first day of a month', () => {
    expect(isComplete('2026-02', { activity: [], now: '2026-02-01T23:00:00+01:00' })).toBe(true);
    expect(isComplete('2026-12', { activity: [], now: '2026-02-01T23:00:00+01:00' })).toBe(true);
    expect(isComplete('2026-01', { activity: [], now: '2026-02-01T23:00:00+01:00' })).toBe(false);
  });

  it('takes an event at exactly the interval before the end, and leaves one at the end to the next day', () => {
    const now = '2026-02-02T08:00:00+01:00';
    expect(isComplete('2026-02', { activity: events('2026-02-01T00:00:00+01:00'), now })).toBe(true);
    expect(isComplete('2026-02', { activity: events('2026-01-31T23:59:59+01:00'), now })).toBe(false);
    expect(isComplete('2026-02', { activity: events('2026-02-02T00:00:00+01:00'), now })).toBe(false);
  });

  it('measures back from the end of a day of 23 hours', () => {
    // 2026-03-29 ends at 22:00Z, 23 hours after its start: the evening before lies within 24 hours of it.
    const march = everyNoon('2026-03', 28, '+01:00');
    const last = events(`2026-03-30${NOON}+02:00`, `2026-03-31${NOON}+02:00`);
    const now = '2026-04-02T08:00:00+02:00';
    expect(isComplete('2026-03', { activity: [...march, ...events('2026-03-28T23:00:00+01:00'), ...last], now })).toBe(true);
    expect(isComplete('2026-03', { activity: [...march, ...events('2026-03-28T22:59:59+01:00'), ...last], now })).toBe(false);
  });

  it('measures back from the end of a day of 25 hours', () => {
    // 2026-10-25 begins at 22:00Z and ends at 23:00Z the day after: its first hour lies more than 24 hours before its end.
    const october = everyNoon('2026-10', 24, '+02:00');
    const last = events(...[26, 27, 28, 29, 30, 31].map((day) => `2026-10-${day}${NOON}+01:00`));
    const now = '2026-11-02T08:00:00+01:00';
    expect(isComplete('2026-10', { activity: [...october, ...events('2026-10-25T00:59:59+02:00'), ...last], now })).toBe(false);
    expect(isComplete('2026-10', { activity: [...october, ...events('2026-10-25T01:00:00+02:00'), ...last], now })).toBe(true);
  });

  it('never misses a source without a rhythm, or one that is not registered', () => {
    expect(isComplete('2026-01', { activity: [], now: '2026-02-02T08:00:00+01:00', everyMs: null })).toBe(true);
    const none = completeness({ sources: [], activity: [], incompleteDays: [], now: instant('2026-02-02T08:00:00+01:00'), timeZone: 'Europe/Stockholm' });
    expect(none.isComplete(['a'], '2026-01')).toBe(true);
    expect(none.isComplete([], '2026-01')).toBe(true);
  });
});

describe('days of which the source says that there is more to come', () => {
  const activity = everyNoon('2026-02', 28, '+01:00');
  const days = (...all: readonly string[]): IncompleteDay[] => all.map((day) => ({ source: 'a', day }));

  it('leave their month incomplete, and no other', () => {
    const now = '2026-03-10T08:00:00+01:00';
    expect(isComplete('2026-02', { activity, now, incompleteDays: days('2026-02-01') })).toBe(false);
    expect(isComplete('2026-02', { activity, now, incompleteDays: days('2026-02-28') })).toBe(false);
    expect(isComplete('2026-02', { activity, now, incompleteDays: days('2026-01-31', '2026-03-01') })).toBe(true);
  });

  it('count only when they have ended', () => {
    const incompleteDays = days('2026-02-10');
    expect(isComplete('2026-02', { activity, now: '2026-02-10T23:59:59+01:00', incompleteDays })).toBe(true);
    expect(isComplete('2026-02', { activity, now: '2026-02-11T00:00:00+01:00', incompleteDays })).toBe(false);
  });

  it('count for a source without a rhythm, too, and not for another source', () => {
    const now = '2026-03-10T08:00:00+01:00';
    expect(isComplete('2026-02', { activity: [], now, everyMs: null, incompleteDays: days('2026-02-14') })).toBe(false);
    expect(isComplete('2026-02', { activity, now, incompleteDays: [{ source: 'b', day: '2026-02-14' }] })).toBe(true);
  });
});

describe('completeness of a figure', () => {
  const sources = [
    { source: 'a', expectedEveryMs: DAY_MS, retiredFrom: null },
    { source: 'b', expectedEveryMs: DAY_MS, retiredFrom: null },
  ];
  const facts = { sources, activity: everyNoon('2026-02', 28, '+01:00'), from: '2026-02', to: '2026-02', now: instant('2026-03-01T08:00:00+01:00') };
  const complete = (named: readonly string[], sent: readonly string[]): boolean | undefined =>
    figuresOf(
      query({
        ...facts,
        initiatives: [initiative([benefit({ meter: meter({ sources: named }) })])],
        // The second volume is of another month: a source that has ever sent is expected to go on.
        volumes: [
          ...volumes(letters({ source: 'a' }), { '2026-02-03': '1' }),
          ...sent.flatMap((source) => volumes(letters({ source }), { '2026-01-03': '1' })),
        ],
      }),
    ).figures[0]?.complete;

  it('asks the sources that the meter names', () => {
    expect(complete(['a'], ['b'])).toBe(true);
    expect(complete(['a', 'b'], [])).toBe(false);
  });

  it('asks every source that has ever sent, where the meter names none', () => {
    expect(complete([], [])).toBe(true);
    expect(complete([], ['b'])).toBe(false);
  });

  it('says the same of a month whatever the range: a source whose only usage is later is one that has ever sent', () => {
    const judged = (to: string, now = instant('2026-04-10T08:00:00+02:00')): boolean | undefined =>
      figuresOf(
        query({
          ...facts,
          to,
          now,
          initiatives: [initiative([benefit()])],
          volumes: volumes(letters({ source: 'a' }), { '2026-02-03': '1' }),
          everUsed: [letters({ source: 'a' }), letters({ source: 'b' }), letters({ source: 'c', subject: 'message:other' })],
        }),
      ).figures[0]?.complete;
    expect([judged('2026-02'), judged('2026-03')]).toEqual([false, false]);
    const onlyA = figuresOf(query({ ...facts, initiatives: [initiative([benefit()])], volumes: volumes(letters({ source: 'a' }), { '2026-02-03': '1' }) }));
    expect(onlyA.figures[0]?.complete).toBe(true);
  });
});
