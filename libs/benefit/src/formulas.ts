import { ONE, rational, type Day, type Rational } from '@hemtag/kernel';
import type { Dated, FormulaName, RateTerms, ValueTerms } from './terms.js';
import { inForce } from './versions.js';

type ValueOf<N extends FormulaName> = Extract<ValueTerms, { readonly formula: N }>;

export interface FormulaResult {
  readonly amount: Rational;
  /** Working time set free; null for every formula but time-saved. */
  readonly hours: Rational | null;
}

interface Formula<N extends FormulaName> {
  /** Name and version: a changed formula gets a new version, because figures of the past have to be explained by the old one. */
  readonly id: `${N}/${number}`;
  readonly rateName: (value: ValueOf<N>) => string | null;
  /** Unit of the amount; `rateUnit` is the register's, e.g. `SEK/h`. */
  readonly unit: (value: ValueOf<N>, currency: string, rateUnit: string | null) => string;
  /** Every formula is linear in the quantity, so that days under the same parameters may be summed first. */
  readonly apply: (quantity: Rational, value: ValueOf<N>, rate: Rational) => FormulaResult;
}

const MINUTES_PER_HOUR = rational('60');
const numerator = (unit: string): string => unit.split('/')[0] ?? unit;

/** The closed set of contract section 3, "Formulas". */
export const FORMULAS: { readonly [N in FormulaName]: Formula<N> } = {
  'unit-value': {
    id: 'unit-value/1',
    rateName: () => null,
    unit: (_value, currency) => currency,
    apply: (quantity, value) => ({ amount: quantity.mul(value.unitValue), hours: null }),
  },
  'time-saved': {
    id: 'time-saved/1',
    rateName: (value) => value.rate,
    unit: (_value, currency, rateUnit) => (rateUnit === null ? currency : numerator(rateUnit)),
    apply: (quantity, value, rate) => {
      const hours = quantity.mul(value.minutes).mul(value.staff).div(MINUTES_PER_HOUR);
      return { amount: hours.mul(rate), hours };
    },
  },
  amount: {
    id: 'amount/1',
    rateName: () => null,
    unit: (_value, currency) => currency,
    apply: (quantity) => ({ amount: quantity, hours: null }),
  },
  distance: {
    id: 'distance/1',
    rateName: () => null,
    unit: () => 'km',
    apply: (quantity, value) => ({ amount: quantity.mul(value.perUnit), hours: null }),
  },
  emission: {
    id: 'emission/1',
    rateName: (value) => value.factor,
    unit: () => 'kg CO2e',
    apply: (quantity, value, rate) => ({ amount: quantity.mul(value.perUnit).mul(rate), hours: null }),
  },
  native: {
    id: 'native/1',
    rateName: () => null,
    unit: (value) => value.unit,
    apply: (quantity, value) => ({ amount: quantity.mul(value.perUnit), hours: null }),
  },
};

/** What a formula needs beside its own parameters: the initiative's currency and the rates by name. */
export interface FormulaContext {
  readonly currency: string;
  readonly rates: ReadonlyMap<string, RateTerms>;
}

const formulaOf = <N extends FormulaName>(value: ValueOf<N>): Formula<N> => FORMULAS[value.formula];

/** The rate that a value takes; null where its formula takes none, or where the register does not have it. */
export function rateOf<N extends FormulaName>(value: ValueOf<N>, { rates }: FormulaContext): RateTerms | null {
  const name = formulaOf<N>(value).rateName(value);
  return name === null ? null : (rates.get(name) ?? null);
}

/** The unit of a value's amounts: the currency, that of the hourly cost, km, `kg CO2e` or the benefit's own. */
export function amountUnit<N extends FormulaName>(value: ValueOf<N>, context: FormulaContext): string {
  return formulaOf<N>(value).unit(value, context.currency, rateOf<N>(value, context)?.unit ?? null);
}

/** A value with everything that its formula needs on one day. */
export interface FormulaParameters {
  readonly value: ValueTerms;
  readonly unit: string;
  readonly rate: Rational | null;
}

/** The parameters in force on a day. Null where no value is in force, or where its rate is not: such a day counts nothing. */
export function parametersOn(versions: readonly Dated<ValueTerms>[], context: FormulaContext, day: Day): FormulaParameters | null {
  const value = inForce(versions, day);
  if (value === null) return null;
  const rate = inForce(rateOf(value, context)?.versions ?? [], day)?.value ?? null;
  if (rate === null && formulaOf(value).rateName(value) !== null) return null;
  return { value, unit: amountUnit(value, context), rate };
}

/** Amount and hours of a quantity, exact. */
export function applyFormula(quantity: Rational, { value, rate }: FormulaParameters): FormulaResult {
  return formulaOf(value).apply(quantity, value, rate ?? ONE);
}
