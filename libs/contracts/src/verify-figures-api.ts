import { z } from 'zod';

export const VerifyQuery = z.strictObject({ tenant: z.string().min(1).max(100).optional() });

export const FigureMismatch = z.strictObject({
  part: z.enum(['figures', 'snapshots', 'published']),
  tenant: z.string(),
  /** Which figure and which member of it; of a snapshot which month, version and state. */
  place: z.string(),
  /** What the figures say, and what their parts give; null where there is nothing. */
  stored: z.string().nullable(),
  recomputed: z.string().nullable(),
});
export type FigureMismatch = z.infer<typeof FigureMismatch>;

/** `GET /v1/verify/figures?tenant=`: every figure evaluated a second time from its parts, and what months kept hashed again; may begin with blanks while that is being worked out. */
export const VerifyFiguresResponse = z.strictObject({
  tenants: z.array(z.string()),
  compared: z.strictObject({ figures: z.int().nonnegative(), snapshots: z.int().nonnegative(), published: z.int().nonnegative() }),
  /** The first ones. */
  differences: z.array(FigureMismatch),
  differenceCount: z.int().nonnegative(),
});
export type VerifyFiguresResponse = z.infer<typeof VerifyFiguresResponse>;
