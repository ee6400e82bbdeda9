import { parseInstant } from '@hemtag/kernel';
import { z } from 'zod';

/** An instant of RFC 3339 in a query; left out: now. */
export const asKnownOn = z
  .string()
  // A plus sign that was not escaped arrives as a blank.
  .transform((text) => parseInstant(text.replace(' ', '+')))
  .refine((instant) => instant !== null, 'must be an instant with its offset, like 2026-07-01T00:00:00+02:00')
  .optional();
