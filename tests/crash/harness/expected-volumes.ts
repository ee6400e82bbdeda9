import type { SeriesFields } from './stored-state.js';
import { TENANTS, SOURCES, type Usage } from './usage.js';

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
  const owner = SOURCES.find((one) => one.source === source);
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

/** Adds up usages from scratch, each once. */
export function expectedVolumes(usages: Iterable<Usage>): ReadonlyMap<string, ExpectedVolume> {
  const volumes = new Map<string, ExpectedVolume>();
  for (const usage of usages) {
    if (!usage.final) continue;
    const tenant = tenantOf(usage.source);
    const day = dayOf(usage.time, tenant);
    for (const { series, quantity } of sharesOf(usage, tenant)) {
      const name = volumeName(series, day);
      const volume = volumes.get(name) ?? { micros: 0n, events: 0n };
      volumes.set(name, volume);
      volume.micros += microsOf(quantity);
      volume.events += 1n;
    }
  }
  return volumes;
}
