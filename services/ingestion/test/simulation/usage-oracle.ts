import { referenceOf, TIME_ZONES } from './simulated-register.js';
import {
  identityOf,
  isAmendment,
  targetOf,
  type Aggregated,
  type Corrected,
  type Micros,
  type Recorded,
  type Retracted,
  type Statement,
  type Values,
} from './statement.js';

/*
 * What the volumes have to be, counted from what was said and from nothing else: every statement at once, without order, without batches, and with
 * arithmetic and days of its own. Slow and simple, so that a mistake of the product is unlikely to be repeated here.
 */

export interface Volume {
  quantity: Micros;
  events: number;
}
export interface Expected {
  readonly volumes: ReadonlyMap<string, Volume>;
  /** How many counted periods leave a day incomplete, by tenant, source and day. */
  readonly incomplete: ReadonlyMap<string, number>;
}

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const MICROS_PER_UNIT = 1_000_000n;
const formats = new Map<string, Intl.DateTimeFormat>();
const knownDays = new Map<string, string>();

/** By asking the calendar for each quarter of an hour, which no change of any clock divides. */
export function localDay(tenant: string, instant: number): string {
  const zone = TIME_ZONES.get(tenant) ?? '';
  const quarter = Math.floor(instant / QUARTER_MS);
  const known = knownDays.get(`${zone} ${quarter}`);
  if (known !== undefined) return known;
  // Swedish writes days as the ISO does.
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, format);
  const day = format.format(quarter * QUARTER_MS);
  knownDays.set(`${zone} ${quarter}`, day);
  return day;
}

function daysBetween(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${first}T12:00:00Z`); ; at += 24 * HOUR_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push(day);
    if (day >= last) return days;
  }
}

function daysOf(tenant: string, start: number, end: number): readonly string[] {
  const first = localDay(tenant, start);
  return end - start < 24 * HOUR_MS ? [first] : daysBetween(first, localDay(tenant, end - 1));
}

const sorted = (map: object): readonly (readonly [string, unknown])[] => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));

/** One text for what a volume counts and its day. */
export const volumeKey = (
  of: { readonly tenant: string; readonly source: string; readonly subject: string } & Pick<Values, 'unit' | 'outcome' | 'channel' | 'orgUnit' | 'dimensions'>,
  measure: readonly [string, string] | null,
  day: string,
): string => JSON.stringify([of.tenant, of.source, of.subject, of.unit, of.outcome, of.channel, of.orgUnit, sorted(of.dimensions), measure, day]);

const later = (a: Statement, b: Statement): number => {
  for (const [one, other] of [[a.instant, b.instant], [a.id, b.id], [a.source, b.source]] as const) if (one !== other) return one > other ? 1 : -1; // prettier-ignore
  return 0;
};

/** What holds of a usage; null where it was retracted. */
function valuesOf(original: Recorded | Aggregated, amendments: readonly (Corrected | Retracted)[]): Values | null {
  if (amendments.some(({ kind }) => kind === 'retracted')) return null;
  const corrections = amendments.filter((one): one is Corrected => one.kind === 'corrected').sort(later);
  return corrections.at(-1)?.values ?? original.values;
}

class Tally {
  readonly volumes = new Map<string, Volume>();
  readonly incomplete = new Map<string, number>();

  add(of: Statement, values: Values, quantities: ReadonlyMap<string | null, Micros>, day: (micros: Micros) => readonly (readonly [string, Micros])[]): void {
    for (const [name, micros] of quantities) {
      const measure = name === null ? null : ([name, values.measures[name]?.unit ?? ''] as const);
      for (const [on, share] of day(micros)) {
        const key = volumeKey({ ...of, ...values }, measure, on);
        const known = this.volumes.get(key) ?? { quantity: 0n, events: 0 };
        this.volumes.set(key, { quantity: known.quantity + share, events: known.events + 1 });
      }
    }
  }

  addPeriod({ statement, values }: Held, quantities: ReadonlyMap<string | null, Micros>, start: number, end: number): void {
    const { tenant, source, period } = statement;
    const days = daysOf(tenant, start, end);
    this.add(statement, values, quantities, (micros) => spread(micros, days));
    if (period.complete) return;
    for (const day of days) {
      const key = JSON.stringify([tenant, source, day]);
      this.incomplete.set(key, (this.incomplete.get(key) ?? 0) + 1);
    }
  }
}

/** Hands out one whole unit (or one millionth) after another, beginning with what everybody gets. */
function spread(micros: Micros, days: readonly string[]): readonly (readonly [string, Micros])[] {
  const step = micros % MICROS_PER_UNIT === 0n ? MICROS_PER_UNIT : 1n;
  const everybody = micros / step / BigInt(days.length);
  let left = micros / step - everybody * BigInt(days.length);
  return days.map((day) => {
    const more = left > 0n ? 1n : 0n;
    left -= more;
    return [day, (everybody + more) * step] as const;
  });
}

/** An aggregate with what holds of it. */
interface Held {
  readonly statement: Aggregated;
  readonly values: Values;
}

const quantitiesOf = (values: Values): ReadonlyMap<string | null, Micros> =>
  new Map<string | null, Micros>([[null, values.quantity], ...Object.entries(values.measures).map(([name, { value }]) => [name, value] as const)]);

const wins = (a: Held, b: Held): boolean =>
  a.statement.period.revision === b.statement.period.revision ? later(a.statement, b.statement) > 0 : a.statement.period.revision > b.statement.period.revision;

/** The one that holds for each key. */
function holding(stated: readonly Held[], keyOf: (held: Held) => string): readonly Held[] {
  const best = new Map<string, Held>();
  for (const one of stated) {
    const known = best.get(keyOf(one));
    if (known === undefined || wins(one, known)) best.set(keyOf(one), one);
  }
  return [...best.values()];
}

function addReadings(tally: Tally, readings: readonly Held[]): void {
  let last: Held | undefined;
  for (const reading of [...readings].sort((a, b) => a.statement.period.end - b.statement.period.end)) {
    const { start, end } = reading.statement.period;
    const before = last?.statement.period;
    const earlier = last === undefined ? new Map<string | null, Micros>() : quantitiesOf(last.values);
    const beganAgain = before !== undefined && start !== before.start && start >= before.end;
    const fell = reading.values.quantity < (earlier.get(null) ?? 0n);
    const gains = new Map<string | null, Micros>();
    for (const [name, micros] of quantitiesOf(reading.values)) {
      const was = beganAgain || fell ? 0n : (earlier.get(name) ?? 0n);
      gains.set(name, micros < was ? micros : micros - was);
    }
    tally.addPeriod(reading, gains, before === undefined ? start : Math.max(start, before.end), end);
    last = reading;
  }
}

/** The volumes and the incomplete days of everything that was accepted. */
export function expectedFrom(accepted: readonly Statement[]): Expected {
  const tally = new Tally();
  const amendments = new Map<string, (Corrected | Retracted)[]>();
  for (const statement of accepted) {
    if (isAmendment(statement)) amendments.set(targetOf(statement), [...(amendments.get(targetOf(statement)) ?? []), statement]);
  }
  const bySeries = new Map<string, Held[]>();
  for (const statement of accepted) {
    if (statement.kind !== 'recorded' && statement.kind !== 'aggregated') continue;
    const values = valuesOf(statement, amendments.get(identityOf(statement)) ?? []);
    const reference = referenceOf(statement.source) === (statement.kind === 'recorded' ? 'events' : 'aggregates');
    if (values === null || !values.final || reference) continue;
    if (statement.kind === 'recorded') {
      const day = localDay(statement.tenant, statement.instant);
      tally.add(statement, values, quantitiesOf(values), (micros) => [[day, micros]]);
      continue;
    }
    const series = volumeKey({ ...statement, ...statement.values }, null, '');
    bySeries.set(series, [...(bySeries.get(series) ?? []), { statement, values }]);
  }
  for (const stated of bySeries.values()) {
    const isReading = ({ statement }: Held): boolean => statement.period.mode === 'cumulative';
    const periods = stated.filter((one) => !isReading(one));
    for (const held of holding(periods, ({ statement: { period } }) => `${period.start} ${period.end}`))
      tally.addPeriod(held, quantitiesOf(held.values), held.statement.period.start, held.statement.period.end);
    addReadings(
      tally,
      holding(stated.filter(isReading), ({ statement: { period } }) => String(period.end)),
    );
  }
  return tally;
}
