/** Patterns of values that a source declares to hold no person's number although they look like one, by field. */
export type SafePatterns = Readonly<Partial<Record<'id' | 'subject' | 'dimensions', readonly string[]>>>;

const HASH = 0x23;
const STAR = 0x2a;
const DIGIT = /^[0-9]$/;
const IN_RUN = /^[0-9A-Za-z._-]$/;

/**
 * `#` stands for one digit, `*` for any number of letters, digits, `-`, `_` and `.`, everything else for itself; the whole value must fit.
 * All places of the pattern are followed at once, so that no pattern takes longer than pattern times value.
 */
export function matchesSafePattern(pattern: string, value: string): boolean {
  let reached = reachableFrom(pattern, new Set([0]));
  for (const character of value) {
    const next = new Set<number>();
    for (const at of reached) {
      const code = pattern.charCodeAt(at);
      if (code === STAR) {
        if (IN_RUN.test(character)) next.add(at);
      } else if (code === HASH ? DIGIT.test(character) : pattern.charAt(at) === character) next.add(at + 1);
    }
    if (next.size === 0) return false;
    reached = reachableFrom(pattern, next);
  }
  return reached.has(pattern.length);
}

/** A star may stand for nothing. */
function reachableFrom(pattern: string, places: ReadonlySet<number>): ReadonlySet<number> {
  const reachable = new Set(places);
  for (const place of places) for (let at = place; pattern.charCodeAt(at) === STAR; at += 1) reachable.add(at + 1);
  return reachable;
}

export const isCoveredBy = (patterns: readonly string[] | undefined, value: string): boolean =>
  patterns?.some((pattern) => matchesSafePattern(pattern, value)) ?? false;
