import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CHECKOUT } from './dockerfile.js';

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** The part of a service that the checks look at; the shape as a whole is the Compose Specification's to judge. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly env_file?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly restart?: string;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: Condition }>>;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export const COMPOSE_TEXT = readFileSync(join(CHECKOUT, 'docker-compose.yml'), 'utf8');

/** A variable as it is used in the file; the default is what stands behind `:-`. */
export interface UsedVariable {
  readonly name: string;
  readonly fallback: string | undefined;
}

const VARIABLE = /\$\{(\w+)(?::-([^}]*))?\}/g;

export const usedVariables = (text: string): readonly UsedVariable[] => [...text.matchAll(VARIABLE)].map(([, name = '', fallback]) => ({ name, fallback }));

/** The file as compose reads it where nobody sets a variable: aliases and merged keys resolved, defaults in place. */
export function composeFile(): ComposeFile {
  const text = COMPOSE_TEXT.replace(VARIABLE, (_all, _name: string, fallback?: string) => fallback ?? '');
  return parse(text, { merge: true, strict: true, uniqueKeys: true }) as ComposeFile;
}

/** `./from:to:ro` or `name:to`. */
export function mountOf(volume: string): { readonly source: string; readonly target: string; readonly isBind: boolean } {
  const [source = '', target = ''] = volume.split(':');
  return { source, target, isBind: source.startsWith('./') };
}
