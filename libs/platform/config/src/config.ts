import type { z } from 'zod';

/** What is wrong with the environment: one line per variable, named and never quoted, because a value may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly { readonly variable: string; readonly detail: string }[]) {
    super(`the configuration is not usable:\n${faults.map(({ variable, detail }) => `  ${variable}: ${detail}`).join('\n')}`);
  }
}

/**
 * Reads the environment once, at start. The keys of the schema are the names of the variables; an empty variable counts as missing.
 * Throws one ConfigError with all faults. Messages of own checks in the schema must not repeat the value.
 */
export function readConfig<Schema extends z.ZodObject>(schema: Schema, env: Readonly<Record<string, string | undefined>>): z.infer<Schema> {
  const given = Object.fromEntries(Object.keys(schema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0] ?? '(environment)');
      return { variable, detail: variable in given ? issue.message : 'is missing' };
    }),
  );
}
