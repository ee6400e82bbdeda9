/**
 * Characters that XML cannot carry, or that print nothing and only mislead: control characters become a space, half a surrogate pair the replacement
 * character, and the marks that turn the direction of what follows are dropped, because a name must not rearrange the figures beside it.
 */
export const harmlessText = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- these are the characters to be found
    .replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ')
    .replace(/[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g, '');
