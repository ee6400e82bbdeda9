import { HttpProblem } from '@hemtag/platform-http';
import type { z } from 'zod';

const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

/** Reads what a request says against its schema; all faults together in one answer. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { pointer: pointerOf(issue.path), detail: `unknown: ${issue.keys.join(', ')}` }
      : { pointer: pointerOf(issue.path), detail: issue.message },
  );
  const detail = errors.map(({ pointer, detail: text }) => `${pointer || '/'}: ${text}`).join('; ');
  throw new HttpProblem('INVALID_REQUEST', detail, { errors });
}
