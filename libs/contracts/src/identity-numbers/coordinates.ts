import type { Hit } from './hit.js';

// Three decimals of a degree are a hundred metres, four are a house.
const PAIR = /(?<![0-9A-Za-z.])[NSEW]? ?([-+]?\d{1,3}\.\d{4,})\^? ?[NSEW]?(?:\s*[,;/|]\s*|\s+)[NSEW]? ?([-+]?\d{1,3}\.\d{4,})(?![0-9]|\.\d)/g;
const NAMED = /(?<![A-Za-z])(?:lat|latitude|lon|lng|long|longitude)["']?\s*[:=]\s*["']?([-+]?\d{1,3}\.\d{3,})(?![0-9]|\.\d)/gi;
const LATITUDE_NAMES = new Set(['lat', 'latitude']);
const LONGITUDE_NAMES = new Set(['lon', 'lng', 'long', 'longitude']);

const isWithin = (text: string | undefined, degrees: number): boolean => Math.abs(Number(text)) <= degrees;

/** Positions in decimal degrees: two numbers beside each other, or a number that says that it is a latitude or longitude. */
export function findCoordinates(text: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(PAIR)) {
    const [whole, one, other] = match;
    const isPosition = (isWithin(one, 90) && isWithin(other, 180)) || (isWithin(one, 180) && isWithin(other, 90));
    if (isPosition) hits.push({ kind: 'COORDINATES', isCertain: true, start: match.index, end: match.index + whole.length });
  }
  for (const match of text.matchAll(NAMED)) {
    if (isWithin(match[1], 180)) hits.push({ kind: 'COORDINATES', isCertain: true, start: match.index, end: match.index + match[0].length });
  }
  return hits;
}

/** Whether the members of an object are a position: a latitude and a longitude, each with at least three decimals. */
export function isPosition(members: Readonly<Record<string, unknown>>): boolean {
  const has = (names: ReadonlySet<string>): boolean =>
    Object.entries(members).some(([name, value]) => names.has(name.toLowerCase()) && /^-?\d{1,3}\.\d{3,}$/.test(String(value)));
  return has(LATITUDE_NAMES) && has(LONGITUDE_NAMES);
}
