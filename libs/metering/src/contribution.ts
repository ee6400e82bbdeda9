import type { Day } from '@hemtag/kernel';

import type { MicroQuantity } from './micro-quantity.js';
import type { Series } from './series.js';

/** What one usage adds to one series on one local day. */
export interface Contribution {
  readonly series: Series;
  readonly day: Day;
  /** 0 where the usage says so, or where a spread leaves nothing for the day. */
  readonly micros: MicroQuantity;
  /** Usage events behind the quantity: 1 on each day that an event counts on, also where its quantity is 0 there, so that the row tells that somebody spoke. */
  readonly events: number;
}
