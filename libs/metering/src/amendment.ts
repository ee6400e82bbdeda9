import { compareSendings, type Sending } from './sending.js';
import type { CorrectedUsage, RetractedUsage, UsageValues } from './usage.js';

/** What a correction or a retraction says about the usage event that it names. */
export type Amendment = (Sending & { readonly kind: 'corrected'; readonly values: UsageValues }) | (Sending & { readonly kind: 'retracted' });

export function amendmentOf(event: CorrectedUsage | RetractedUsage): Amendment {
  const { id, source, instant } = event;
  if (event.kind === 'retracted') return { kind: 'retracted', id, source, instant };
  const { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final } = event;
  return { kind: 'corrected', id, source, instant, values: { quantity, unit, outcome, channel, orgUnit, dimensions, measures, final } };
}

/**
 * What holds of a usage event after all that was said about it, in whatever order it came: null where it was retracted; else the values of the
 * correction with the latest time, then the greatest id, then the greatest source; else its own.
 */
export function effectiveValues(original: UsageValues, amendments: readonly Amendment[]): UsageValues | null {
  let last: Extract<Amendment, { kind: 'corrected' }> | null = null;
  for (const amendment of amendments) {
    if (amendment.kind === 'retracted') return null;
    if (last === null || compareSendings(last, amendment) < 0) last = amendment;
  }
  return last === null ? original : last.values;
}
