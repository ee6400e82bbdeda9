import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { exampleEvents } from './example-events.js';

/** Writes the example events as NDJSON, ready for `hemtag send`: `node tools/example-events/dist/write.js [--out FILE]`. */
function* lines(): Generator<string> {
  for (const event of exampleEvents()) yield `${JSON.stringify(event)}\n`;
}

const isClosedPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
try {
  await pipeline(Readable.from(lines()), values.out === undefined ? process.stdout : createWriteStream(values.out), { end: values.out !== undefined });
} catch (error) {
  // A reader that has seen enough, such as `head`, closes the pipe: that is no fault.
  if (!isClosedPipe(error)) throw error;
}
