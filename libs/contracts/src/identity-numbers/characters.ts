export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
export const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
/** Digits count as a number only where neither of their neighbours is one of these. Past the end of a text `code` is NaN, which is none. */
export const isAlphanumeric = (code: number): boolean => isDigit(code) || isLetter(code);
export const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);
