import { z } from 'zod';

/** How many entries one page of a list has. */
export const pageLimit = z.string().regex(/^([1-9]\d{0,2}|1000)$/, 'must be a whole number from 1 to 1000');
