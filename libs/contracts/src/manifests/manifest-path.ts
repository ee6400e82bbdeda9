/** Where something stands in a document: keys and list positions from its root. */
export type ManifestPath = readonly (string | number)[];

/** `spec.benefits[0].value[1].unitValue`; positions count from 0. The root is the empty text. */
export function pathText(path: ManifestPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
