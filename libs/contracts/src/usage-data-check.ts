import { parseInstant } from '@hemtag/kernel';

import { CURRENCIES } from './currencies.js';
import { PROVENANCE_METHODS, USAGE_DATA_FORMS, type UsageEventData } from './usage-event-data.js';
import { CHANNELS, OUTCOMES, UNITS } from './usage-event.js';
import { wireDecimal } from './wire-decimal.js';

type Check = (value: unknown) => boolean;
interface Shape {
  readonly fields: ReadonlyMap<string, Check>;
  readonly required: readonly string[];
}
const { outcomeCode, orgUnit, measureName, dimensionKey, plainText, maxPlainCharacters, maxDimensionCharacters, maxMeasures, maxDimensions } = USAGE_DATA_FORMS;

const memberOf = (values: readonly string[]): Check => {
  const set: ReadonlySet<unknown> = new Set(values);
  return (value) => set.has(value);
};
// The patterns that know all of Unicode are slow, and most texts need none of it.
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isSeconds: Check = (value) => typeof value === 'number' && value >= 0 && value < Infinity;
const isPlainText = (value: string): boolean => PRINTABLE_ASCII.test(value) || plainText.test(value);
const isPlain: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= maxPlainCharacters && isPlainText(value);

/** Whether all fields of the object are known and right, and the required ones there. */
function holds(value: unknown, { fields, required }: Shape): boolean {
  if (!isObject(value)) return false;
  for (const field in value) if (fields.get(field)?.(value[field]) !== true) return false;
  for (const field of required) if (!(field in value)) return false;
  return true;
}

function holdsEach(value: unknown, { name, max, check }: { readonly name: RegExp; readonly max: number; readonly check: Check }): boolean {
  if (!isObject(value)) return false;
  let count = 0;
  for (const key in value) {
    count += 1;
    if (count > max || !name.test(key) || !check(value[key])) return false;
  }
  return true;
}

const isUnit = memberOf(UNITS);
const MEASURE: Shape = {
  fields: new Map<string, Check>([
    ['value', (value) => wireDecimal(value) !== null],
    ['unit', (value) => isUnit(value) || (typeof value === 'string' && CURRENCIES.has(value))],
  ]),
  required: ['value', 'unit'],
};
const ATTEMPT: Shape = {
  fields: new Map<string, Check>([
    ['number', (value) => Number.isSafeInteger(value) && (value as number) >= 0],
    ['final', isBoolean],
    ['groupId', isPlain],
  ]),
  required: [],
};
const PROVENANCE: Shape = {
  fields: new Map<string, Check>([
    ['method', memberOf(PROVENANCE_METHODS)],
    ['nativeType', isPlain],
    ['nativeId', isPlain],
    ['batchId', isPlain],
    ['connector', isPlain],
    ['estimated', isBoolean],
  ]),
  required: [],
};
const isMeasure: Check = (value) => holds(value, MEASURE);
const isDimension: Check = (value) =>
  typeof value === 'string' ? value.length <= maxDimensionCharacters && isPlainText(value) : typeof value === 'boolean' || Number.isFinite(value);

const RECORDED: Shape = {
  fields: new Map<string, Check>([
    ['quantity', (value) => (wireDecimal(value) ?? '0') !== '0'],
    ['unit', isUnit],
    ['outcome', memberOf(OUTCOMES)],
    ['outcomeCode', (value) => typeof value === 'string' && outcomeCode.test(value)],
    ['startedAt', (value) => typeof value === 'string' && parseInstant(value) !== null],
    ['durationSeconds', isSeconds],
    ['humanSeconds', isSeconds],
    ['channel', memberOf(CHANNELS)],
    ['orgUnit', (value) => typeof value === 'string' && orgUnit.test(value)],
    ['attempt', (value) => holds(value, ATTEMPT)],
    ['measures', (value) => holdsEach(value, { name: measureName, max: maxMeasures, check: isMeasure })],
    ['dimensions', (value) => holdsEach(value, { name: dimensionKey, max: maxDimensions, check: isDimension })],
    ['provenance', (value) => holds(value, PROVENANCE)],
  ]),
  required: ['quantity', 'unit'],
};

/**
 * Whether the schema of recorded usage takes parsed JSON, found out many times faster than the schema does. False is no verdict: the schema then says whether and why it
 * refuses. A test holds the two against each other.
 */
export const isRecordedData = (data: unknown): data is UsageEventData<'recorded'> => holds(data, RECORDED);
