import { z } from 'zod';
import * as scalar from './manifest-scalars.js';

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
    acceptsAggregates: scalar.flag.optional(),
    timeZone: scalar.timeZone.optional(),
  }),
});
export type SourceManifest = z.infer<typeof SourceManifest>;
