import type { BaselineVersion, Cost, RunningCost } from './documents.js';
import { periodFaults } from './dated-periods.js';
import { amountUnit } from './formula-parameters.js';
import type { BenefitDraft, InitiativeDraft } from './initiative-draft.js';
import { sharedTwice } from './sharing-rules.js';
import { describePeriods, placeOf, type Places } from './places.js';
import type { LocalFault } from './register-fault.js';

const isRunning = (cost: Cost): cost is RunningCost => cost.kind === 'RUNNING' || cost.kind === 'PARALLEL_OPERATION';

function costPeriods(costs: readonly Cost[], places: Places): LocalFault[] {
  const byName = new Map<string, RunningCost[]>();
  for (const cost of costs.filter(isRunning)) byName.set(`${cost.kind} ${cost.name}`, [...(byName.get(`${cost.kind} ${cost.name}`) ?? []), cost]);
  return [...byName.values()].flatMap((entries) => {
    const ordered = entries.sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
    return describePeriods(periodFaults(ordered), { places, listPath: 'spec.costs', gaps: 'allowed' });
  });
}

function benefitPeriods({ benefit, ...lists }: BenefitDraft, places: Places): LocalFault[] {
  const listPath = (list: string): string => placeOf(places, [{ part: benefit, field: list }], 'spec');
  return [
    ...describePeriods(periodFaults(lists.value), { places, listPath: listPath('value'), gaps: 'refused' }),
    ...describePeriods(periodFaults(lists.baseline), { places, listPath: listPath('baseline'), gaps: 'allowed' }),
    ...describePeriods(periodFaults(lists.adjust), { places, listPath: listPath('adjust'), gaps: 'allowed' }),
    // Of estimates the latest version holds, whenever it begins, so that they cannot overlap.
    ...lists.estimate.flatMap((entry) => describePeriods(periodFaults([entry]), { places, listPath: listPath('estimate'), gaps: 'allowed' })),
  ];
}

function amountUnits({ benefit, value }: BenefitDraft, currency: string | undefined, places: Places): LocalFault[] {
  if (currency === undefined) return [];
  const [first, ...later] = value;
  if (!first) return [];
  const unit = amountUnit(first, currency);
  return later
    .filter((entry) => amountUnit(entry, currency) !== unit)
    .map((entry) => ({
      path: placeOf(
        places,
        [
          { part: entry, field: entry.formula === 'native' ? 'unit' : 'formula' },
          { part: first, field: 'formula' },
          { part: benefit, field: 'value' },
        ],
        'spec',
      ),
      detail: `gives amounts in ${amountUnit(entry, currency)}, the first version gives ${unit}: all versions of a benefit give the same unit`,
    }));
}

function amountMeasure({ benefit, meter, value }: BenefitDraft, places: Places): LocalFault[] {
  if (!meter || meter.quantity?.startsWith('measures.')) return [];
  return value
    .filter((entry) => entry.formula === 'amount')
    .slice(0, 1)
    .map((entry) => ({
      path: placeOf(
        places,
        [
          { part: entry, field: 'formula' },
          { part: benefit, field: 'meter' },
        ],
        'spec',
      ),
      detail: 'the formula amount sums a measure in the currency of the initiative: set meter.quantity to measures.NAME',
    }));
}

function baselineDates({ benefit, baseline }: BenefitDraft, goLive: string | undefined, places: Places): LocalFault[] {
  const placeIn = (entry: BaselineVersion, fallback: string): string => placeOf(places, [{ part: entry, field: 'measuredTo' }], fallback);
  const listPath = placeOf(places, [{ part: benefit, field: 'baseline' }], 'spec');
  const reversed = baseline
    .filter((entry) => entry.measuredFrom !== undefined && entry.measuredTo !== undefined && entry.measuredTo < entry.measuredFrom)
    .map((entry) => ({ path: placeIn(entry, listPath), detail: 'lies before measuredFrom' }));
  const [first] = baseline;
  if (first?.measuredTo === undefined || goLive === undefined || first.measuredTo <= goLive) return reversed;
  return [
    ...reversed,
    { path: placeIn(first, 'spec.goLive'), detail: `the first baseline must be measured before goLive: measuredTo ${first.measuredTo} lies after ${goLive}` },
  ];
}

/** The rules that an initiative must keep by itself, whatever else is registered. */
export function initiativeFaults(draft: InitiativeDraft, places: Places): LocalFault[] {
  return [
    ...draft.incomplete.map(({ part, field, detail }) => ({ path: placeOf(places, [{ part, field }], 'spec'), detail })),
    ...costPeriods(draft.costs, places),
    ...sharedTwice(draft.costs, places),
    ...draft.benefits.flatMap((benefit) => [
      ...benefitPeriods(benefit, places),
      ...amountUnits(benefit, draft.currency, places),
      ...amountMeasure(benefit, places),
      ...baselineDates(benefit, draft.goLive, places),
    ]),
  ];
}
