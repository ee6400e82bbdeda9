import { pathText, type ManifestPath } from './manifest-path.js';

const child = (data: unknown, part: string | number): unknown => {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, part)) return undefined;
  return (data as Record<string | number, unknown>)[part];
};

/** The path itself, or where nothing stands there (a missing field) the object that lacks it. */
function existingPart(data: unknown, path: ManifestPath): ManifestPath {
  let value = data;
  for (const [index, part] of path.entries()) {
    value = child(value, part);
    if (value === undefined) return path.slice(0, index);
  }
  return path;
}

/** Of the same list the later position first, so that taking one out does not move the others. */
function laterFirst(a: ManifestPath, b: ManifestPath): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (typeof part === 'number' && typeof other === 'number') return other - part;
    return String(part) < String(other) ? -1 : 1;
  }
  return a.length - b.length;
}

function without(data: unknown, path: ManifestPath): unknown {
  const [part, ...rest] = path;
  if (part === undefined || typeof data !== 'object' || data === null) return undefined;
  const value = rest.length === 0 ? undefined : without(child(data, part), rest);
  if (Array.isArray(data)) return data.flatMap((item: unknown, index) => (index !== part ? [item] : value === undefined ? [] : [value]));
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, item]: [string, unknown]) => (key !== part ? [[key, item]] : value === undefined ? [] : [[key, value]])),
  );
}

/** A copy without the values at some paths. A path to a missing field takes out the object that lacks it; undefined where nothing is left. */
export function withoutPaths(data: unknown, paths: readonly ManifestPath[]): unknown {
  const targets = new Map(paths.map((path) => existingPart(data, path)).map((path) => [pathText(path), path]));
  const isInside = (path: ManifestPath): boolean => path.some((_, length) => targets.has(pathText(path.slice(0, length))));
  const outermost = [...targets.values()].filter((path) => !isInside(path)).sort(laterFirst);
  return outermost.reduce<unknown>((rest, path) => without(rest, path), data);
}
