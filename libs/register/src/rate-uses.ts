import type { Day } from '@hemtag/kernel';
import { endOf, holdThroughout } from './dated-periods.js';
import type { RateDocument } from './documents.js';
import type { InitiativeDraft } from './initiative-draft.js';

/** A place in an initiative that names a rate, and what the rate must offer there. */
export interface RateUse {
  readonly rate: string;
  readonly unit: string;
  /** The days on which the rate is needed, `to` null for good; null for an index, of which any days may be known. */
  readonly days: { readonly from: Day; readonly to: Day | null } | null;
  readonly benefit: { readonly name: string };
  readonly entry: object;
  readonly field: 'rate' | 'factor' | 'index';
}

export function rateUsesOf({ benefits, currency }: InitiativeDraft): RateUse[] {
  return benefits.flatMap(({ benefit, value, estimate }) => [
    ...value.flatMap((entry, index): RateUse[] => {
      const days = { from: entry.validFrom, to: endOf(value, index) };
      if (entry.formula === 'emission') return [{ rate: entry.factor, unit: 'kg/km', days, benefit, entry, field: 'factor' }];
      if (entry.formula !== 'time-saved' || currency === undefined) return [];
      return [{ rate: entry.rate, unit: `${currency}/h`, days, benefit, entry, field: 'rate' }];
    }),
    ...estimate.flatMap((entry): RateUse[] =>
      entry.index === undefined ? [] : [{ rate: entry.index, unit: '1', days: null, benefit, entry, field: 'index' }],
    ),
  ]);
}

/** A factor gives kilograms for whatever `perUnit` counts: `kg/km`, `kg CO2e/km`, `kg/kWh`. Every other rate has exactly the unit that is needed. */
const FACTOR_UNIT = /^kg( CO2e?)?\/\S/;
const hasUnit = ({ field, unit }: RateUse, given: string): boolean => (field === 'factor' ? FACTOR_UNIT.test(given) : given === unit);

/** Why a rate does not serve a use; null where it does. An index that is not registered (yet) is only a label: the estimate does not depend on it. */
export function misfitOf(use: RateUse, rate: RateDocument | null): string | null {
  if (!rate && use.field === 'index') return null;
  if (!rate) return `no rate ${use.rate} is registered, neither the tenant's own nor a shared one`;
  if (!hasUnit(use, rate.spec.unit)) return `the rate ${use.rate} is in ${rate.spec.unit}, but ${use.unit} is needed`;
  if (!use.days || holdThroughout(rate.spec.versions, use.days.from, use.days.to)) return null;
  const until = use.days.to === null ? 'on' : `up to ${use.days.to}`;
  return `the rate ${use.rate} has no version in force on every day from ${use.days.from} ${until}`;
}
