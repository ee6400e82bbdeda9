import { HttpProblem } from './http-problem.js';

/** A place in a list as text that says nothing to whoever passes it on. */
export const cursorText = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}

/** The parts of a cursor that this service gave; null where none was sent. `pattern` is what each part must look like. */
export function cursorParts(text: string | undefined, pattern: readonly RegExp[]): readonly string[] | null {
  if (text === undefined) return null;
  const parts = parsed(text);
  const isOurs =
    Array.isArray(parts) && parts.length === pattern.length && parts.every((part, index) => typeof part === 'string' && pattern[index]?.test(part));
  if (isOurs) return parts as readonly string[];
  throw new HttpProblem('INVALID_REQUEST', 'cursor must be the text that an earlier answer gave as next', { pointer: '/cursor' });
}
