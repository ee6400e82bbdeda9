import { z } from 'zod';
import * as scalar from './manifest-scalars.js';

/** Only what identifies a dated entry is demanded here, so that a later file can end it by naming just that and `validTo`. */
const rateVersion = scalar.closed({
  validFrom: scalar.day,
  validTo: scalar.day.optional(),
  value: scalar.number.optional(),
  source: scalar.text.optional(),
  method: scalar.text.optional(),
  approvedBy: scalar.text.optional(),
  ...scalar.correction,
});

/** Hourly costs, unit prices, emission factors, price indices. Without a tenant it is shared by all. */
export const RateManifest = scalar.closed({
  apiVersion: z.literal('hemtag/v1'),
  kind: z.literal('Rate'),
  metadata: scalar.closed({ tenant: scalar.tenantName.optional(), name: scalar.name }),
  spec: scalar.closed({
    unit: scalar.text.optional(),
    versions: scalar.listOf(rateVersion).optional(),
  }),
});
export type RateManifest = z.infer<typeof RateManifest>;
