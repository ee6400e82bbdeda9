import { firstDay, monthOf, type Day } from '@hemtag/kernel';
import { rateOf } from './formulas.js';
import type { InitiativeTerms, RateTerms } from './terms.js';

/**
 * The days within a month, ascending, on which something begins or ends that decides what a day's usage counts or gives. Between two of them every formula is
 * linear and every cap is filled up to one limit, so that the usage of the days between may be summed first and stand on the first of them.
 */
export function changeDays(initiatives: readonly InitiativeTerms[], rates: readonly RateTerms[]): readonly Day[] {
  const byName = new Map(rates.map((rate) => [rate.name, rate]));
  const days = new Set<Day>();
  for (const { processChange, currency, benefits } of initiatives) {
    if (processChange !== null) days.add(processChange);
    for (const { value, baseline, adjust } of benefits) {
      const used = value.flatMap((version) => rateOf(version, { currency, rates: byName })?.versions ?? []);
      for (const { validFrom, validTo } of [...value, ...baseline, ...adjust, ...used]) {
        days.add(validFrom);
        if (validTo !== null) days.add(validTo);
      }
    }
  }
  return [...days].filter((day) => day !== firstDay(monthOf(day))).sort();
}
