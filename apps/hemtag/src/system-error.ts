/** The code that the system gives a failure (`ENOENT`, `ECONNREFUSED`); null for everything else, which is a fault of the program. */
export function systemErrorCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'no permission to read it',
  Z_BUF_ERROR: 'the gzip data ends too early',
  Z_DATA_ERROR: 'it is not gzip, or damaged',
};

/** What a code says in words; the bare code where it is a rare one. */
export const systemErrorText = (code: string): string => WORDS[code] ?? code;
