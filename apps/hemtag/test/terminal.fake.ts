import { Readable, Writable } from 'node:stream';
import { runHemtag } from '../src/program.js';

export interface HemtagRun {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: readonly string[];
  /** How long the command slept each time, in order. */
  readonly sleptMs: readonly number[];
}

export interface HemtagRunOptions {
  readonly url: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | readonly Buffer[];
  /** Standard output is a terminal. */
  readonly isTerminal?: boolean;
  /** How far the clock moves while a request is under way. */
  readonly stepMs?: number;
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Runs a command line in this process; its clock moves only while it sleeps and by `stepMs` at every look. */
export async function runCommand(words: string, { url, environment, input = '', isTerminal = false, stepMs = 0 }: HemtagRunOptions): Promise<HemtagRun> {
  const output = collector();
  const errors = collector();
  const sleptMs: number[] = [];
  let now = 1_760_000_000_000;
  const exitCode = await runHemtag(words.split(' '), {
    environment: { HEMTAG_URL: url, ...environment },
    input: Readable.from(typeof input === 'string' ? [Buffer.from(input)] : input),
    output: { stream: output.stream, isTerminal },
    errors: { stream: errors.stream, isTerminal: false },
    clock: () => {
      now += stepMs;
      return now;
    },
    sleep: async (durationMs) => {
      sleptMs.push(durationMs);
      now += durationMs;
    },
    version: '9.8.7',
  });
  return { exitCode, output: output.text(), errors: errors.text().split('\n').slice(0, -1), sleptMs };
}
