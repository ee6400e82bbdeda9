import { contributionsOfSlots, incompleteDays, overlapOf } from './aggregate-contribution.js';
import type { Amendment } from './amendment.js';
import type { AggregateSlot } from './metered-period.js';
import { dayFinder } from './day-of.js';
import { aggregatedEvent } from './metered-event.builder.js';
import { microQuantityText } from './micro-quantity.js';
import type { AggregatedUsage } from './usage.js';

const options = { dayOf: dayFinder('Europe/Stockholm') };
const at = (text: string): number => Date.parse(text);
const slot = (event: AggregatedUsage, ...amendments: readonly Amendment[]): AggregateSlot => ({ event, amendments, reference: false });
const correction = (event: AggregatedUsage, changes: Partial<AggregatedUsage>): Amendment => ({
  kind: 'corrected',
  id: 'c',
  source: event.source,
  instant: at('2025-06-01T00:00:00Z'),
  values: { ...event, ...changes },
});
const retraction: Amendment = { kind: 'retracted', id: 'r', source: '/se/2281/messaging/prod', instant: 0 };

/** `day quantity`, with the measure or another outcome than success in front. */
const rows = (slots: readonly AggregateSlot[], more: { endingAfter?: number } = {}): readonly string[] =>
  contributionsOfSlots(slots, { ...options, ...more }).map(({ series, day, micros, events }) => {
    expect(events).toBe(1);
    const what = [series.measure?.name, series.outcome === 'success' ? undefined : series.outcome].filter((part) => part !== undefined);
    return [...what, day.slice(5), microQuantityText(micros)].join(' ');
  });

describe('a count for a period', () => {
  it('counts once, with its measures, whatever its revisions said before', () => {
    const revision = (number: number, quantity: string): AggregateSlot =>
      slot(aggregatedEvent({ id: `r${number}`, quantity, period: { revision: number }, measures: { amount: { value: `${quantity}.5`, unit: 'SEK' } } }));
    expect(rows([revision(0, '10'), revision(2, '8'), revision(1, '9')])).toEqual(['03-10 8', 'amount 03-10 8.5']);
  });

  it('takes of equal revisions the latest, then the greatest id', () => {
    const early = slot(aggregatedEvent({ id: 'z', instant: 1, quantity: '1' }));
    const late = slot(aggregatedEvent({ id: 'a', instant: 2, quantity: '2' }));
    const lateToo = slot(aggregatedEvent({ id: 'b', instant: 2, quantity: '3' }));
    expect(rows([late, early])).toEqual(['03-10 2']);
    expect(rows([lateToo, late, early])).toEqual(['03-10 3']);
  });

  it('falls back to the revision before where the last one was retracted, and gives way for nothing to an attempt or a feed for reference', () => {
    const first = slot(aggregatedEvent({ id: 'a', quantity: '1' }));
    const second = aggregatedEvent({ id: 'b', quantity: '2', period: { revision: 1 } });
    expect(rows([first, slot(second)])).toEqual(['03-10 2']);
    expect(rows([first, slot(second, retraction)])).toEqual(['03-10 1']);
    expect(rows([first, slot({ ...second, final: false })])).toEqual(['03-10 1']);
    expect(rows([first, { event: second, amendments: [], reference: true }])).toEqual(['03-10 1']);
    expect(rows([slot(second, retraction)])).toEqual([]);
  });

  it('counts what a correction says, in the slot of the original', () => {
    const event = aggregatedEvent({ quantity: '10' });
    expect(rows([slot(event, correction(event, { quantity: '0', outcome: 'failure' })), slot(aggregatedEvent({ id: 'a' }))])).toEqual(['failure 03-10 0']);
  });

  it('spreads over the days of a longer period', () => {
    const period = { start: at('2025-03-10T00:00:00+01:00'), end: at('2025-03-13T00:00:00+01:00'), mode: 'delta' } as const;
    const event = aggregatedEvent({ quantity: '10', period, measures: { amount: { value: '0.5', unit: 'SEK' } } });
    expect(rows([slot(event)])).toEqual(['03-10 4', '03-11 3', '03-12 3', 'amount 03-10 0.166667', 'amount 03-11 0.166667', 'amount 03-12 0.166666']);
  });
});

const START = at('2025-03-09T12:00:00+01:00');
/** Read at noon of a day in March 2025. */
const sample = (day: number, quantity: string, changes: Parameters<typeof aggregatedEvent>[0] = {}): AggregatedUsage =>
  aggregatedEvent({ id: `s${day}`, quantity, ...changes, period: { mode: 'cumulative', start: START, end: noon(day), ...changes.period } });
const noon = (day: number): number => at(`2025-03-${String(day).padStart(2, '0')}T12:00:00+01:00`);
const amount = (value: string): Pick<AggregatedUsage, 'measures'> => ({ measures: { amount: { value, unit: 'SEK' } } });

describe('a running counter', () => {
  // Every sample is 24 hours after the one before, so each gain is spread over two days.
  it('of 10, 20, 5, 9 gained 10 + 10 + 5 + 4', () => {
    const slots = [sample(10, '10'), sample(11, '20'), sample(12, '5'), sample(13, '9')].map((event) => slot(event));
    const expected = ['03-09 5', '03-10 5', '03-10 5', '03-11 5', '03-11 3', '03-12 2', '03-12 2', '03-13 2'];
    expect(rows(slots)).toEqual(expected);
    expect(rows([...slots].reverse())).toEqual(expected);
    expect(rows(slots, { endingAfter: noon(11) })).toEqual(expected.slice(4));
  });

  it('counts its first sample whole, over the time since it started', () => {
    expect(rows([slot(sample(12, '9'))])).toEqual(['03-09 3', '03-10 2', '03-11 2', '03-12 2']);
  });

  it('started anew where its period does, after the last sample, and counts from there', () => {
    const restarted = sample(13, '30', { period: { start: at('2025-03-13T06:00:00+01:00') } });
    expect(rows([slot(sample(10, '10')), slot(restarted)])).toEqual(['03-09 5', '03-10 5', '03-13 30']);
    const overlapping = sample(11, '30', { period: { start: at('2025-03-10T06:00:00+01:00') } });
    expect(rows([slot(sample(10, '10')), slot(overlapping)])).toEqual(['03-09 5', '03-10 5', '03-10 10', '03-11 10']);
    const atOnce = sample(11, '30', { period: { start: noon(10) } });
    expect(rows([slot(sample(10, '10')), slot(atOnce)])).toEqual(['03-09 5', '03-10 5', '03-10 15', '03-11 15']);
  });

  it('takes a sample that comes late between the others', () => {
    expect(rows([slot(sample(10, '10')), slot(sample(12, '16'))])).toEqual(['03-09 5', '03-10 5', '03-10 2', '03-11 2', '03-12 2']);
    const between = ['03-09 5', '03-10 5', '03-10 2', '03-11 2', '03-11 1', '03-12 1'];
    expect(rows([slot(sample(10, '10')), slot(sample(12, '16')), slot(sample(11, '14'))])).toEqual(between);
  });

  it('is differenced over what is left when a sample is retracted, corrected, or stated anew', () => {
    const [first, middle, last] = [sample(10, '10'), sample(11, '14'), sample(12, '16')];
    expect(rows([slot(first), slot(middle, retraction), slot(last)])).toEqual(['03-09 5', '03-10 5', '03-10 2', '03-11 2', '03-12 2']);
    const corrected = slot(middle, correction(middle, { quantity: '12' }));
    const anew = slot(sample(11, '12', { id: 'again', period: { revision: 1 } }));
    const expected = ['03-09 5', '03-10 5', '03-10 1', '03-11 1', '03-11 2', '03-12 2'];
    expect(rows([slot(first), corrected, slot(last)])).toEqual(expected);
    expect(rows([slot(first), slot(middle), anew, slot(last)])).toEqual(expected);
  });

  it('puts what a sample gained where its correction says', () => {
    const last = sample(11, '14');
    expect(rows([slot(sample(10, '10')), slot(last, correction(last, { outcome: 'failure' })), slot(sample(12, '16'))])).toEqual([
      '03-09 5',
      '03-10 5',
      'failure 03-10 2',
      'failure 03-11 2',
      '03-11 1',
      '03-12 1',
    ]);
  });

  it('has counters for measures, which restart with it or alone', () => {
    const gained = (...samples: readonly AggregatedUsage[]): readonly string[] =>
      rows(
        samples.map((event) => slot(event)),
        { endingAfter: noon(10) },
      ).filter((row) => row.startsWith('amount'));
    expect(gained(sample(10, '10', amount('100')), sample(11, '11', amount('100.5')))).toEqual(['amount 03-10 0.25', 'amount 03-11 0.25']);
    expect(gained(sample(10, '10', amount('100')), sample(11, '9', amount('102')))).toEqual(['amount 03-10 51', 'amount 03-11 51']);
    expect(gained(sample(10, '10', amount('100')), sample(11, '11', amount('8')))).toEqual(['amount 03-10 4', 'amount 03-11 4']);
    expect(gained(sample(10, '10'), sample(11, '11', amount('8')))).toEqual(['amount 03-10 4', 'amount 03-11 4']);
    expect(gained(sample(10, '10', amount('5')), sample(11, '11', { measures: { amount: { value: '8', unit: 'EUR' } } }))).toEqual([
      'amount 03-10 4',
      'amount 03-11 4',
    ]);
  });
});

describe('days of which a source will say more', () => {
  it('are those on which an open period counts', () => {
    const open = aggregatedEvent({ period: { start: at('2025-03-10T00:00:00+01:00'), end: at('2025-03-12T00:00:00+01:00'), complete: false } });
    const done = aggregatedEvent({ id: 'z', period: { ...open.period, revision: 1, complete: true } });
    expect(incompleteDays([slot(open)], options)).toEqual(['2025-03-10', '2025-03-11']);
    expect(incompleteDays([slot(open), slot(done)], options)).toEqual([]);
    expect(incompleteDays([slot(open), slot(done, retraction)], options)).toEqual(['2025-03-10', '2025-03-11']);
    expect(incompleteDays([slot(open, retraction)], options)).toEqual([]);
    expect(incompleteDays([{ event: open, amendments: [], reference: true }], options)).toEqual([]);
  });

  it('are, of a night, the first, and of a counter those since the sample before', () => {
    const night = aggregatedEvent({ period: { start: at('2025-03-10T21:00:00+01:00'), end: at('2025-03-11T07:00:00+01:00'), complete: false } });
    expect(incompleteDays([slot(night)], options)).toEqual(['2025-03-10']);
    const open = sample(12, '20', { period: { complete: false } });
    expect(incompleteDays([slot(open)], options)).toEqual(['2025-03-09', '2025-03-10', '2025-03-11', '2025-03-12']);
    expect(incompleteDays([slot(open), slot(sample(11, '10'))], options)).toEqual(['2025-03-11', '2025-03-12']);
  });
});

describe('an overlap', () => {
  const day = aggregatedEvent();
  const halfDay = aggregatedEvent({ id: 'h', period: { end: noon(10), mode: 'delta' } });
  const otherDay = aggregatedEvent({ id: 'o', period: { start: day.period.end, end: noon(11) } });

  it('is a period that shares time with an unequal one', () => {
    expect(overlapOf(halfDay, [slot(otherDay), slot(day)])).toEqual(slot(day));
    expect(overlapOf(day, [slot(halfDay)])).toEqual(slot(halfDay));
  });

  it('is not the same period again, nor one that begins where the other ends', () => {
    expect(overlapOf(day, [slot({ ...day, period: { ...day.period, mode: 'delta', revision: 3 } }), slot(otherDay)])).toBeNull();
  });

  it('is not with what never counts, but with an attempt that may become final', () => {
    expect(overlapOf(halfDay, [slot(day, retraction), { event: day, amendments: [], reference: true }])).toBeNull();
    expect(overlapOf(halfDay, [slot({ ...day, final: false })])).not.toBeNull();
  });

  it('is a counter with any other period of the time since it started, and never two samples', () => {
    expect(overlapOf(sample(11, '1'), [slot(day)])).not.toBeNull();
    expect(overlapOf(day, [slot(sample(11, '1', { period: { start: day.period.start, end: day.period.end } }))])).not.toBeNull();
    expect(overlapOf(sample(11, '1', { period: { start: day.period.end } }), [slot(day)])).toBeNull();
    expect(overlapOf(sample(11, '1'), [slot(sample(10, '1')), slot(sample(12, '1'))])).toBeNull();
  });
});
