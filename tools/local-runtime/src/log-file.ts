import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** Opens a log for appending and returns its descriptor. A log that has grown large becomes `PATH.1` first, so at most two are kept. */
export function openLogFile(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a');
}

export function logFileSize(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** The last lines that were written after byte `from`, for a message that says why a process ended. */
export function lastLogLines(path: string, options: { readonly from: number; readonly maxLines: number }): readonly string[] {
  if (!existsSync(path)) return [];
  const MAX_READ_BYTES = 16 * 1024;
  const file = openSync(path, 'r');
  try {
    const end = fstatSync(file).size;
    const start = Math.max(Math.min(options.from, end), end - MAX_READ_BYTES);
    const bytes = Buffer.alloc(end - start);
    readSync(file, bytes, 0, bytes.length, start);
    return bytes
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-options.maxLines);
  } finally {
    closeSync(file);
  }
}
