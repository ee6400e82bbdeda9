import { uuidOf } from './identity.js';
import type { Digest128, RecordedUsage, UsageValues } from './usage.js';

/** What a volume counts. */
export interface Series {
  readonly source: string;
  readonly subject: string;
  /** The event's own unit. */
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  /** Null for the event's own quantity; else the measure that is summed, in its own unit. */
  readonly measure: { readonly name: string; readonly unit: string } | null;
}

export interface SeriesShare {
  readonly series: Series;
  /** Decimal text. */
  readonly quantity: string;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** The series of an event's own quantity. Aggregates with the same one speak of the same slots. */
export function ownSeriesOf(event: Pick<RecordedUsage, keyof Series & keyof RecordedUsage>): Series {
  const { source, subject, unit, outcome, channel, orgUnit, dimensions } = event;
  return { source, subject, unit, outcome, channel, orgUnit, dimensions, measure: null };
}

/** The series that an event adds to: its own quantity, and one for each of its measures. */
export function sharesOf(event: Pick<RecordedUsage, 'source' | 'subject' | keyof UsageValues>): readonly SeriesShare[] {
  const own = ownSeriesOf(event);
  const measured = Object.entries(event.measures)
    .sort(byName)
    .map(([name, { value, unit: measureUnit }]) => ({ series: { ...own, measure: { name, unit: measureUnit } }, quantity: value }));
  return [{ series: own, quantity: event.quantity }, ...measured];
}

/** One text for one series: a fixed order of fields, dimensions in the order of their names. */
export function canonicalSeries(series: Series): string {
  const { source, subject, unit, outcome, channel, orgUnit, dimensions, measure } = series;
  return JSON.stringify([source, subject, unit, outcome, channel, orgUnit, Object.entries(dimensions).sort(byName), measure && [measure.name, measure.unit]]);
}

/** The key of a series: the same for everybody who knows its fields. */
export const seriesKeyOf = (series: Series, digest: Digest128): string => uuidOf(digest(canonicalSeries(series)));
