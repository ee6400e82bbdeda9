import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@hemtag/kernel';

/** Everything of the surroundings that a command may touch. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: Readable;
  readonly output: Screen;
  readonly errors: Screen;
  readonly clock: Clock;
  readonly sleep: (durationMs: number) => Promise<void>;
  readonly version: string;
}

export interface Screen {
  readonly stream: Writable;
  /** Someone looks at it: tables instead of JSON, progress bars. */
  readonly isTerminal: boolean;
  /** How wide it is; unknown where nobody looks. */
  readonly columns?: number;
}

/** Writes and waits while the reader is slower, so that a million rejected lines do not gather in memory. */
export async function print({ stream }: Screen, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** Text from elsewhere for a terminal: without control characters, so that nothing in a manifest or an answer can steer the terminal. */
export const plainText = (text: string): string => text.replace(CONTROL, ' ');
