import { z } from 'zod';
import * as scalar from './manifest-scalars.js';

/** Every field of a spec may be left out: what a later file leaves out is kept, and the register decides what an object must have. */
export const TenantManifest = scalar.closed({
  apiVersion: z.literal('hemtag/v1'),
  kind: z.literal('Tenant'),
  metadata: scalar.closed({ name: scalar.tenantName }),
  spec: scalar.closed({
    title: scalar.title.optional(),
    country: scalar.country.optional(),
    timeZone: scalar.timeZone.optional(),
    currency: scalar.currency.optional(),
    language: scalar.language.optional(),
    population: scalar.population.optional(),
    /** Hours a year below which freed time gets the warning THIN_SLICE. */
    thinSliceHours: scalar.nonNegative.optional(),
  }),
});
export type TenantManifest = z.infer<typeof TenantManifest>;
