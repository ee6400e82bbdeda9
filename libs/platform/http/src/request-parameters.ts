import type { z } from 'zod';

import { HttpProblem } from './http-problem.js';

const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

const isMissing = ({ path: [first, ...deeper] }: z.core.$ZodIssue, given: unknown): boolean =>
  first !== undefined && deeper.length === 0 && typeof given === 'object' && given !== null && !Object.hasOwn(given, first);

/** Reads what a request says against its schema; all faults together in one answer. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { pointer: pointerOf(issue.path), detail: `unknown: ${issue.keys.join(', ')}` }
      : { pointer: pointerOf(issue.path), detail: isMissing(issue, given) ? 'is missing' : issue.message },
  );
  const detail = errors.map(({ pointer, detail: text }) => `${pointer || '/'}: ${text}`).join('; ');
  const [only, ...others] = errors;
  throw new HttpProblem('INVALID_REQUEST', detail, { errors, ...(only !== undefined && others.length === 0 && { pointer: only.pointer }) });
}
