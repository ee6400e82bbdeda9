import type { ExampleEvent } from './example-event.js';
import type { Flow } from './example-flow.js';
import { EXAMPLE_FLOWS } from './example-flows.js';
import { daysOfYear, FlowPlan } from './flow-plan.js';
import { localDay } from './local-day.js';
import { seededRandom } from './random.js';

/** One event of so many is sent a second time. */
const EVENTS_PER_REPEAT = 100;
/** Up to so many events later, so that some repeats fall into the same batch and others into a later one. */
const LONGEST_REPEAT_DISTANCE = 2_500;
const REPEAT_SEED = 901;

const YEARS = [...new Set(EXAMPLE_FLOWS.map((flow) => flow.year))].sort((one, other) => one - other);
const flowsOf = (year: number): readonly Flow[] => EXAMPLE_FLOWS.filter((flow) => flow.year === year);

/** The events of a year in the order in which they reach the intake: by day, inside a day by arrival, up to five minutes after they happened. */
function* arrivalsOf(year: number): Generator<ExampleEvent> {
  const plans = flowsOf(year).map((flow) => new FlowPlan(flow));
  const timeZones = [...new Set(plans.map(({ flow }) => flow.timeZone))];
  for (const day of daysOfYear(year)) {
    const localDays = new Map(timeZones.map((timeZone) => [timeZone, localDay(day, timeZone)]));
    const arrivals = plans.flatMap((plan) => {
      const local = localDays.get(plan.flow.timeZone);
      return local ? plan.arrivalsOn(local) : [];
    });
    for (const { event } of arrivals.sort((one, other) => one.arrivesAt - other.arrivesAt)) yield event;
  }
}

function* withRepeats(events: Iterable<ExampleEvent>): Generator<ExampleEvent> {
  const random = seededRandom(REPEAT_SEED);
  let waiting: { readonly event: ExampleEvent; readonly position: number }[] = [];
  let position = 0;
  for (const event of events) {
    position += 1;
    yield event;
    if (position % EVENTS_PER_REPEAT === 0) waiting.push({ event, position: position + random.between(1, LONGEST_REPEAT_DISTANCE) });
    const now = position;
    const due = waiting.filter((repeat) => repeat.position <= now);
    if (due.length > 0) waiting = waiting.filter((repeat) => repeat.position > now);
    for (const repeat of due) yield repeat.event;
  }
  for (const repeat of waiting) yield repeat.event;
}

/**
 * The events of the published cases, always the same ones, one day in memory at a time: what the municipalities reported (`exampleCounts` says how much),
 * between it what must not count, and one event in a hundred sent twice.
 */
export function* exampleEvents(): Generator<ExampleEvent> {
  for (const year of YEARS) yield* withRepeats(arrivalsOf(year));
}

export interface ExampleCase {
  readonly tenant: string;
  readonly source: string;
  readonly subject: string;
  readonly unit: string;
  readonly channel: string;
  readonly year: number;
  /** Final, successful events in the unit and channel, repeats left out. */
  readonly counted: number;
  /** What `measures.amount` of the counted events adds up to, in cents; null where they carry none. */
  readonly amountCents: number | null;
}

export interface ExampleCounts {
  readonly cases: readonly ExampleCase[];
  /** Different events. */
  readonly events: number;
  /** Events sent a second time. */
  readonly repeats: number;
  /** Lines of the stream: events and repeats. */
  readonly total: number;
}

const eventsOf = ({ events, earlierAttempt }: Flow): number => events + (earlierAttempt === null ? 0 : Math.ceil(events / earlierAttempt.everyNth));

/** What `exampleEvents` gives, without making the events. */
export function exampleCounts(): ExampleCounts {
  const perYear = YEARS.map((year) => flowsOf(year).reduce((sum, flow) => sum + eventsOf(flow), 0));
  const events = perYear.reduce((sum, count) => sum + count, 0);
  const repeats = perYear.reduce((sum, count) => sum + Math.floor(count / EVENTS_PER_REPEAT), 0);
  const cases = EXAMPLE_FLOWS.filter((flow) => flow.counts).map(({ tenant, source, subject, unit, channel, year, events: counted, amountCents }) => ({
    tenant,
    source,
    subject,
    unit,
    channel,
    year,
    counted,
    amountCents,
  }));
  return { cases, events, repeats, total: events + repeats };
}
