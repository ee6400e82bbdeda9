import { z } from 'zod';
import * as scalar from './manifest-scalars.js';

const patterns = scalar.listOf(scalar.wildcard).optional();

export const SourceManifest = scalar.closed({
  apiVersion: z.literal('hemtag/v1'),
  kind: z.literal('Source'),
  metadata: scalar.closed({ tenant: scalar.tenantName, name: scalar.name }),
  spec: scalar.closed({
    /** The CloudEvents `source`, registered to exactly one tenant. */
    source: scalar.sourceUri.optional(),
    title: scalar.title.optional(),
    events: scalar.oneOf(['record', 'aggregate']).optional(),
    /** Left out: the source is complete whatever it sends. */
    expectedEvery: scalar.duration.optional(),
    /** Keys of dimensions that its events may carry. */
    dimensions: scalar.listOf(scalar.dimensionKey).optional(),
    /** Left out: true only where `events` are aggregates. */
    acceptsAggregates: scalar.flag.optional(),
    /** The feed that is stored and never counts. Left out: usage of one subject and day may come as events or as aggregates, not as both. */
    reference: scalar.oneOf(['events', 'aggregates']).optional(),
    /** Bare digits in values of these forms are no identity numbers. */
    safePatterns: scalar.closed({ id: patterns, subject: patterns, dimensions: patterns }).optional(),
    timeZone: scalar.timeZone.optional(),
  }),
});
export type SourceManifest = z.infer<typeof SourceManifest>;
