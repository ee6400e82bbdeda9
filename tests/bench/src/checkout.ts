import { fileURLToPath } from 'node:url';

/** The folder of the whole repository, seen from this file's compiled form as from its source. */
export const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));
