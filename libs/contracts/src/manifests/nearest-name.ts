const MAX_DISTANCE = 2;

/** Edit distance (insert, delete, replace), after Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const MAX_LISTED = 20;

/** What to write instead of a name that is not known: the one that was most likely meant, and those that there are. */
export function amongKnown(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const listed = known.length === 0 ? 'none' : known.slice(0, MAX_LISTED).join(', ');
  const more = known.length > MAX_LISTED ? ` and ${known.length - MAX_LISTED} more` : '';
  return `${nearest === null ? '' : `did you mean ${nearest}? `}there are: ${listed}${more}`;
}

/** The known name that was most likely meant; null where none is near. Letters' case never counts. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const ranked = known
    .filter((candidate) => Math.abs(candidate.length - name.length) <= MAX_DISTANCE)
    .map((candidate) => ({ candidate, edits: distance(candidate.toLowerCase(), name.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= MAX_DISTANCE && edits < candidate.length / 2)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate ?? null;
}
