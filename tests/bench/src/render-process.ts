import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintText, type Language, type Statement } from '@hemtag/statements';
import { CHECKOUT } from './checkout.js';

const PROGRAM = join(CHECKOUT, 'services/report/dist/render.js');
export const FILE_FORMATS = ['pdf', 'xlsx', 'html', 'csv'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface RenderedFile {
  readonly format: FileFormat;
  readonly bytes: number;
  readonly sha256: string;
  readonly milliseconds: number;
  /** User and system time. */
  readonly processorMs: number;
}
export interface RenderRun {
  /** Where the files are: `report.pdf` and so on. */
  readonly folder: string;
  readonly files: readonly RenderedFile[];
  readonly peakMemoryMib: number;
  /** From the start of the process to its end. */
  readonly wholeMs: number;
  dispose(): Promise<void>;
}
export interface RenderOrder {
  readonly language?: Language;
  readonly formats?: readonly FileFormat[];
  /** Of the process, in front of the program: hooks that watch it. */
  readonly nodeArgs?: readonly string[];
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((fulfil, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 && output.stderr === '' ? fulfil(output.stdout) : reject(new Error(`rendering ended with ${code}\n${output.stderr}`)),
    );
  });
}

/** Renders a statement in a process of its own; anything that it says on its error stream is a fault. */
export async function renderInProcess(statement: Statement, { language = 'sv', formats = FILE_FORMATS, nodeArgs = [] }: RenderOrder = {}): Promise<RenderRun> {
  const folder = await mkdtemp(join(tmpdir(), 'hemtag-render-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, 'statement.json');
    await writeFile(file, fingerprintText(statement));
    const startedMs = performance.now();
    const output = await run([...nodeArgs, PROGRAM, file, '--out', folder, '--language', language, ...formats.flatMap((format) => ['--format', format])]);
    const wholeMs = performance.now() - startedMs;
    const lines = output.trimEnd().split('\n').map((line) => JSON.parse(line) as RenderedFile & { readonly peakMemoryMib?: number }); // prettier-ignore
    return { folder, files: lines.filter(({ format }) => format !== undefined), peakMemoryMib: lines.at(-1)?.peakMemoryMib ?? Number.NaN, wholeMs, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
