import type { Cost, DocumentKind, FormulaName, Meter } from './documents.js';
import type { Fields } from './entry-content.js';
import { ALL_PARAMETERS, FORMULA_PARAMETERS } from './formula-parameters.js';
import type { EntryList } from './merge-entries.js';
import type { LocalFault } from './register-fault.js';

/** A fault of the fields of one object or entry, named by the field. */
interface FieldFault {
  readonly field: string;
  readonly detail: string;
}

const REQUIRED: Readonly<Record<DocumentKind, readonly string[]>> = {
  Tenant: ['title', 'country', 'timeZone', 'currency', 'language'],
  Source: ['source', 'timeZone'],
  Rate: ['unit', 'versions'],
  Initiative: ['title', 'currency', 'benefits'],
  ReportPlan: [],
};
const REQUIRED_OF_BENEFIT = ['title', 'type', 'evidence', 'meter'];

const missing = (fields: Fields, names: readonly string[], why = 'is required'): FieldFault[] =>
  names.filter((name) => fields[name] === undefined).map((field) => ({ field, detail: why }));
const surplus = (fields: Fields, names: readonly string[], why: string): FieldFault[] =>
  names.filter((name) => fields[name] !== undefined).map((field) => ({ field, detail: why }));

function valueFaults(value: Fields): FieldFault[] {
  if (value.formula === undefined) return [{ field: 'formula', detail: `is required: one of ${Object.keys(FORMULA_PARAMETERS).join(', ')}` }];
  const formula = value.formula as FormulaName;
  const { required, optional } = FORMULA_PARAMETERS[formula];
  const own = [...required, ...optional];
  const foreign = ALL_PARAMETERS.filter((name) => !own.includes(name));
  return [
    ...missing(value, required, `is required by the formula ${formula}`),
    ...surplus(value, foreign, `is no parameter of the formula ${formula}: ${own.length > 0 ? `it has ${own.join(', ')}` : 'it has none'}`),
  ];
}

function costFaults(cost: Fields): FieldFault[] {
  if (cost.kind === undefined) return [{ field: 'kind', detail: 'is required' }];
  const kind = cost.kind as Cost['kind'];
  if (kind !== 'RUNNING' && kind !== 'PARALLEL_OPERATION') {
    return [
      ...missing(cost, ['amount', 'date'], `is required for ${kind}`),
      ...surplus(cost, ['perYear', 'perMonth', 'validFrom', 'validTo'], `does not belong to ${kind}: it has amount and date`),
    ];
  }
  const foreign = surplus(cost, ['amount', 'date'], `does not belong to ${kind}: it has perYear or perMonth, and validFrom and validTo`);
  if (cost.perYear === undefined && cost.perMonth === undefined)
    return [...foreign, { field: 'perYear', detail: `perYear or perMonth is required for ${kind}` }];
  if (cost.perYear !== undefined && cost.perMonth !== undefined)
    return [...foreign, { field: 'perMonth', detail: 'only one of perYear and perMonth can be given' }];
  return foreign;
}

/** What a single dated entry lacks, or has too much. */
export function entryFaults(list: EntryList, entry: Fields): FieldFault[] {
  switch (list) {
    case 'versions':
      return missing(entry, ['value']);
    case 'value':
      return valueFaults(entry);
    case 'baseline':
      return missing(entry, ['volumePerYear']);
    case 'estimate':
      return missing(entry, ['validFrom', 'annualVolume']);
    case 'adjust':
      return [];
    case 'costs':
      return costFaults(entry);
  }
}

/** What a benefit lacks, its entries aside. */
export function benefitFaults(benefit: Fields): FieldFault[] {
  const meter = benefit.meter as Meter | undefined;
  const isUnbounded = meter !== undefined && !meter.units?.length && !meter.subjects?.length;
  return [
    ...missing(benefit, REQUIRED_OF_BENEFIT),
    ...(isUnbounded ? [{ field: 'meter', detail: 'must name units or subjects: else it would count every event of the tenant' }] : []),
  ];
}

/** What a line of the plan lacks. */
export const planLineFaults = (line: Fields): FieldFault[] => missing(line, ['plannedAmount', 'plannedDate']);

/** What an object lacks, its benefits and entries aside. */
export function specFaults(kind: DocumentKind, spec: Fields): LocalFault[] {
  const faults = missing(spec, REQUIRED[kind]);
  if (kind === 'Rate' && Array.isArray(spec.versions) && spec.versions.length === 0) faults.push({ field: 'versions', detail: 'must have at least one entry' });
  return faults.map(({ field, detail }) => ({ path: `spec.${field}`, detail }));
}
