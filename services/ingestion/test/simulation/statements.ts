import type { RegisteredSource } from '@hemtag/metering';

import type { SeededRandom } from './seeded-random.js';
import { AGGREGATE_SOURCES, EVENT_SOURCES, OVERLAPPING_SOURCE, REFERENCE_SOURCES } from './simulated-register.js';
import type { Aggregated, Corrected, Heartbeat, Micros, Recorded, Retracted, StatedPeriod, Statement, Values } from './statement.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Stockholm puts its clock forward on 30 March, Lord Howe puts it back by half an hour on 6 April; a month ends between them. */
const FIRST_MS = Date.parse('2025-03-27T00:00:00Z');
const DAYS = 13;
const ONE: Micros = 1_000_000n;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Says what sources say; each statement has an id of its own. */
export class Speaker {
  private ids = 0;

  constructor(private readonly random: SeededRandom) {}

  /** Some ids begin with their time, which goes into the identity, and most do not. */
  id(prefix = 'e'): string {
    const number = (this.ids += 1);
    const hex = (length: number): string => Array.from({ length }, () => this.random.int(16).toString(16)).join('');
    switch (this.random.int(5)) {
      case 0:
        return `0195${hex(4)}-${hex(4)}-7${hex(3)}-${this.random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${number.toString(16).padStart(12, '0')}`;
      case 1:
        return `01JQ${Array.from({ length: 14 }, () => this.random.pick([...CROCKFORD])).join('')}${String(number).padStart(8, '0')}`;
      default:
        return `${prefix}-${number}`;
    }
  }

  /** Half of them on the hour, so that days and periods begin and end exactly. */
  instant(): number {
    const at = FIRST_MS + this.random.int(DAYS * 24) * HOUR_MS;
    return this.random.chance(0.5) ? at : at + this.random.int(HOUR_MS);
  }

  quantity(): Micros {
    if (this.random.chance(0.7)) return BigInt(this.random.between(1, 9)) * ONE;
    return this.random.chance(0.5) ? BigInt(this.random.between(1, 999)) * 10_000n : BigInt(this.random.between(1, 9_999_999));
  }

  /** Few enough that events of several partitions meet in one series. */
  values(fields: Partial<Values> = {}): Values {
    const { random } = this;
    const measures: Record<string, { value: Micros; unit: string }> = {};
    if (random.chance(0.3)) measures.amount = { value: this.quantity(), unit: 'SEK' };
    if (random.chance(0.1)) measures.pages = { value: BigInt(random.between(0, 5)) * ONE, unit: 'page' };
    return {
      quantity: this.quantity(),
      unit: random.pick(['letter', 'letter', 'case']),
      outcome: random.pick(['success', 'success', 'failure']),
      channel: random.pick([null, null, 'sms', 'e-service']),
      orgUnit: random.pick([null, null, '4711']),
      dimensions: random.pick<Values['dimensions']>([{}, {}, { priority: 'a' }, { priority: 'b, "c" {d}' }, { priority: 'a', urgent: true }]),
      measures,
      final: !random.chance(0.1),
      ...fields,
    };
  }

  recorded({ tenant, source }: RegisteredSource, prefix?: string): Recorded {
    const subject = this.random.pick(['message:letter', 'message:reminder']);
    return { kind: 'recorded', tenant, source, id: this.id(prefix), instant: this.instant(), subject, values: this.values() };
  }

  heartbeat({ tenant, source }: RegisteredSource): Heartbeat {
    return { kind: 'heartbeat', tenant, source, id: this.id('h'), instant: this.instant(), subject: 'service:all' };
  }

  /** About any usage of the tenant, said by any of its sources. Times repeat, so that ids and sources have to decide. */
  amendment(of: { readonly tenant: string; readonly source: string; readonly id: string }, keep: Partial<Values>, retracts = 0.3): Corrected | Retracted {
    const source = this.random.chance(0.7) ? of.source : this.random.pick(SOURCES.filter(({ tenant }) => tenant === of.tenant)).source;
    const corrects = { source: of.source, id: of.id };
    const sent = {
      tenant: of.tenant,
      source,
      id: this.id('c'),
      instant: FIRST_MS + DAYS * DAY_MS + this.random.int(3) * HOUR_MS,
      subject: 'message:letter',
      corrects,
    };
    if (this.random.chance(retracts)) return { kind: 'retracted', ...sent };
    const quantity = this.random.chance(0.1) ? 0n : this.quantity();
    return { kind: 'corrected', ...sent, values: { ...this.values(), quantity, ...keep } };
  }

  /** Periods of one series that follow each other: hours, night shifts, days of 23 to 25 hours, weeks. Each is stated several times. */
  periods(source: RegisteredSource, subject: string, isContended = false): readonly Aggregated[] {
    const { random } = this;
    const { unit, outcome, channel, orgUnit, dimensions } = this.values();
    const series = { unit, outcome, channel, orgUnit, dimensions };
    const said: Aggregated[] = [];
    let start = FIRST_MS + random.int(30) * HOUR_MS;
    while (said.length < (isContended ? 90 : 14) && start < FIRST_MS + DAYS * DAY_MS) {
      const end = start + random.pick([1, 8, 20, 23, 24, 24, 25, 49, 72, 168]) * HOUR_MS - (random.chance(0.2) ? HOUR_MS / 2 : 0);
      const statements = isContended ? random.between(6, 12) : random.between(1, 3);
      for (let n = 0; n < statements; n += 1) {
        const period = { start, end, mode: random.pick(['delta', 'snapshot'] as const), revision: random.between(0, 2), complete: !random.chance(0.3) };
        said.push(this.aggregated(source, subject, period, { ...series, ...(random.chance(0.1) ? { quantity: 0n } : {}) }));
      }
      start = end + (random.chance(0.3) ? random.int(20) * HOUR_MS : 0);
    }
    return said;
  }

  /** Readings of one counter that falls or starts anew now and then; some are stated twice. */
  readings(source: RegisteredSource, subject: string, isContended = false): readonly Aggregated[] {
    const { random } = this;
    const { unit, outcome, channel, orgUnit, dimensions } = this.values();
    const series = { unit, outcome, channel, orgUnit, dimensions };
    const said: Aggregated[] = [];
    let start = FIRST_MS - random.int(50) * HOUR_MS;
    let end = FIRST_MS;
    let [count, amount] = [0n, 0n];
    for (let n = isContended ? 25 : random.between(3, 9); n > 0; n -= 1) {
      const before = end;
      end += random.pick(isContended ? [1, 6, 20] : [1, 6, 24, 30, 60]) * HOUR_MS;
      if (random.chance(0.15))
        start = before + random.int(2) * HOUR_MS; // the counter says that it began again
      else if (random.chance(0.1)) start -= HOUR_MS; // it only remembers otherwise since when it counts
      if (random.chance(0.15)) [count, amount] = [0n, 0n]; // it falls, and says nothing
      count += this.quantity();
      amount += this.quantity();
      for (let revision = random.chance(0.2) ? 1 : 0; revision >= 0; revision -= 1) {
        const measures: Values['measures'] = random.chance(0.6) ? { amount: { value: amount, unit: 'SEK' } } : {};
        const period = { start: Math.min(start, end - HOUR_MS / 2), end, mode: 'cumulative' as const, revision, complete: !random.chance(0.2) };
        said.push(this.aggregated(source, subject, period, { ...series, measures, quantity: count + BigInt(revision) * ONE }));
      }
    }
    return said;
  }

  aggregated({ tenant, source }: RegisteredSource, subject: string, period: StatedPeriod, fields: Partial<Values>): Aggregated {
    const instant = period.end + this.random.int(2) * HOUR_MS;
    return { kind: 'aggregated', tenant, source, id: this.id('a'), instant, subject, values: this.values(fields), period };
  }
}

const SOURCES = [...EVENT_SOURCES, ...AGGREGATE_SOURCES, ...REFERENCE_SOURCES];

/** Of what there is much that concerns the same thing, and little else. */
export type Contended = 'amendments' | 'aggregates';

/** A counter is known by its unit, so its readings keep theirs. */
const keptBy = (statement: Statement): Partial<Values> =>
  statement.kind === 'aggregated' && statement.period.mode === 'cumulative' ? { unit: statement.values.unit } : {};

function amendmentsOf(originals: readonly Statement[], speaker: Speaker, random: SeededRandom, isContended: boolean): readonly Statement[] {
  // A retraction is final, so that what else is said changes nothing.
  const retracts = isContended ? 0.05 : 0.3;
  const said: Statement[] = [];
  for (const original of originals) {
    if (!random.chance(isContended ? 0.9 : 0.2)) continue;
    const first = speaker.amendment(original, keptBy(original), retracts);
    said.push(first);
    while (random.chance(isContended ? 0.7 : 0.35)) said.push(speaker.amendment(original, keptBy(original), retracts));
    // Amendments of amendments and of heartbeats are refused, unless they come before what they name.
    if (random.chance(0.05)) said.push(speaker.amendment(first, {}));
  }
  // About a usage that never comes.
  for (let n = random.int(4); n > 0; n -= 1) said.push(speaker.amendment({ ...random.pick(EVENT_SOURCES), id: speaker.id('never') }, {}));
  return said;
}

function ofAllAggregates(speaker: Speaker, random: SeededRandom): readonly Statement[] {
  const said: Statement[] = [];
  for (const source of AGGREGATE_SOURCES) {
    for (let n = random.between(1, 3); n > 0; n -= 1) said.push(...speaker.periods(source, `desk:${n}`));
    for (let n = random.between(1, 2); n > 0; n -= 1) said.push(...speaker.readings(source, `meter:${n}`));
  }
  for (const source of REFERENCE_SOURCES) {
    for (let n = random.int(20); n > 0; n -= 1) said.push(speaker.recorded(source));
    said.push(...speaker.periods(source, 'message:letter'));
  }
  return said;
}

/** Every usage event of one run once, in no order that matters; `size` is about the number of single events. */
export function allStatements(
  random: SeededRandom,
  options: { readonly size: number; readonly overlaps: boolean; readonly contended: Contended | null },
): readonly Statement[] {
  const { contended } = options;
  const speaker = new Speaker(random);
  const said: Statement[] = [];
  for (let n = 0; n < options.size; n += 1) said.push(speaker.recorded(random.pick(EVENT_SOURCES)));
  if (contended === 'aggregates') {
    const source = random.pick(AGGREGATE_SOURCES);
    said.push(...speaker.periods(source, 'desk:1', true), ...speaker.readings(source, 'meter:1', true));
  } else if (contended === null) said.push(...ofAllAggregates(speaker, random));
  if (options.overlaps) {
    for (let n = random.between(10, 30); n > 0; n -= 1) said.push(speaker.recorded(OVERLAPPING_SOURCE));
    for (let n = 0; n < 3; n += 1) said.push(...speaker.periods(OVERLAPPING_SOURCE, 'message:letter'));
    const statement = said.findLast(({ kind }) => kind === 'aggregated') as Aggregated;
    const { start, end } = statement.period;
    said.push({ ...statement, id: speaker.id('a'), period: { ...statement.period, start: start + HOUR_MS / 4, end: end + HOUR_MS } });
  }
  for (let n = random.between(2, 8); n > 0; n -= 1) said.push(speaker.heartbeat(random.pick(SOURCES)));
  said.push(...amendmentsOf(said, speaker, random, contended === 'amendments'));
  // Each makes the database refuse the statement that holds it.
  for (let n = random.int(3); n > 0; n -= 1) said.push({ ...speaker.recorded(random.pick(EVENT_SOURCES)), id: `poison-${n}` });
  return said;
}

/** Another content under the same identity; now and then even another kind of event. */
export function contradiction(statement: Statement, random: SeededRandom): Statement {
  const { tenant, source, id, instant, subject } = statement;
  if (random.chance(0.15)) return { kind: 'heartbeat', tenant, source, id, instant, subject };
  if (statement.kind === 'retracted' || statement.kind === 'heartbeat') return { ...statement, instant: instant + HOUR_MS };
  return { ...statement, values: { ...statement.values, quantity: statement.values.quantity + ONE } };
}
