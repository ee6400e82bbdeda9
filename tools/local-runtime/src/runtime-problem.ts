/** Why the local runtime could not do what was asked; `message` is meant for the person at the terminal. */
export type RuntimeProblem =
  | { readonly code: 'DATA_DIR_IN_USE'; readonly message: string; readonly dataDir: string; readonly pid: number }
  | { readonly code: 'DATA_DIR_UNUSABLE'; readonly message: string; readonly dataDir: string }
  | { readonly code: 'MISSING_PROGRAM'; readonly message: string }
  | { readonly code: 'START_FAILED'; readonly message: string; readonly name: string }
  | { readonly code: 'STOPPED'; readonly message: string };

export const stopped = (): RuntimeProblem => ({ code: 'STOPPED', message: 'stopped while starting' });

export function startFailed(name: string, reason: string, lines: readonly string[] = []): RuntimeProblem {
  return { code: 'START_FAILED', name, message: [`${name} did not start: ${reason}`, ...lines.map((line) => `  ${line}`)].join('\n') };
}
