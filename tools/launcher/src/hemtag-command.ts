import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';

const COMMAND = createRequire(import.meta.url).resolve('@hemtag/hemtag/bin/hemtag.mjs');

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
}

export interface CommandOptions {
  /** Address of the gateway. */
  readonly url: string;
  readonly input?: Readable;
  /** Ends the command early; the call then rejects. */
  readonly signal?: AbortSignal;
}

/** Runs the public command like anybody would; what it says on standard error goes to the terminal. */
export async function hemtag(args: readonly string[], { url, input, signal }: CommandOptions): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, HEMTAG_URL: url },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'inherit'],
    ...(signal ? { signal, killSignal: 'SIGKILL' as const } : {}),
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (input && child.stdin) {
    // The command may refuse and leave before it has read everything; its exit code tells that.
    child.stdin.on('error', () => input.destroy());
    input.pipe(child.stdin);
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode: exitCode ?? 1, stdout: Buffer.concat(chunks).toString('utf8') };
}
