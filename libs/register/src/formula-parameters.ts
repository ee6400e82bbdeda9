import type { FormulaName, ValueVersion } from './documents.js';

interface Parameters {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The closed set of formulas, each with exactly its own parameters. */
export const FORMULA_PARAMETERS: Readonly<Record<FormulaName, Parameters>> = {
  'unit-value': { required: ['unitValue'], optional: [] },
  'time-saved': { required: ['minutes', 'rate'], optional: ['staff'] },
  amount: { required: [], optional: [] },
  distance: { required: ['perUnit'], optional: [] },
  emission: { required: ['perUnit', 'factor'], optional: [] },
  native: { required: ['perUnit', 'unit'], optional: [] },
};
export const ALL_PARAMETERS: readonly string[] = [
  ...new Set(Object.values(FORMULA_PARAMETERS).flatMap(({ required, optional }) => [...required, ...optional])),
];

/** The unit in which a value gives amounts. */
export function amountUnit(value: ValueVersion, currency: string): string {
  switch (value.formula) {
    case 'unit-value':
    case 'time-saved':
    case 'amount':
      return currency;
    case 'distance':
      return 'km';
    case 'emission':
      return 'kg CO2e';
    case 'native':
      return value.unit;
  }
}
