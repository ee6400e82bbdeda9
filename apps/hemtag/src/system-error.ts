/** The code that the system gives a failure (`ENOENT`, `ECONNREFUSED`); null for everything else, which is a fault of the program. */
export function systemErrorCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
