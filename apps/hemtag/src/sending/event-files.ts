import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { err, ok, type Result } from '@hemtag/kernel';
import { wrongUsage, type Outcome } from '../outcome.js';
import { systemErrorCode, systemErrorText } from '../system-error.js';
import type { EventLine, RejectedLine } from './event-line.js';
import { rawLines } from './raw-lines.js';

/** Far above the 1 MiB that the intake takes, and small enough for a batch of its own. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

export interface EventFile {
  /** As it was named on the command line; `-` is standard input. */
  readonly name: string;
  /** Null where it cannot be known. */
  readonly sizeBytes: number | null;
}

/** Looks at all files before the first line is sent. */
export async function findEventFiles(names: readonly string[]): Promise<Result<readonly EventFile[], Outcome>> {
  const found = await Promise.all(
    names.map(async (name): Promise<EventFile | string> => {
      if (name === '-') return { name, sizeBytes: null };
      try {
        const stats = await stat(name);
        return stats.isDirectory() ? `${name} is a folder; name the files in it.` : { name, sizeBytes: stats.isFile() ? stats.size : null };
      } catch (error) {
        const code = systemErrorCode(error);
        if (code === null) throw error;
        return `${name} cannot be read: ${systemErrorText(code)}.`;
      }
    }),
  );
  const faults = found.filter((file) => typeof file === 'string');
  return faults.length > 0 ? err(wrongUsage(...faults)) : ok(found.filter((file) => typeof file !== 'string'));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readLine(bytes: Buffer | null, position: EventLine['position']): EventLine | RejectedLine | null {
  const reject = (code: RejectedLine['code'], detail: string): RejectedLine => ({ kind: 'rejected', position, code, pointer: '', detail });
  if (bytes === null) return reject('TOO_LARGE', `The line is longer than ${MAX_LINE_BYTES} bytes.`);
  let text: string;
  try {
    text = utf8.decode(bytes).trim();
  } catch {
    return reject('MALFORMED_BODY', 'The line is not UTF-8.');
  }
  if (text === '') return null;
  return isJson(text)
    ? { kind: 'event', position, text, sizeBytes: bytes.length }
    : reject('MALFORMED_BODY', 'The line is not JSON; each line holds one whole CloudEvent.');
}

function open({ name }: EventFile, input: Readable): { readonly lines: Readable; readonly readBytes: () => number } {
  if (name === '-') return { lines: input, readBytes: () => 0 };
  const file = createReadStream(name, { highWaterMark: 256 * 1024 });
  const readBytes = (): number => file.bytesRead;
  if (!name.endsWith('.gz')) return { lines: file, readBytes };
  // A fault of either stream ends the other and reaches whoever reads the lines.
  return { lines: pipeline(file, createGunzip(), () => undefined), readBytes };
}

export interface EventFileReading {
  readonly input: Readable;
  readonly onRead: (readBytes: number) => void;
  /** The file could not be read to its end; what stands before that point has been yielded. */
  readonly onUnreadable: (reason: string) => void;
}

/** The lines of one file in order, blank ones left out. */
export async function* eventLines(file: EventFile, { input, onRead, onUnreadable }: EventFileReading): AsyncGenerator<EventLine | RejectedLine> {
  const { lines, readBytes } = open(file, input);
  try {
    for await (const { number, bytes } of rawLines(lines, { maxBytes: MAX_LINE_BYTES })) {
      onRead(readBytes());
      const line = readLine(bytes, { file: file.name, line: number });
      if (line !== null) yield line;
    }
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null) throw error;
    onUnreadable(`${file.name} cannot be read to its end: ${systemErrorText(code)}.`);
  }
}
