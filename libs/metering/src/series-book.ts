import { uuidOf } from './identity.js';
import { canonicalSeries, type Series } from './series.js';
import type { Digest128 } from './usage.js';

/** A tenant's series, with what can be worked out from it once for all of its events. */
export interface BookedSeries {
  readonly tenant: string;
  readonly series: Series;
  /** The series' key as everybody knows it. */
  readonly key: string;
  /** One text for one series of one tenant. */
  readonly place: string;
}

/** What names a series, as an event has it. */
export type SeriesFields = Omit<Series, 'measure'> & { readonly measure?: Series['measure'] };

// More series than a country of municipalities has in a day; beyond it the book begins anew, which costs time and changes nothing.
const MAX_BOOKED = 300_000;

const isEmpty = (map: object): boolean => {
  for (const name in map) if (Object.hasOwn(map, name)) return false;
  return true;
};
const dimensionsText = (dimensions: Series['dimensions']): string => (isEmpty(dimensions) ? '' : JSON.stringify(Object.entries(dimensions)));

/** Gives the same object for the same series, so that its texts and hashes are worked out once and not for each event. */
export class SeriesBook {
  private readonly booked = new Map<string, BookedSeries>();

  constructor(private readonly digest: Digest128) {}

  of(tenant: string, fields: SeriesFields): BookedSeries {
    const { source, subject, unit, outcome, channel, orgUnit, dimensions, measure = null } = fields;
    // NUL stands in no field. Dimensions in another order miss here and meet in the canonical text.
    const known = `${tenant}\u0000${source}\u0000${subject}\u0000${unit}\u0000${outcome}\u0000${channel ?? ''}\u0000${orgUnit ?? ''}\u0000${dimensionsText(dimensions)}\u0000${measure === null ? '' : `${measure.name}\u0000${measure.unit}`}`;
    return this.booked.get(known) ?? this.book(known, tenant, { source, subject, unit, outcome, channel, orgUnit, dimensions, measure });
  }

  private book(known: string, tenant: string, series: Series): BookedSeries {
    const canonical = canonicalSeries(series);
    const place = `${tenant}\u0000${canonical}`;
    const booked = this.booked.get(place) ?? { tenant, series, key: uuidOf(this.digest(canonical)), place };
    if (this.booked.size >= MAX_BOOKED) this.booked.clear();
    this.booked.set(place, booked);
    this.booked.set(known, booked);
    return booked;
  }
}
