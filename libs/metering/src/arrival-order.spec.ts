import { localDayOf, type Day } from '@hemtag/kernel';
import fc from 'fast-check';

import { contributionsOfSlots } from './aggregate-contribution.js';
import { amendmentOf, type Amendment } from './amendment.js';
import type { Contribution } from './contribution.js';
import type { AggregateSlot } from './metered-period.js';
import { dayFinder } from './day-of.js';
import { differenceOf } from './difference.js';
import { microQuantity } from './micro-quantity.js';
import { canonicalSeries, ownSeriesOf, sharesOf, type Series } from './series.js';
import type { AggregatedUsage, CorrectedUsage, MeteredEvent, RecordedUsage, RetractedUsage, UsageValues } from './usage.js';
import { contributionsOfRecorded } from './usage-contribution.js';

const ZONE = 'Europe/Stockholm';
const dayOf = dayFinder(ZONE);
const SOURCE = '/se/2281/messaging/prod';
const HOUR = 3_600_000;
// The clock is put forward in the night to 2025-03-30.
const ORIGIN = Date.parse('2025-03-28T00:00:00+01:00');

type Original = RecordedUsage | AggregatedUsage;
type Volumes = ReadonlyMap<string, string>;

const identityOf = ({ source, id }: { readonly source: string; readonly id: string }): string => `${source} ${id}`;
const isOriginal = (event: MeteredEvent): event is Original => event.kind === 'recorded' || event.kind === 'aggregated';
const isAmending = (event: MeteredEvent): event is CorrectedUsage | RetractedUsage => event.kind === 'corrected' || event.kind === 'retracted';
const groupOf = (original: Original): string => (original.kind === 'recorded' ? identityOf(original) : canonicalSeries(ownSeriesOf(original)));

/** What ingestion remembers, with maps in place of tables. */
class Ledger {
  private readonly known = new Map<string, MeteredEvent>();
  readonly volumes = new Map<string, { micros: bigint; events: number }>();

  /** What the usages and series that the batch touches counted before it gives way to what they count after it. */
  take(batch: readonly MeteredEvent[]): void {
    const fresh = batch.filter((event, index) => !this.known.has(identityOf(event)) && batch.findIndex((other) => other.id === event.id) === index);
    const named = new Set([...fresh.filter(isOriginal), ...fresh.filter(isAmending).map(({ corrects }) => corrects)].map(identityOf));
    const touched = new Set([...this.originals(), ...fresh.filter(isOriginal)].filter((original) => named.has(identityOf(original))).map(groupOf));
    const before = this.counted(touched);
    for (const event of fresh) this.known.set(identityOf(event), event);
    for (const { series, day, micros, events } of differenceOf(before, this.counted(touched))) {
      const key = `${canonicalSeries(series)} ${day}`;
      const volume = this.volumes.get(key) ?? { micros: 0n, events: 0 };
      this.volumes.set(key, { micros: volume.micros + micros, events: volume.events + events });
    }
  }

  private originals(): readonly Original[] {
    return [...this.known.values()].filter(isOriginal);
  }

  private amendmentsOf(original: Original): readonly Amendment[] {
    const amending = [...this.known.values()].filter(isAmending);
    return amending.filter(({ corrects }) => identityOf(corrects) === identityOf(original)).map(amendmentOf);
  }

  private counted(groups: ReadonlySet<string>): readonly Contribution[] {
    return [...groups].flatMap((group) => {
      const originals = this.originals().filter((original) => groupOf(original) === group);
      const facts = originals.map((original) => ({ original, amendments: this.amendmentsOf(original) }));
      const slots = facts.flatMap(({ original, amendments }): AggregateSlot[] =>
        original.kind === 'aggregated' ? [{ event: original, amendments, reference: false }] : [],
      );
      const recorded = facts.flatMap(({ original, amendments }) =>
        original.kind === 'recorded' ? contributionsOfRecorded({ original, amendments, reference: false }, { dayOf }) : [],
      );
      return [...recorded, ...contributionsOfSlots(slots, { dayOf })];
    });
  }
}

const text = (volumes: ReadonlyMap<string, { readonly micros: bigint; readonly events: number }>): Volumes =>
  new Map([...volumes].filter(([, { micros, events }]) => micros !== 0n || events !== 0).map(([key, { micros, events }]) => [key, `${micros} of ${events}`]));

function meterInBatches(stream: readonly MeteredEvent[], sizes: readonly number[]): Volumes {
  const ledger = new Ledger();
  for (let rest = [...stream], turn = 0; rest.length > 0; turn += 1) ledger.take(rest.splice(0, sizes[turn % sizes.length]));
  for (const { micros, events } of ledger.volumes.values()) expect(micros >= 0n && events >= 0).toBe(true);
  return text(ledger.volumes);
}

/** The same figures by another way: every event at once and in no order; each day, found hour by hour, takes its share of what is left, rounded up. */
function meterAtOnce(all: readonly MeteredEvent[]): Volumes {
  const volumes = new Map<string, { micros: bigint; events: number }>();
  const add = (series: Series, day: Day, micros: bigint, events: number): void => {
    const key = `${canonicalSeries(series)} ${day}`;
    const volume = volumes.get(key) ?? { micros: 0n, events: 0 };
    volumes.set(key, { micros: volume.micros + micros, events: volume.events + events });
  };
  const addSpread = (series: Series, micros: bigint, from: number, until: number): void => {
    const touched = new Set<Day>();
    for (let instant = from; instant < until; instant += HOUR) touched.add(localDayOf(instant, ZONE));
    const days = until - from < 24 * HOUR ? [...touched].slice(0, 1) : [...touched];
    for (const day of days) add(series, day, 0n, 1);
    const step = micros % 1_000_000n === 0n ? 1_000_000n : 1n;
    let left = micros / step;
    days.forEach((day, index) => {
      const remaining = BigInt(days.length - index);
      const share = (left + remaining - 1n) / remaining;
      add(series, day, share * step, 0);
      left -= share;
    });
  };
  const valuesOf = (original: Original): UsageValues | null => {
    const named = all.filter(isAmending).filter(({ corrects }) => corrects.id === original.id && corrects.source === original.source);
    if (named.some(({ kind }) => kind === 'retracted')) return null;
    const corrections = named.filter((event) => event.kind === 'corrected');
    const rank = ({ instant, id }: CorrectedUsage): string => `${String(instant).padStart(20, '0')} ${id}`;
    return corrections.find((one) => corrections.every((other) => rank(other) <= rank(one))) ?? original;
  };
  const sharesAt = (original: Original, values: UsageValues): readonly [Series, bigint][] =>
    sharesOf({ ...values, source: original.source, subject: original.subject }).map(({ series, quantity }) => [series, microQuantity(quantity)]);

  for (const event of all) {
    const values = event.kind === 'recorded' ? valuesOf(event) : null;
    if (event.kind === 'recorded' && values?.final)
      for (const [series, micros] of sharesAt(event, values)) add(series, localDayOf(event.instant, ZONE), micros, 1);
  }
  const competing = all.filter((event) => event.kind === 'aggregated').filter((event) => valuesOf(event)?.final);
  const rank = ({ period, instant, id }: AggregatedUsage): string => [period.revision, instant].map((n) => String(n).padStart(20, '0')).join() + id;
  const slotOf = (event: AggregatedUsage): string =>
    [canonicalSeries(ownSeriesOf(event)), event.period.mode === 'cumulative' ? 'read' : event.period.start, event.period.end].join();
  const winners = competing.filter((event) => competing.every((other) => slotOf(other) !== slotOf(event) || rank(other) <= rank(event)));
  for (const event of winners) {
    const { start, end, mode } = event.period;
    const earlier = winners.filter((other) => mode === 'cumulative' && other.subject === event.subject && other.unit === event.unit && other.period.end < end);
    const last = earlier.find((other) => earlier.every((another) => another.period.end <= other.period.end));
    const counters = new Map(last && sharesAt(last, valuesOf(last) ?? last).map(([{ measure, unit }, micros]) => [measure?.name ?? unit, micros]));
    const shares = sharesAt(event, valuesOf(event) ?? event);
    const anew =
      last !== undefined &&
      ((start !== last.period.start && start >= last.period.end) || (shares[0]?.[1] ?? 0n) < (counters.get(shares[0]?.[0].unit ?? '') ?? 0n));
    for (const [series, micros] of shares) {
      const counter = counters.get(series.measure?.name ?? series.unit) ?? 0n;
      addSpread(series, anew || micros < counter ? micros : micros - counter, Math.max(start, last?.period.end ?? start), end);
    }
  }
  return text(volumes);
}

const decimal = fc.oneof(
  fc.nat({ max: 40 }).map(String),
  fc.nat({ max: 300 }).map((micros) => `0.${String(micros).padStart(6, '0')}`),
);
const values: fc.Arbitrary<UsageValues> = fc.record({
  quantity: decimal,
  unit: fc.constantFrom('letter', 'letter', 'page'),
  outcome: fc.constantFrom('success', 'success', 'failure'),
  channel: fc.constant(null),
  orgUnit: fc.constantFrom(null, 'A'),
  dimensions: fc.constant({}),
  measures: fc.option(
    decimal.map((value) => ({ amount: { value, unit: 'SEK' } })),
    { nil: {} },
  ),
  final: fc.constantFrom(true, true, true, false),
});
const hours = fc.nat({ max: 96 }).map((count) => ORIGIN + count * HOUR);
// Three periods of one series that do not overlap: a day, a night, and noon to noon over the day of 23 hours.
const PERIODS = [
  [0, 24],
  [24, 34],
  [36, 84],
].map(([start = 0, end = 0]) => ({ start: ORIGIN + start * HOUR, end: ORIGIN + end * HOUR }));
const revision = fc.nat({ max: 2 });
// All samples of the counter have one own series; a correction may say otherwise.
const OWN = { unit: 'letter', outcome: 'success', orgUnit: null };

/** Everything but the id, which is the place in the list, so that no two events are in conflict. */
const unnamed = fc.oneof(
  fc.record({ kind: fc.constant('recorded' as const), subject: fc.constantFrom('message:letter', 'message:sms'), instant: hours, values }),
  fc.record({
    kind: fc.constant('aggregated' as const),
    subject: fc.constant('message:day-count'),
    instant: hours,
    values,
    period: fc
      .tuple(fc.constantFrom(...PERIODS), fc.constantFrom('delta' as const, 'snapshot' as const), revision)
      .map(([span, mode, number]) => ({ ...span, mode, revision: number, complete: true })),
  }),
  fc.record({
    kind: fc.constant('aggregated' as const),
    subject: fc.constant('message:counter'),
    instant: hours,
    values: values.map((some) => ({ ...some, ...OWN })),
    period: fc.tuple(fc.constantFrom(0, 0, 0, 30, 60), fc.nat({ max: 10 }), revision).map(([start, step, number]) => ({
      start: ORIGIN + start * HOUR,
      end: ORIGIN + (start + 1 + step * 9) * HOUR,
      mode: 'cumulative' as const,
      revision: number,
      complete: true,
    })),
  }),
  fc.record({ kind: fc.constant('corrected' as const), instant: hours, values, target: fc.nat({ max: 25 }) }),
  fc.record({ kind: fc.constant('corrected' as const), instant: hours, values, target: fc.nat({ max: 25 }) }),
  fc.record({ kind: fc.constant('retracted' as const), instant: hours, target: fc.nat({ max: 25 }) }),
  fc.record({ kind: fc.constant('heartbeat' as const), instant: hours }),
);

const events: fc.Arbitrary<readonly MeteredEvent[]> = fc.array(unnamed, { maxLength: 25, size: 'max' }).map((list) =>
  list.map((item, index): MeteredEvent => {
    const sent = { id: `e${index}`, source: SOURCE, instant: item.instant, content: `${index}` };
    if (item.kind === 'heartbeat') return { kind: item.kind, ...sent };
    if (item.kind === 'recorded') return { kind: item.kind, ...sent, subject: item.subject, ...item.values };
    if (item.kind === 'aggregated') return { kind: item.kind, ...sent, subject: item.subject, ...item.values, period: item.period };
    // May name an event that never comes, or one that is no usage: nothing comes of it.
    const amending = { ...sent, subject: 'message:other', corrects: { source: SOURCE, id: `e${item.target}`, reason: null } };
    return item.kind === 'corrected' ? { kind: item.kind, ...amending, ...item.values } : { kind: item.kind, ...amending };
  }),
);

const arrivals = events.chain((all) =>
  fc.record({
    all: fc.constant(all),
    stream: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  }),
);

describe('usage events of all kinds', () => {
  it('give the same volumes in any order, with any repeats, and however they are cut into batches', () => {
    fc.assert(
      fc.property(arrivals, ({ all, stream, sizes }) => {
        const expected = meterAtOnce(all);
        expect(meterInBatches(stream, sizes)).toEqual(expected);
        expect(meterInBatches(all, [all.length + 1])).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a change of a counter', () => {
  const isCounter = (event: MeteredEvent): event is AggregatedUsage => event.kind === 'aggregated' && event.period.mode === 'cumulative';

  it('adds the same whether all samples are looked at or only those next to it', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 6 }), (all, late) => {
        const samples = all.filter(isCounter);
        const amendments = (known: readonly MeteredEvent[], { id }: AggregatedUsage): readonly Amendment[] =>
          known
            .filter(isAmending)
            .filter(({ corrects }) => corrects.id === id)
            .map(amendmentOf);
        const slotsOf = (known: readonly MeteredEvent[]): readonly AggregateSlot[] =>
          samples.filter((event) => known.includes(event)).map((event) => ({ event, amendments: amendments(known, event), reference: false }));
        const lastOnes = all.slice(-late);
        const [before, after] = [slotsOf(all.slice(0, -late)), slotsOf(all)];
        const touched = samples.filter((event) => lastOnes.includes(event) || amendments(lastOnes, event).length > 0).map(({ period }) => period.end);
        const ends = (slots: readonly AggregateSlot[]): readonly number[] =>
          slots.filter((slot) => contributionsOfSlots([slot], { dayOf }).length > 0).map(({ event }) => event.period.end);
        const [predecessors, successors] = [before, after].reduce<[number[], number[]]>(
          ([lower, upper], slots) => [
            [...lower, ...touched.map((end) => Math.max(...ends(slots).filter((other) => other < end)))],
            [...upper, ...touched.map((end) => Math.min(...ends(slots).filter((other) => other > end)))],
          ],
          [[], []],
        );
        const near = new Set([...touched, ...predecessors, ...successors]);
        const inWindow = ({ event }: AggregateSlot): boolean => near.has(event.period.end);
        const options = { dayOf, endingAfter: Math.min(...touched) - 1 };
        const difference = differenceOf(contributionsOfSlots(before.filter(inWindow), options), contributionsOfSlots(after.filter(inWindow), options));
        expect(difference).toEqual(differenceOf(contributionsOfSlots(before, { dayOf }), contributionsOfSlots(after, { dayOf })));
      }),
      { numRuns: 300 },
    );
  });
});
