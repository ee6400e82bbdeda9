import { parseRational } from '@hemtag/kernel';

/** A part of a document as plain data. */
export type Fields = Readonly<Record<string, unknown>>;

const NUMBER_FIELDS: ReadonlySet<string> = new Set([
  'value',
  'unitValue',
  'minutes',
  'perUnit',
  'volumePerYear',
  'annualVolume',
  'seasonality',
  'shares',
  'low',
  'likely',
  'high',
  'optimismBias',
  'deadweight',
  'attribution',
  'redeployable',
  'amount',
  'perYear',
  'perMonth',
  'growth',
  'plannedAmount',
]);

const TWELVE_TIMES_ONE = Array.from({ length: 12 }, () => '1');
/** What an entry says by leaving a field out. */
const DEFAULTS: Fields = {
  staff: 1,
  seasonality: TWELVE_TIMES_ONE,
  rampUp: { per: 'year', shares: ['1'] },
  optimismBias: '0',
  deadweight: '0',
  attribution: '1',
};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function sameText(a: unknown, b: unknown, isNumber: boolean): boolean {
  if (a === b) return true;
  if (!isNumber || typeof a !== 'string' || typeof b !== 'string') return false;
  const [left, right] = [parseRational(a), parseRational(b)];
  return left !== null && right !== null && left.equals(right);
}

function same(a: unknown, b: unknown, isNumber: boolean): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index], isNumber));
  if (!isFields(a) || !isFields(b)) return sameText(a, b, isNumber);
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(a[name], b[name], NUMBER_FIELDS.has(name)));
}

/** Whether two parts of documents say the same. The order of fields does not matter; numbers are compared as numbers (`15.0` is `15.00`). */
export const sameValue = (a: unknown, b: unknown): boolean => same(a, b, false);

const meaning = (entry: Fields, field: string): unknown => {
  const value = entry[field];
  return value === undefined || (field === 'seasonality' && isEmptyList(value)) ? DEFAULTS[field] : value;
};

/** Fields in which a repeated entry says something else than the registered one. What it leaves out it does not say. */
export const differingFields = (registered: Fields, repeated: Fields): string[] =>
  Object.keys(repeated).filter(
    (field) => repeated[field] !== undefined && !same(meaning(registered, field), meaning(repeated, field), NUMBER_FIELDS.has(field)),
  );

/** Whether a correction says exactly what is registered, also by what it leaves out; only an end that was registered since does not have to be repeated. */
export const saysTheSame = (registered: Fields, correction: Fields): boolean =>
  differingFields(registered, correction).length === 0 &&
  differingFields(correction, registered).every((field) => field === 'validTo' && correction.validTo === undefined);
