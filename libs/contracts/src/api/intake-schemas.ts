import { z } from 'zod';
import { VERIFIED_PARTS } from '../ingestion-api.js';
import { PROBLEM_CODES } from '../problem.js';

/** Answers of the intake and about what came in, as the description of the API has them. A test holds them to the types that the services answer with. */
const instant = z.string().meta({ description: 'RFC 3339 with offset' });
const count = z.string().meta({ description: 'whole number as text' });

export const ProblemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string(),
  pointer: z.string().exactOptional(),
  errors: z.array(z.record(z.string(), z.unknown())).exactOptional(),
});

export const IntakeResultSchema = z.object({
  received: z.number(),
  accepted: z.number(),
  rejected: z.array(z.object({ code: z.enum(PROBLEM_CODES), pointer: z.string(), detail: z.string(), index: z.number(), id: z.string().nullable() })),
});

const rejectSummary = {
  id: z.string(),
  tenant: z.string().nullable(),
  source: z.string().nullable(),
  code: z.string(),
  pointer: z.string(),
  detail: z.string(),
  origin: z.enum(['ingestion', 'gateway']),
  time: instant,
  recordedAt: instant,
  masked: z.boolean(),
  replayedAt: instant.nullable(),
  replayedBy: z.string().nullable(),
};
const bytes = z.object({ encoding: z.enum(['utf8', 'base64']), text: z.string() });
const kept = z.object({ id: z.string(), source: z.string(), position: z.object({ partition: z.number(), offset: z.string() }).nullable() });

export const RejectsResponseSchema = z.object({ rejects: z.array(z.object(rejectSummary)), next: z.string().nullable() });
export const RejectResponseSchema = z.object({
  ...rejectSummary,
  position: z.object({ topic: z.string(), partition: z.number(), offset: z.string() }),
  record: z.object({ key: bytes.nullable(), headers: z.array(z.object({ name: z.string(), value: bytes })), value: bytes.nullable() }),
  conflict: z.object({ keptHash: z.string().nullable(), refusedHash: z.string().nullable(), kept: kept.nullable() }).nullable(),
});
export const ReplayResponseSchema = z.object({
  rejects: z.array(z.object({ id: z.string(), result: z.enum(['replayed', 'refused']), reason: z.string().nullable() })),
  next: z.string().nullable(),
});

const held = z.object({ topic: z.string(), partition: z.number(), source: z.string(), code: z.string(), offset: z.string(), since: instant });
export const SourcesStatusResponseSchema = z.object({
  asOf: instant,
  waitingRecords: count,
  sources: z.array(
    z.object({
      tenant: z.string().nullable(),
      source: z.string().nullable(),
      name: z.string().nullable(),
      lastEvent: instant.nullable(),
      expectedEvery: z.string().nullable(),
      lagSeconds: z.number().nullable(),
      accepted: count,
      duplicate: count,
      conflict: count,
      rejected: count,
      rejectedByGateway: count,
      state: z.enum(['complete', 'silent', 'unregistered']),
      measures: z.array(z.object({ name: z.string(), unit: z.string(), isForeignCurrency: z.boolean() })),
      held: z.array(held),
    }),
  ),
});
export const ResumeResponseSchema = z.object({ source: z.string(), until: instant, allowedBy: z.string() });

export const VerifyResponseSchema = z.object({
  tenants: z.array(z.string()),
  compared: z.record(z.enum(VERIFIED_PARTS), z.number()),
  differences: z.array(
    z.object({
      part: z.enum(VERIFIED_PARTS),
      tenant: z.string().nullable(),
      place: z.string(),
      stored: z.string().nullable(),
      recomputed: z.string().nullable(),
    }),
  ),
  differenceCount: z.number(),
  detachedMonths: z.array(z.object({ tenant: z.string(), month: z.string(), events: z.number() })),
});

/** A CloudEvent in JSON; what its data must be is decided by its type. */
export const CloudEventSchema = z.looseObject({ specversion: z.literal('1.0'), id: z.string(), source: z.string(), type: z.string() });
