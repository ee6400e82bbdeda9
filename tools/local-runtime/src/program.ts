import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first executable file of that name in the folders of PATH. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const ANSWER_TIMEOUT_MS = 20_000;

/** What a program says about itself on both outputs, or undefined where it cannot be run. */
export function askProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((answer) => {
    execFile(command, [...args], { env, encoding: 'utf8', timeout: ANSWER_TIMEOUT_MS }, (error, stdout, stderr) => {
      answer(error === null ? `${stdout}${stderr}` : undefined);
    });
  });
}
