import { parseInstant } from '@hemtag/kernel';
import { z } from 'zod';

import { CURRENCIES } from './currencies.js';
import { CHANNELS, OUTCOMES, UNITS } from './usage-event.js';
import { wireDecimal } from './wire-decimal.js';

const MAX_DIMENSIONS = 20;
const MAX_MEASURES = 10;

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

/** `data` of `io.hemtag.usage.recorded.v1`. Closed: what is not named here is refused. */
export const UsageRecordedData = z.strictObject({
  quantity: decimal.refine((value) => wireDecimal(value) !== '0'),
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
});
export type UsageRecordedData = z.infer<typeof UsageRecordedData>;
