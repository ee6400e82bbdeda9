import { USAGE_RECORDED } from '@hemtag/contracts';
import { daysOf, monthOf, monthRange, type Day } from '@hemtag/kernel';
import { allocate } from './allocation.js';
import type { ExampleEvent } from './example-event.js';
import { monthIndexOf, type Flow, type Rhythm } from './example-flow.js';
import { momentAt, type LocalDay } from './local-day.js';
import { seededRandom, type Random } from './random.js';

/** An event and the moment at which it reaches the intake. */
export interface Arrival {
  readonly event: ExampleEvent;
  readonly arrivesAt: number;
}

const LONGEST_DELAY_MS = 5 * 60_000;

/** Monday is 0. */
const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

export const daysOfYear = (year: number): Day[] => monthRange(`${year}-01`, `${year}-12`).flatMap(daysOf);

function dayWeights({ weekdays, months }: Rhythm, { days, random }: { readonly days: readonly Day[]; readonly random: Random }): number[] {
  const byWeekday = days.map((day) => weekdays[weekdayOf(day)] ?? 0);
  const ofMonth = new Array<number>(12).fill(0);
  days.forEach((day, index) => {
    const month = monthIndexOf(monthOf(day));
    ofMonth[month] = (ofMonth[month] ?? 0) + (byWeekday[index] ?? 0);
  });
  return days.map((day, index) => {
    const month = monthIndexOf(monthOf(day));
    const share = months === null ? 1 : (months[month] ?? 0) / (ofMonth[month] ?? 1);
    return (byWeekday[index] ?? 0) * share * (0.8 + 0.4 * random.unit());
  });
}

/** Most amounts are small and a few large: the square of an even spread, and never less than a hundredth of the mean. */
function amountsOf({ events, amountCents }: Flow, random: Random): number[] {
  if (amountCents === null) return [];
  const weights = Array.from({ length: events }, () => random.unit() ** 2);
  return allocate({ total: amountCents, weights, minimum: Math.ceil(amountCents / events / 100) });
}

function pick(weights: readonly number[], random: Random): number {
  let left = random.unit() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  // Rounding can leave a remainder of zero after the last weight.
  return weights.findLastIndex((weight) => weight > 0);
}

const centsText = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Yields the events of a flow day by day. Days are asked for in order, each once, because the flow's random numbers run on. */
export class FlowPlan {
  readonly #random: Random;
  readonly #perDay: ReadonlyMap<Day, number>;
  readonly #amounts: readonly number[];
  #made = 0;

  constructor(readonly flow: Flow) {
    this.#random = seededRandom(flow.seed);
    const days = daysOfYear(flow.year);
    const weights = dayWeights(flow.rhythm, { days, random: this.#random });
    const parts = allocate({ total: flow.events, weights, minimum: flow.everyActiveDay ? 1 : 0 });
    this.#perDay = new Map(days.map((day, index) => [day, parts[index] ?? 0]));
    this.#amounts = amountsOf(flow, this.#random);
  }

  arrivalsOn(localDay: LocalDay): Arrival[] {
    return Array.from({ length: this.#perDay.get(localDay.day) ?? 0 }, () => this.#next(localDay)).flat();
  }

  #next(localDay: LocalDay): Arrival[] {
    const { flow } = this;
    const random = this.#random;
    const hour = pick(flow.rhythm.hours, random);
    const second = random.between(0, 3600);
    const late = random.unit() < 0.5;
    const index = this.#made++;
    const orgUnit = flow.orgUnits[random.between(0, flow.orgUnits.length)] ?? '';
    const base = { id: `${flow.idPrefix}-${random.key()}`, orgUnit, cents: this.#amounts[index] ?? null };
    const final = { ...base, moment: momentAt(localDay, { secondOfDay: hour * 3600 + second, late }) };
    if (flow.earlierAttempt === null || index % flow.earlierAttempt.everyNth !== 0) return [this.#arrival({ ...final, attempt: null })];
    const groupId = random.key();
    // Both attempts fall into the same hour on the wall clock, so that neither leaves the activity's hours.
    const earlier = momentAt(localDay, { secondOfDay: hour * 3600 + random.between(0, second + 1), late });
    return [
      this.#arrival({ ...base, id: `${flow.idPrefix}-${random.key()}`, moment: earlier, attempt: { number: 1, final: false, groupId } }),
      this.#arrival({ ...final, attempt: { number: 2, final: true, groupId } }),
    ];
  }

  #arrival(made: MadeEvent): Arrival {
    return { event: eventOf(this.flow, made), arrivesAt: made.moment.instant + this.#random.between(0, LONGEST_DELAY_MS) };
  }
}

interface MadeEvent {
  readonly id: string;
  readonly moment: { readonly instant: number; readonly text: string };
  readonly orgUnit: string;
  readonly cents: number | null;
  readonly attempt: { readonly number: number; readonly final: boolean; readonly groupId: string } | null;
}

function eventOf(flow: Flow, { id, moment, orgUnit, cents, attempt }: MadeEvent): ExampleEvent {
  const earlier = attempt?.final === false ? flow.earlierAttempt : null;
  return {
    specversion: '1.0',
    id,
    source: flow.source,
    type: USAGE_RECORDED,
    subject: flow.subject,
    time: moment.text,
    datacontenttype: 'application/json',
    data: {
      quantity: 1,
      unit: flow.unit,
      outcome: earlier?.outcome ?? flow.outcome,
      ...(flow.outcomeCode !== null && { outcomeCode: flow.outcomeCode }),
      channel: earlier?.channel ?? flow.channel,
      orgUnit,
      ...(attempt !== null && { attempt }),
      ...(cents !== null && { measures: { amount: { value: centsText(cents), unit: 'SEK' } } }),
      ...(flow.nativeType !== null && { provenance: { method: 'push', nativeType: flow.nativeType } }),
    },
  };
}
