import { isTimeZone, parseInstant } from '@hemtag/kernel';
import { z } from 'zod';

import { isUriReference } from './cloudevents/attributes.js';
import { CURRENCIES } from './currencies.js';
import { AMENDMENT_REASONS, CHANNELS, OUTCOMES, PERIOD_MODES, UNITS, type UsageEventKind } from './usage-event.js';
import { wireDecimal } from './wire-decimal.js';

/** The forms of values, for the schema and for the quicker check beside it. */
export const USAGE_DATA_FORMS = {
  outcomeCode: /^[A-Za-z0-9_.-]{1,64}$/,
  orgUnit: /^[A-Za-z0-9_.:-]{1,64}$/,
  measureName: /^[A-Za-z][A-Za-z0-9_]{0,39}$/,
  dimensionKey: /^[a-z][a-z0-9_]{0,39}$/,
  plainText: /^[^\p{Cc}\p{Cs}]*$/u,
  maxPlainCharacters: 200,
  maxDimensionCharacters: 100,
  maxMeasures: 10,
  maxDimensions: 20,
} as const;
export const PROVENANCE_METHODS = ['push', 'poll', 'file', 'counter', 'manual'] as const;
const FORMS = USAGE_DATA_FORMS;

const EVENT_ID = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/;
/** 1 to 200 printable ASCII characters without blanks at the ends, which is narrower than CloudEvents. */
export const isEventId = (value: string): boolean => EVENT_ID.test(value);

const units: ReadonlySet<string> = new Set(UNITS);
const decimal = z.union([z.number(), z.string()]).refine((value) => wireDecimal(value) !== null);
const seconds = z.number().nonnegative();
const plain = z.string().min(1).max(FORMS.maxPlainCharacters).regex(FORMS.plainText);
const mapOf = <T extends z.ZodType>(key: RegExp, value: T, maxKeys: number): z.ZodType<Record<string, z.output<T>>> =>
  z.record(z.string().regex(key), value).refine((map) => Object.keys(map).length <= maxKeys);

/** RFC 3339 with an offset; PostgreSQL has no year 0. */
const instant = z.string().refine((value) => parseInstant(value) !== null && !value.startsWith('0000'));

const MAX_KNOWN_ZONES = 1_000;
const knownZones = new Set<string>();
/** Asking the calendar takes as long as reading fifty events, so names are asked about once; how many are remembered is bounded, because senders make them up. */
function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name) || !isTimeZone(name)) return false;
  if (knownZones.size < MAX_KNOWN_ZONES) knownZones.add(name);
  return true;
}

/** What recorded, aggregated and corrected usage have in common beside the quantity. */
const values = {
  unit: z.enum(UNITS),
  outcome: z.enum(OUTCOMES).optional(),
  outcomeCode: z.string().regex(FORMS.outcomeCode).optional(),
  startedAt: z
    .string()
    .refine((value) => parseInstant(value) !== null)
    .optional(),
  durationSeconds: seconds.optional(),
  humanSeconds: seconds.optional(),
  channel: z.enum(CHANNELS).optional(),
  orgUnit: z.string().regex(FORMS.orgUnit).optional(),
  attempt: z.strictObject({ number: z.number().int().nonnegative().optional(), final: z.boolean().optional(), groupId: plain.optional() }).optional(),
  measures: mapOf(
    FORMS.measureName,
    z.strictObject({ value: decimal, unit: z.string().refine((unit) => units.has(unit) || CURRENCIES.has(unit)) }),
    FORMS.maxMeasures,
  ).optional(),
  dimensions: mapOf(
    FORMS.dimensionKey,
    z.union([z.string().max(FORMS.maxDimensionCharacters).regex(FORMS.plainText), z.number(), z.boolean()]),
    FORMS.maxDimensions,
  ).optional(),
  provenance: z
    .strictObject({
      method: z.enum(PROVENANCE_METHODS).optional(),
      nativeType: plain.optional(),
      nativeId: plain.optional(),
      batchId: plain.optional(),
      connector: plain.optional(),
      estimated: z.boolean().optional(),
    })
    .optional(),
};
/** How its bounds lie to each other and to now is no matter of the schema. */
const period = z.strictObject({
  start: instant,
  end: instant,
  timeZone: z.string().refine(isZone).optional(),
  mode: z.enum(PERIOD_MODES),
  revision: z.number().int().nonnegative().optional(),
  complete: z.boolean().optional(),
});
const corrects = z.strictObject({
  source: z.string().refine(isUriReference),
  id: z.string().refine(isEventId),
  reason: z.enum(AMENDMENT_REASONS).optional(),
});

/** `data` of each kind of event. Closed: what is not named here is refused. */
export const USAGE_EVENT_DATA = {
  recorded: z.strictObject({ quantity: decimal.refine((value) => wireDecimal(value) !== '0'), ...values }),
  aggregated: z.strictObject({ quantity: decimal, ...values, period }),
  corrected: z.strictObject({ quantity: decimal, ...values, corrects }),
  retracted: z.strictObject({ corrects }),
  heartbeat: z.strictObject({}),
} as const satisfies Record<UsageEventKind, z.ZodType>;

export type UsageEventData<Kind extends UsageEventKind = UsageEventKind> = z.infer<(typeof USAGE_EVENT_DATA)[Kind]>;
/** The fields that say something about the usage itself. */
export type UsageValuesData = UsageEventData<'recorded'>;
