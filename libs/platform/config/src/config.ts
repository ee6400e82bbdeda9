import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** What is wrong with the environment: one line per variable, named and never quoted, because a value may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly { readonly variable: string; readonly detail: string }[]) {
    super(`the configuration is not usable:\n${faults.map(({ variable, detail }) => `  ${variable}: ${detail}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A secret as container engines hand it over: `NAME_FILE` names a file that holds the value of `NAME`. A variable that is there itself wins. */
function valueOf(name: string, env: Environment): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] || !file) return env[name];
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    throw new ConfigError([{ variable: `${name}_FILE`, detail: 'names a file that cannot be read' }]);
  }
}

/**
 * Reads the environment once, at start. The keys of the schema are the names of the variables; an empty variable counts as missing, and each may
 * come from a file that `NAME_FILE` names. Throws one ConfigError with all faults. Messages of own checks in the schema must not repeat the value.
 */
export function readConfig<Schema extends z.ZodObject>(schema: Schema, env: Environment): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = valueOf(name, env);
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0] ?? '(environment)');
      return { variable, detail: variable in given ? issue.message : 'is missing' };
    }),
  );
}
