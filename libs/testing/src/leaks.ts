const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '');

/**
 * Names the places (a table, a topic, a log) that hold one of the secrets, as it is or with other signs between its letters and digits.
 * Shares no code with what should have kept them out.
 */
export function leaksOf(secrets: readonly string[], places: Readonly<Record<string, string | Buffer>>): readonly string[] {
  return Object.entries(places).flatMap(([place, content]) => {
    const text = typeof content === 'string' ? content : content.toString('utf8');
    const compact = bare(text);
    return secrets.some((secret) => text.includes(secret) || compact.includes(bare(secret))) ? [place] : [];
  });
}
