import { isTimeZone, parseInstant } from '@hemtag/kernel';
import { z } from 'zod';

import { isUriReference } from './cloudevents/attributes.js';
import { CURRENCIES } from './currencies.js';
import { AMENDMENT_REASONS, CHANNELS, OUTCOMES, PERIOD_MODES, UNITS, type UsageEventKind } from './usage-event.js';
import { wireDecimal } from './wire-decimal.js';

const MAX_DIMENSIONS = 20;
const MAX_MEASURES = 10;

const EVENT_ID = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/;
/** 1 to 200 printable ASCII characters without blanks at the ends, which is narrower than CloudEvents. */
export const isEventId = (value: string): boolean => EVENT_ID.test(value);

const units: ReadonlySet<string> = new Set(UNITS);
const decimal = z.union([z.number(), z.string()]).refine((value) => wireDecimal(value) !== null);
const seconds = z.number().nonnegative();
const code = (characters: RegExp): z.ZodString => z.string().regex(characters);
const plain = (maxLength: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
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
  outcomeCode: code(/^[A-Za-z0-9_.-]{1,64}$/).optional(),
  startedAt: z
    .string()
    .refine((value) => parseInstant(value) !== null)
    .optional(),
  durationSeconds: seconds.optional(),
  humanSeconds: seconds.optional(),
  channel: z.enum(CHANNELS).optional(),
  orgUnit: code(/^[A-Za-z0-9_.:-]{1,64}$/).optional(),
  attempt: z.strictObject({ number: z.number().int().nonnegative().optional(), final: z.boolean().optional(), groupId: plain(200).optional() }).optional(),
  measures: mapOf(
    /^[A-Za-z][A-Za-z0-9_]{0,39}$/,
    z.strictObject({ value: decimal, unit: z.string().refine((unit) => units.has(unit) || CURRENCIES.has(unit)) }),
    MAX_MEASURES,
  ).optional(),
  dimensions: mapOf(
    /^[a-z][a-z0-9_]{0,39}$/,
    z.union([
      z
        .string()
        .max(100)
        .regex(/^[^\p{Cc}\p{Cs}]*$/u),
      z.number(),
      z.boolean(),
    ]),
    MAX_DIMENSIONS,
  ).optional(),
  provenance: z
    .strictObject({
      method: z.enum(['push', 'poll', 'file', 'counter', 'manual']).optional(),
      nativeType: plain(200).optional(),
      nativeId: plain(200).optional(),
      batchId: plain(200).optional(),
      connector: plain(200).optional(),
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
