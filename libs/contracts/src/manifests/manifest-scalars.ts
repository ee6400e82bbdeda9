import { isDay, isTimeZone, parseDurationMs, parseRational } from '@hemtag/kernel';
import { z } from 'zod';

const MAX_TEXT_CHARACTERS = 2_000;
const MAX_POPULATION = 2_000_000_000;

type RawIssue = { readonly code?: string; readonly input?: unknown };
const isMissing = (issue: RawIssue): boolean => issue.input === undefined;

/** What to do about a value of the wrong type. Null stands in YAML for a field without a value, which is most often a slip. */
export function wrongType(expected: string) {
  return (issue: RawIssue): string => {
    if (isMissing(issue)) return `is required: ${expected}`;
    if (issue.input === null) return `has no value: give ${expected} or leave the field out`;
    return `must be ${expected}`;
  };
}

const textOf = (expected: string) =>
  z.string({
    error: (issue) =>
      ['number', 'boolean', 'bigint'].includes(typeof issue.input) ? `must be ${expected}: write it as text in quotes` : wrongType(expected)(issue),
  });

/** Free text; never empty, because an empty text says nothing and cannot be told from a slip. */
export const text = textOf('text')
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(MAX_TEXT_CHARACTERS, { error: `must have at most ${MAX_TEXT_CHARACTERS} characters` });

/** Text in one language, or texts by language (`{sv: Digital post, en: Digital mail}`). */
const TITLE = 'text, or texts by language such as {sv: …, en: …}';
const texts = z.record(z.string().regex(/^[a-z]{2,3}$/), text).refine((byLanguage) => Object.keys(byLanguage).length > 0, { error: `must be ${TITLE}` });
export const title = z.union([text, texts], { error: wrongType(TITLE) });

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const name = textOf('a name').regex(NAME, { error: 'must be a name of lower-case letters, digits and hyphens, at most 63 characters' });
export const tenantName = textOf('a tenant such as SE-2281').regex(/^[A-Z]{2}-[A-Za-z0-9-]{1,20}$/, { error: 'must be a tenant such as SE-2281' });

export const day = textOf('a day YYYY-MM-DD').refine(isDay, { error: 'must be a day YYYY-MM-DD that exists' });
export const timeZone = textOf('a time zone such as Europe/Stockholm').refine((zone) => /^[A-Za-z]/.test(zone) && isTimeZone(zone), {
  error: 'must be a time zone such as Europe/Stockholm',
});
export const duration = textOf('a duration such as P1D').refine((value) => parseDurationMs(value) !== null, {
  error: 'must be a duration of days, hours and minutes such as P1D or PT6H',
});

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);
export const currency = textOf('a currency such as SEK').refine(isCurrency, { error: 'must be a currency of ISO 4217 such as SEK' });
export const country = textOf('a country such as SE').regex(/^[A-Z]{2}$/, { error: 'must be a country of two capital letters such as SE' });
export const language = textOf('a language such as sv').regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'must be a language such as sv or nb' });

/** A URI reference that starts with `/`, or an absolute URI. */
export const sourceUri = textOf('a source such as /se/2281/messaging/prod')
  .max(500, { error: 'must have at most 500 characters' })
  .regex(/^(\/[^\s/?#][^\s]*|[a-z][a-z0-9+.-]*:[^\s]+)$/i, { error: 'must be a source such as /se/2281/messaging/prod, or an absolute URI, without blanks' });

/** Keys of event dimensions and names of measures have the form that the intake demands of them. */
export const dimensionKey = textOf('a key').regex(/^[a-z][a-z0-9_]{0,39}$/, { error: 'must be a key of lower-case letters, digits and underscores' });

const MAX_ADDRESS_CHARACTERS = 254;
export const mailAddress = textOf('a mail address')
  .max(MAX_ADDRESS_CHARACTERS, { error: `must have at most ${MAX_ADDRESS_CHARACTERS} characters` })
  .regex(/^[^\s@<>"(),:;[\]\\\p{Cc}]+@[a-z0-9.-]+$/iu, { error: 'must be a mail address such as ekonomichef@kommun.example, without a name around it' });

const MAX_WILDCARD_CHARACTERS = 200;
/** A form of values: `#` is one digit, `*` any run of letters, digits, `-`, `_` and `.` (also none), everything else itself. */
const WILDCARD = 'a pattern such as "inv-########" (# one digit, * any run of letters, digits, -, _ and .)';
export const wildcard = textOf(WILDCARD)
  .min(1, { error: 'must not be empty' })
  .max(MAX_WILDCARD_CHARACTERS, { error: `must have at most ${MAX_WILDCARD_CHARACTERS} characters` })
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: `must be ${WILDCARD}` });

const exactNumber = textOf('a number such as "15.00" or "11/9"').refine((value) => parseRational(value) !== null, {
  error: 'must be a decimal number or a fraction such as "15.00" or "11/9"',
});
const within = (low: string, high: string | null) => (value: string) => {
  const number = parseRational(value);
  const bounds = [parseRational(low), high === null ? null : parseRational(high)];
  // What is no number at all has its own fault.
  if (!number) return true;
  return (bounds[0] ? number.compare(bounds[0]) >= 0 : true) && (bounds[1] ? number.compare(bounds[1]) <= 0 : true);
};

/** An exact number of either sign. */
export const number = exactNumber;
/** An exact number from 0 up. */
export const nonNegative = exactNumber.refine(within('0', null), { error: 'must not be negative' });
/** A growth a year as a share: 0.04 is 4 %, and nothing can shrink by more than all of itself. */
export const growth = exactNumber.refine(within('-1', null), { error: 'must not lie below -1' });
/** A share from 0 to 1. */
export const share = exactNumber.refine(within('0', '1'), { error: 'must lie between 0 and 1' });

const integer = (low: number, high: number) => {
  const expected = `a whole number from ${low} to ${high}, without quotes`;
  return z
    .number({ error: wrongType(expected) })
    .int({ error: `must be ${expected}` })
    .min(low, { error: `must be ${expected}` })
    .max(high, { error: `must be ${expected}` });
};
export const population = integer(0, MAX_POPULATION);
export const sampleSize = integer(0, MAX_POPULATION);
export const staff = integer(1, 1_000);
export const version = integer(1, 1_000_000);
export const priceYear = integer(1900, 2200);
export const budgetYear = integer(1900, 2200);
export const maturityKl = integer(1, 3);
/** A month has at least 18 working days; a report is due well before. */
export const workingDay = integer(1, 15);

/** As the municipality's goal system words it. Exports tell the goals of an initiative in one field with ` | ` between them. */
export const goal = text.refine((value) => !value.includes('|'), { error: 'must not contain |, which parts goals in exports' });

export const flag = z.boolean({ error: wrongType('true or false') });
/** Of a dated entry that replaces the registered one of the same key; `reason` says why an entry is as it is. */
export const correction = {
  corrects: z.literal(true, { error: wrongType('true: leave corrects out of an entry that corrects nothing') }).optional(),
  reason: text.optional(),
};
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, { error: wrongType(`one of ${values.join(', ')}`) });
export const listOf = <T extends z.ZodType>(item: T) => z.array(item, { error: wrongType('a list') });
/** An object whose fields are a closed list; every other field is a fault. */
export const closed = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : wrongType('an object with fields')(issue)) });
