import { meterMatches, type InitiativeTerms } from '@hemtag/benefit';
import type { UsageSeries } from '@hemtag/contracts';

/** Which series the benefits of initiatives meter, for what they count and for their adoption. */
export function wantedUsage(initiatives: readonly InitiativeTerms[]): (series: UsageSeries) => boolean {
  const meters = initiatives.flatMap(({ benefits }) => benefits.flatMap(({ meter, potential }) => (potential ? [meter, potential] : [meter])));
  return (series) => meters.some((meter) => meterMatches(meter, series));
}
