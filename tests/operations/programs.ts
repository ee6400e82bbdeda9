import { spawnSync } from 'node:child_process';

export const hasProgram = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Runs a program to its end; `said` is everything that it printed. */
export function run(program: string, args: readonly string[], input = ''): Ended {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', timeout: 60_000 });
  return { code: status, said: stdout + stderr };
}
