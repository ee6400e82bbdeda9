import type { SeriesFields } from './stored-state.js';
import { AGGREGATOR, SOURCES, TENANTS, type Aggregate, type Amendment, type Statement, type Usage } from './usage.js';

export interface ExpectedVolume {
  micros: bigint;
  events: bigint;
}

const MICROS = 1_000_000n;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Decimal text in millionths. */
export function microsOf(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const micros = BigInt(fraction.replace(/0+$/, '').padEnd(6, '0').slice(0, 6) || '0');
  if (fraction.replace(/0+$/, '').length > 6) throw new Error('more than six decimals');
  return BigInt(whole) * MICROS + micros;
}

export function tenantOf(source: string): string {
  const owner = [...SOURCES, AGGREGATOR].find((one) => one.source === source);
  if (!owner) throw new Error('a source that the register does not have');
  return owner.tenant;
}

export function dayOf(time: string, tenant: string): string {
  const timeZone = TENANTS.find((one) => one.tenant === tenant)?.timeZone ?? 'UTC';
  // The Swedish form of a date is the ISO one.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(new Date(time));
}

/** What a volume counts and on which day, as text that is equal exactly where both are. */
export function volumeName(series: SeriesFields, day: string): string {
  const { tenant, source, subject, unit, outcome, channel, orgUnit, dimensions, measure } = series;
  const named = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([tenant, source, subject, unit, outcome, channel, orgUnit, named, measure && [measure.name, measure.unit], day]);
}

function sharesOf(usage: Usage, tenant: string): readonly { readonly series: SeriesFields; readonly quantity: string }[] {
  const { source, subject, unit, outcome, channel, dimensions } = usage;
  const own: SeriesFields = { tenant, source, subject, unit, outcome, channel, orgUnit: null, dimensions, measure: null };
  const measured = Object.entries(usage.measures).map(([name, measure]) => ({
    series: { ...own, measure: { name, unit: measure.unit } },
    quantity: measure.value,
  }));
  return [{ series: own, quantity: usage.quantity }, ...measured];
}

interface Counted {
  readonly usage: Usage;
  readonly day: string;
}

const nameOf = ({ source, id }: { readonly source: string; readonly id: string }): string => JSON.stringify([source, id]);

/** The one that holds: a retraction before all others, then the latest time, then the greatest id. */
function holding(amendments: readonly Amendment[]): Amendment | undefined {
  const order = ({ values, time, id }: Amendment): string => `${values === null ? 1 : 0} ${time} ${id}`;
  return amendments.toSorted((a, b) => (order(a) < order(b) ? 1 : -1))[0];
}

function amended(usage: Usage, amendments: readonly Amendment[]): Usage | null {
  const holds = holding(amendments);
  if (!holds) return usage;
  return holds.values && { ...holds.values, source: usage.source, subject: usage.subject, id: usage.id, time: usage.time };
}

/** Of the counts of one subject and day the one with the highest revision. */
function newest(aggregates: readonly Aggregate[]): readonly Counted[] {
  const bySlot = Map.groupBy(aggregates, ({ usage, day }) => JSON.stringify([usage.source, usage.subject, day]));
  return [...bySlot.values()].map((slot) => slot.toSorted((a, b) => b.revision - a.revision)[0]!);
}

function countedOf(statements: readonly Statement[]): readonly Counted[] {
  const amendments = Map.groupBy(
    statements.flatMap((said) => (said.kind === 'amendment' ? [said.amendment] : [])),
    ({ target }) => nameOf(target),
  );
  const usages = statements.flatMap((said) => {
    const usage = said.kind === 'usage' ? amended(said.usage, amendments.get(nameOf(said.usage)) ?? []) : null;
    return usage === null ? [] : [{ usage, day: dayOf(usage.time, tenantOf(usage.source)) }];
  });
  return [...usages, ...newest(statements.flatMap((said) => (said.kind === 'aggregate' ? [said.aggregate] : [])))];
}

/** Adds up from scratch what was said, each statement once. */
export function expectedVolumes(statements: readonly Statement[]): ReadonlyMap<string, ExpectedVolume> {
  const volumes = new Map<string, ExpectedVolume>();
  for (const { usage, day } of countedOf(statements)) {
    if (!usage.final) continue;
    for (const { series, quantity } of sharesOf(usage, tenantOf(usage.source))) {
      const name = volumeName(series, day);
      const volume = volumes.get(name) ?? { micros: 0n, events: 0n };
      volumes.set(name, volume);
      volume.micros += microsOf(quantity);
      volume.events += 1n;
    }
  }
  return volumes;
}
